"""The second wall stands: around every table with something of a case, and nobody goes round it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from casework.subjects.models import Case

ROOT = Path(__file__).resolve().parents[2]
OURS = [
    path
    for path in sorted(ROOT.glob("casework/**/*.py"))
    if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts)
]
NOT_WALLED = {
    "subjects_case": "a reference, an area and a team: the policies themselves ask it",
    "access_grant": "a post and a case by their keys: what the policies ask, through the owner",
    "access_exclusion": "as grants",
    "access_opening": "as grants",
    "meetings_series": "the name, day and place of a forum; names no child",
    "meetings_membership": "who sits on a forum; names no child",
    "meetings_meeting": "when and where a forum meets and who chairs; names no child",
    "meetings_preparation": "what was made ready for a meeting; names no child",
    "retention_certificate": "what is left of a record that went: a reference and numbers",
}
"""Tables from which foreign keys lead to a case and that are not walled, each with the reason."""

PROCEDURE = {
    "casework/access/emergency.py: wanted": "one exact child is looked for, whoever asks",
    "casework/chronology/evaluating.py: facts_and_closed": "a ruling rests on the whole timeline",
    "casework/chronology/jobs.py: work_out_due": "a job: no person acts",
    "casework/chronology/management/commands/rebuild.py: handle": "run by the operator",
    "casework/concerns/queries.py: _meeting_starts": "when a forum meets; of no child",
    "casework/exchange/commands.py: bring_in": "an import writes on every record",
    "casework/exchange/commands.py: try_import": "an import is compared with every record",
    "casework/exchange/management/commands/demonstrate.py: handle": "run by the operator",
    "casework/exchange/management/commands/open_authority.py: handle": "run by the operator",
    "casework/exchange/management/commands/keys.py: handle": "run by the operator",
    "casework/meetings/clocks.py: clocks_of_forum": "when papers close for a forum; of no child",
    "casework/meetings/jobs.py: bring_up_to_date": "a job: no person acts",
    "casework/retention/queries.py: _lives": "only days come out of it",
    "casework/meetings/record_guard.py: names_of_others": "no name may slip through",
    "casework/worklists/access_queries.py: _gave": "who was let in reads by whom and what for",
}
"""Where the procedure acts outside of commands, and why it may. A new place is for review."""


def rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def reach_a_case() -> set[str]:
    """The tables from which foreign keys lead, one after the other, to a case."""
    keys = {
        model._meta.db_table: {
            field.related_model._meta.db_table
            for field in model._meta.concrete_fields
            if field.related_model
        }
        for model in apps.get_models()
        if model.__module__.startswith("casework.")
    }
    found = {Case._meta.db_table}
    while more := {table for table, to in keys.items() if to & found} - found:
        found |= more
    return found


def walled() -> set[str]:
    found = rows("select relname from pg_class where relrowsecurity and relkind in ('r', 'p')")
    return {name for (name,) in found}


# --- every table ----------------------------------------------------------------------


def test_every_table_that_leads_to_a_case_is_walled_or_listed_with_its_reason(db):
    assert reach_a_case() - walled() == set(NOT_WALLED), (
        "call wall.put_up for it in casework/access/wall/tables.sql"
    )


def test_a_wall_holds_for_the_owner_too_and_has_one_policy_for_each_command(db):
    loose = rows("select relname from pg_class where relrowsecurity and not relforcerowsecurity")
    policies = rows(
        "select tablename, array_agg(cmd order by cmd), bool_and(permissive = 'PERMISSIVE')"
        " from pg_policies group by 1"
    )

    assert loose == []
    assert {name for name, *_ in policies} == walled()
    assert [
        name for name, commands, permissive in policies
        if commands != ["DELETE", "INSERT", "SELECT", "UPDATE"] or not permissive
    ] == []  # fmt: skip


def test_only_the_procedure_writes(db):
    writing = rows(
        "select tablename, coalesce(qual, with_check), coalesce(with_check, qual) from pg_policies"
        " where cmd <> 'SELECT'"
    )

    said = {text for _, *texts in writing for text in texts}
    assert said == {"( SELECT wall.procedure() AS procedure)"}


def test_each_policy_begins_with_who_acts_and_asks_each_function_once_for_a_statement(db):
    reading = dict(rows("select tablename, qual from pg_policies where cmd = 'SELECT'"))

    assert all(text.startswith("(( SELECT wall.procedure()") for text in reading.values())
    for table, text in reading.items():
        calls, asked = text.count("wall."), text.count("SELECT wall.")
        assert calls == asked, f"{table} asks a function for every row"


# --- the functions --------------------------------------------------------------------


def test_functions_have_a_fixed_path_and_the_owner_and_nothing_for_the_public(db):
    faults = rows(
        """
        select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'wall' and not (
          (p.proconfig @> array['search_path=pg_catalog, pg_temp']
            -- Read when it was made, and run with nobody else's rights: no path is asked.
            or p.prosqlbody is not null and not p.prosecdef)
          and p.proowner = (select relowner from pg_class where relname = 'subjects_case')
          and not exists (
            select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
            where a.grantee = 0))"""
    )

    assert faults == []


def test_no_function_elsewhere_runs_with_the_rights_of_another(db):
    faults = rows(
        "select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " where p.prosecdef and n.nspname not in"
        " ('wall', 'retention', 'pg_catalog', 'information_schema')"
    )

    assert faults == []


def test_the_application_can_neither_change_the_wall_nor_go_round_it(db):
    [(may_create,)] = rows("select has_schema_privilege(current_user, 'wall', 'create')")
    [(passes,)] = rows("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
    [(owned,)] = rows(
        "select count(*) from pg_class c join pg_roles r on r.oid = c.relowner"
        " where r.rolname = current_user"
    )

    assert (may_create, passes, owned) == (False, False, 0)


# --- who may act as the procedure -----------------------------------------------------


def uses() -> dict[str, set[str]]:
    """Where the names of `acting` are used: `command`, `procedure`, `person`, …"""
    found: dict[str, set[str]] = {}
    for path in OURS:
        if path.name in {"acting.py", "base.py"}:
            continue
        where = str(path.relative_to(ROOT))
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for name in _named(function):
                    found.setdefault(name, set()).add(f"{where}: {function.name}")
    return found


def _named(function: ast.FunctionDef) -> set[str]:
    names = {"procedure", "person", "nobody", "as_if"}
    decorators = [one.id for one in function.decorator_list if isinstance(one, ast.Name)]
    nodes = list(ast.walk(function))
    plain = {node.id for node in nodes if isinstance(node, ast.Name)} & {"procedure"}
    of_acting = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "acting"
    } & names
    return plain | of_acting | {one for one in decorators if one == "command"}


def test_the_procedure_acts_where_it_is_written_down_and_nowhere_else():
    assert uses()["procedure"] == set(PROCEDURE)


def test_commands_stand_in_modules_of_commands():
    homes = ("commands.py", "exchange/deciding.py", "disclosure/releasing.py", "safe_address.py")
    elsewhere = {
        where for where in uses()["command"] if not where.partition(":")[0].endswith(homes)
    }

    assert elsewhere == set()


BELOW = ("agencies", "audit", "notices", "access")
"""Apps whose own tables are not walled: their commands need nobody to act."""


def test_a_command_of_a_walled_app_says_so():
    plain = [
        str(path.relative_to(ROOT))
        for path in OURS
        if not path.name.endswith("views.py") and path.relative_to(ROOT).parts[1] not in BELOW
        if "\n@transaction.atomic" in path.read_text(encoding="utf-8")
    ]

    assert plain == [], "write @command (casework.config.postgresql.acting)"


def test_a_person_acts_by_the_door_of_the_views_alone():
    assert uses()["person"] == {"casework/agencies/sign_in.py: post_required",
                                "casework/agencies/sign_in.py: guarded"}  # fmt: skip
    assert "as_if" not in uses()


@pytest.mark.parametrize("path", [path for path in OURS if path.name.endswith("views.py")])
def test_no_view_says_who_acts(path):
    assert "postgresql" not in path.read_text(encoding="utf-8")

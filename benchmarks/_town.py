"""An authority of any size, in a database of its own, for the benchmarks of pages.

The rows are written by the database itself, in bulk and past the one door: that would
take hours otherwise, and what is measured is reading. Nowhere else is this done.
"""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "holdfast_pages"
WORKERS_OF = 30
"""Children for each social worker."""
TEAM_OF = 240
"""Children for each team."""


def set_up(folder: str = "benchmarks") -> None:
    """Settings of a live service, a database of its own, the tables made."""
    os.environ.setdefault("HOLDFAST_VAR", str(ROOT / "var" / folder))
    os.environ["DJANGO_SETTINGS_MODULE"] = "casework.config.settings"
    os.environ["HOLDFAST_DEMO"] = "yes"
    os.environ["HOLDFAST_DATABASE_ROLE"] = "owner"
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks._addresses"
    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    import django
    from django.urls import get_resolver

    django.setup()
    afresh()
    # As `casework/config/wsgi.py` does.
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


def afresh() -> None:
    """Make the database afresh and its tables, beside the one that a demonstration uses."""
    from django.core.management import call_command
    from django.db import connection

    from casework.config import embedded_database
    from casework.config.postgresql import acting

    acting.otherwise = acting.NOBODY
    connection.close()
    connection.settings_dict["NAME"] = embedded_database.DATABASE
    with connection.cursor() as cursor:
        cursor.execute(f"drop database if exists {DATABASE}")
        cursor.execute(f"create database {DATABASE}")
    connection.close()
    connection.settings_dict["NAME"] = DATABASE
    call_command("migrate", verbosity=0)


def build(children: int, facts: int) -> dict[str, int]:
    """Fill it: children with facts, duties, actions, grants and meetings; says how many rows."""
    from django.db import connection

    from casework.config.postgresql import acting

    began = time.perf_counter()
    size = {
        "children": children,
        "facts": facts,
        "workers": max(1, children // WORKERS_OF),
        "teams": max(1, children // TEAM_OF),
    }
    with acting.procedure("rows in bulk for a benchmark"), connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, size)
        rows = {}
        for table in ("chronology_fact", "chronology_obligation", "plans_action", "access_grant"):
            cursor.execute(f"select count(*) from {table}")
            rows[table] = cursor.fetchone()[0]
    connection.connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    # What a benchmark reads by itself; the pages that it asks for say who acts.
    acting.otherwise = acting.PROCEDURE
    seconds = time.perf_counter() - began
    print(f"Built in {seconds:.0f} s: {children:,} children, " + ", ".join(
        f"{number:,} {table.split('_')[1]}s" for table, number in rows.items()
    ))  # fmt: skip
    return rows


NOW = "timestamptz '2026-11-20 10:40+00'"
STATEMENTS = [
    "select setseed(0.42)",
    """insert into agencies_authority (code, name, records_open_days)
       values ('surrey', 'Surrey', 84)""",
    """insert into agencies_area (code, name, mailbox, authority_id)
       values ('nw', 'North West', '', 'surrey'), ('ne', 'North East', '', 'surrey'),
              ('sw', 'South West', '', 'surrey'), ('se', 'South East', '', 'surrey')""",
    """insert into agencies_agency (kind, name, authority_id) values
       ('childrens_services', 'Children’s Services', 'surrey'), ('police', 'Police', 'surrey')""",
    """insert into agencies_team (code, name, agency_id, area_id)
       select '', 'Team ' || n, (select min(id) from agencies_agency),
              (select id from agencies_area order by id offset n %% 4 limit 1)
       from generate_series(1, %(teams)s) n""",
    """insert into agencies_account (password, email, name, is_active, demo_reason)
       select '!', 'worker' || n || '@example.org', 'Worker ' || n, true, ''
       from generate_series(0, %(workers)s) n""",
    # Post 1 is the chair, with the reach of the whole authority; the others are workers.
    """insert into agencies_post (holder, email, phone, role, title, reach, local_id, starts_on,
                                  account_id, agency_id, area_id, authority_id, team_id)
       select 'Worker ' || n, '', '', case n when 0 then 'service_manager' else 'social_worker' end,
              'Worker', case n when 0 then 'authority' else 'granted' end, '', '2020-01-01',
              a.id, (select min(id) from agencies_agency), null, 'surrey',
              (select id from agencies_team order by id
               offset ((n - 1) * 30 / 240) %% %(teams)s limit 1)
       from generate_series(0, %(workers)s) n
       join agencies_account a on a.email = 'worker' || n || '@example.org'
       order by n""",
    """insert into subjects_case (reference, kind, opened_on, authority_id, area_id, team_id)
       select 'C' || n, 'child', '2024-01-01', 'surrey', t.area_id, t.id
       from generate_series(1, %(children)s) n
       join agencies_post p on p.holder = 'Worker ' || (1 + ((n - 1) / 30) %% %(workers)s)
       join agencies_team t on t.id = p.team_id
       order by n""",
    """insert into subjects_child (case_id, forename, surname, known_as, pronouns, sex, born,
         ethnicity, local_id, upn, home_postcode, living_at, school, gp_name,
         gp_address, legal_status, story, story_by, name_sound)
       select id, 'Child', 'Number ' || id, '', '', '', date '2011-01-01' + (id %% 1500)::int, '',
         'L' || id, '', '', 'at home', '', '', '', '', '', '', ''
       from subjects_case where kind = 'child'""",
    """insert into access_grant (relation, compartments, starts_on, source, post_id, case_id)
       select 'lead_professional', '{footprint,shared}', '2024-01-01', 'town', p.id, c.id
       from subjects_case c
       join agencies_post p on p.holder =
         'Worker ' || (1 + ((substr(c.reference, 2)::int - 1) / 30) %% %(workers)s)
       where c.kind = 'child'""",
    """insert into chronology_fact (id, case_id, kind, at, precision, data, note, compartment,
         told_by, recorded_at, withdrawn_reason, agency_id, recorded_by_id)
       select gen_random_uuid(), c.id,
         (array['missing.started', 'return_interview.held', 'factor.recorded', 'young_person.told',
                'information.shared', 'lead.allocated'])[1 + n %% 6],
         t.moment, 'instant', '{"episode": "e"}', '', 'shared', '', t.moment, '',
         (select min(id) from agencies_agency), (select min(id) from agencies_post)
       from subjects_case c, generate_series(1, %(facts)s) n,
       lateral (select """ + NOW + """
                - (random() * 700 + n * 0 + c.id * 0) * interval '1 day' as moment) t
       where c.kind = 'child'""",
    # Nine duties a child are done; two are open, of which one in five is late.
    """insert into chronology_obligation (case_id, key, duty, act, title, clauses, strength, bearer,
         owner_id, team_id, summary, arose_at, due_at, due_day, state, governed_by,
         compartment)
       select c.id, 'd' || n, 'tool', 'complete_assessment',
         'Bring the Risk Assessment Tool up to date', '{SURR-tmpl-12}', 'must',
         'lead_professional', g.post_id, p.team_id,
         '3 months after the last one', """ + NOW + """ - interval '90 days',
         (d.day + 1)::timestamp at time zone 'Europe/London', d.day,
         case when n > 9 then 'open' else 'met' end, '', 'shared'
       from subjects_case c
       join access_grant g on g.case_id = c.id
       join agencies_post p on p.id = g.post_id,
       generate_series(1, 11) n,
       lateral (select date '2026-11-20' + (random() * 100 - 20 + n * 0 + c.id * 0)::int as day) d
       where c.kind = 'child'""",
    """insert into plans_action (case_id, text, owner_id, owner_name, agency_id, team_id, immediate,
         due_on, agreed_on, state, key)
       select c.id, 'Ring the school', g.post_id, '', (select min(id) from agencies_agency),
         p.team_id, false, d.day, d.day - 30, case when n > 3 then 'agreed' else 'completed' end, ''
       from subjects_case c
       join access_grant g on g.case_id = c.id
       join agencies_post p on p.id = g.post_id,
       generate_series(1, 4) n,
       lateral (select date '2026-11-20' + (random() * 60 - 20 + n * 0 + c.id * 0)::int as day) d
       where c.kind = 'child'""",
    """insert into chronology_standing (case_id, evaluated_at, pack_identity, rating, key_risks,
         next_review_on)
       select id, """ + NOW + """, '', 'significant', '{criminal,missing}', '2026-12-04'
       from subjects_case where kind = 'child'""",
    """insert into subjects_case (reference, kind, opened_on, authority_id, area_id)
       select 'F' || id, 'forum', '2024-01-01', 'surrey', id from agencies_area""",
]  # fmt: skip

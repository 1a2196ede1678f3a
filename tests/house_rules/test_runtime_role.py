"""The application owns nothing: the database itself refuses to rewrite the past."""

import pytest
from django.db import ProgrammingError, connection, transaction

STATEMENTS = [
    "update audit_entry set action = 'nothing'",
    "delete from audit_entry",
    "delete from audit_head",
    "update chronology_fact set kind = 'rating.set'",
    "delete from chronology_fact",
    "update sharing_sharing set purpose = 'another'",
    "delete from sharing_sharing",
    "drop table audit_entry",
    "alter table chronology_fact add column more text",
    "create table public.own (id int)",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_application_may_not(statement, db):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_application_owns_no_table(db):
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_tables where tableowner = current_user")
        assert cursor.fetchone() == (0,)
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False,)

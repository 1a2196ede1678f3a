"""What the running application may do in the database: read and write rows, own nothing.

Granted after every migration, by the owner. Tables that hold the past are stricter: a
look or a change, once noted, stays, and so do the ends of the chains it hangs on; so does
what was written down as shared; a fact may be withdrawn and in no other way changed.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

GRANTS = """
    grant usage on schema public to {role};
    grant select, insert, update, delete on all tables in schema public to {role};
    grant usage, select on all sequences in schema public to {role};
    grant execute on all functions in schema public to {role};
    grant usage on schema wall to {role};
    grant execute on all functions in schema wall to {role};

    revoke update, delete on audit_entry from {role};
    revoke delete on audit_head from {role};
    revoke update, delete on chronology_fact from {role};
    grant update (withdrawn_at, withdrawn_by_id, withdrawn_reason) on chronology_fact to {role};
    revoke update, delete on sharing_sharing from {role};
    grant usage on schema retention to {role};
    grant execute on function retention.count_of(bigint) to {role};
    grant execute on function retention.dispose(bigint, text) to {role};
    revoke delete on subjects_case, retention_hold from {role};
    revoke update, delete on retention_disposal from {role};
    grant update (confirmed_by_id, confirmed_account_id, confirmed_at, withdrawn_by_id,
      withdrawn_at, withdrawn_because) on retention_disposal to {role};
    revoke insert, update, delete on retention_certificate from {role};
    revoke insert, update, delete on django_migrations from {role};
"""


TOO_MUCH = """
    select r.rolsuper, r.rolbypassrls, exists (
      select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'wall') and c.relkind in ('r', 'p')
        and pg_has_role(r.oid, c.relowner, 'member'))
    from pg_roles r where r.rolname = session_user"""
FAULTS = (
    "is a superuser",
    "passes by row-level security",
    "owns tables, or is in their owner’s role",
)


def refuse_too_much(connection: Any) -> None:
    """Let no application run in a role that the second wall does not hold.

    `connection` is one of the driver's. Raises ImproperlyConfigured.
    """
    found = connection.execute(TOO_MUCH).fetchone()
    faults = [words for words, fault in zip(FAULTS, found, strict=True) if fault]
    if faults:
        raise ImproperlyConfigured(
            f"The application’s role in the database {', '.join(faults)}. Set DATABASE_URL to a "
            "role of its own that owns nothing; `holdfast set_up` gives it its rights."
        )


def grant(connection: Any, role: str) -> None:
    """Give the runtime role its rights, all of them, afresh."""
    with connection.cursor() as cursor:
        cursor.execute(GRANTS.format(role=connection.ops.quote_name(role)))

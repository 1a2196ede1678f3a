"""What the running application may do in the database: read and write rows, own nothing.

Granted after every migration, by the owner. Tables that hold the past are stricter: a
look or a change, once noted, stays, and so do the ends of the chains it hangs on; so does
what was written down as shared; a fact may be withdrawn and in no other way changed.
"""

from __future__ import annotations

from typing import Any

GRANTS = """
    grant usage on schema public to {role};
    grant select, insert, update, delete on all tables in schema public to {role};
    grant usage, select on all sequences in schema public to {role};
    grant execute on all functions in schema public to {role};

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


def grant(connection: Any, role: str) -> None:
    """Give the runtime role its rights, all of them, afresh."""
    with connection.cursor() as cursor:
        cursor.execute(GRANTS.format(role=connection.ops.quote_name(role)))

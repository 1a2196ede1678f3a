"""Two officers, and a record whose day has come with something of every kind in it."""

from __future__ import annotations

from datetime import date

from casework.access import commands as access
from casework.agencies.models import Account, Post
from casework.cast import LONG_AGO, NOW, TODAY, Cast, at
from casework.chronology import commands as chronology
from casework.meetings import finishing_commands, record_commands
from casework.meetings.outcome import Outcome, Rating
from casework.meetings.tests.stage import north_west
from casework.plans import commands as plans
from casework.sharing import commands as sharing
from casework.subjects.models import Case, ChildVoice, Identifier, Link

BORN, CLOSED = date(1948, 4, 1), date(1966, 5, 2)


def second_officer(cast: Cast) -> Post:
    """Norma, who governs information beside Judith."""
    account = Account.objects.create_user("norma@example.org", name="Norma Field")
    cast.posts["norma"] = Post.objects.create(
        account=account, holder="Norma Field", email="norma@example.org",
        authority=cast.authority, agency=cast.judith.agency, role="information_governance",
        title="Information governance officer", reach="none", starts_on=LONG_AGO,
    )  # fmt: skip
    return cast.posts["norma"]


def was(case: Case, value: str, day: str = "1950-01-06", by: Post | None = None) -> None:
    """The law said this of the child from a day on."""
    chronology.record(
        case=case, kind="legal_status.changed", at=at(day), data={"value": value},
        precision="date", by=by, now=NOW,
    )  # fmt: skip


def close(case: Case, *, born: date | None = BORN, on: date = CLOSED) -> Case:
    """An old record: born and closed long ago."""
    case.child.born = born
    case.child.save()
    Case.objects.filter(pk=case.pk).update(closed_on=on)
    case.refresh_from_db()
    return case


def due(cast: Cast) -> Case:
    """Ellis as a looked-after child of 1948: his day came in April 2023."""
    was(cast.ellis, "looked_after", by=cast.hannah)
    return close(cast.ellis)


def full(cast: Cast) -> Case:
    """The same, with meetings, plans, links and what was shared; Tegan's record beside it."""
    people = {"by": cast.hannah, "now": NOW}
    stage = north_west(cast)
    stage.list("tegan")
    slot = stage.talk_about("ellis")
    rating = Rating("minimal", words="Nothing new", removal="minimal")
    finishing_commands.finish_slot(
        slot=slot, outcome=Outcome(rating=rating), by=cast.dilys, now=NOW
    )
    record_commands.complete_record(slot=slot, although="For the test", by=cast.dilys, now=NOW)
    for case in (cast.ellis, cast.tegan):
        plans.add_action(case=case, text="Ring the school", agreed_on=TODAY, due_on=TODAY,
                         owner=cast.colin, **people)  # fmt: skip
        ChildVoice.objects.create(case=case, words="I want to stay", said_by="Child", said_on=TODAY)
        Identifier.objects.create(case=case, system="lcs", value=case.reference)
    Link.objects.create(from_case=cast.ellis, to_case=cast.tegan, kind="friends")
    sharing.note(
        sharing=sharing.NewSharing(case=cast.ellis, what="The rating", recipient="School",
                                   purpose="Safety", basis="Public task"), **people,
    )  # fmt: skip
    access.exclude(account=cast.tom.account, case=cast.ellis, ground="relative",
                   starts_on=TODAY, **people)  # fmt: skip
    return due(cast)

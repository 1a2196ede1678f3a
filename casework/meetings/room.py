"""Who is in the room, whether the meeting is quorate, and who may sit in the chair."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from casework.access.grants import WRITE
from casework.access.queries import may, may_see
from casework.agencies.models import Agency, Post
from casework.chronology import policy
from casework.meetings import agenda
from casework.meetings.models import Invitation, Meeting, Series, Slot
from casework.web import words

HERE = Invitation.Presence.HERE
RUNNING = {"chair", "deputy_chair", "admin"}


@dataclass(frozen=True, slots=True)
class Quorum:
    """Which agencies the procedure wants here, and which of them are."""

    here: tuple[str, ...]
    missing: tuple[str, ...]
    clauses: tuple[str, ...] = ()
    told: bool | None = None
    """What another system says of it, where nobody's presence is recorded here."""
    recorded: bool = True

    @property
    def reached(self) -> bool:
        return not self.missing if self.recorded else bool(self.told)

    @property
    def known(self) -> bool:
        """Whether it can be told at all."""
        return self.recorded or self.told is not None

    @property
    def sentence(self) -> str:
        """In words, as it stands on the page and in the record."""
        if not self.known:
            return "Cannot tell whether it was quorate: who was here is not recorded."
        if not self.recorded:
            return f"{'Quorate' if self.told else 'Not quorate'}, as the file says that brought it."
        if self.missing:
            verb = "is" if len(self.missing) == 1 else "are"
            return f"Not quorate: {words.joined(list(self.missing))} {verb} not here."
        return f"Quorate: {words.joined(list(self.here))} are here."


def quorum(meeting: Meeting) -> Quorum:
    """Whether the meeting is quorate by those who are or were here for the whole of it."""
    return _quorum(meeting, [one for one in standing(meeting) if one.here_from])


def quorum_now(meeting: Meeting) -> Quorum:
    """Whether the meeting is quorate by those who are here now."""
    return _by_those_here(meeting, standing(meeting))


def _by_those_here(meeting: Meeting, members: list[Invitation]) -> Quorum:
    return _quorum(meeting, [one for one in members if one.presence == HERE])


def quorum_as_it_was(meeting: Meeting, members: list[Invitation] | None = None) -> Quorum:
    """The quorum of a meeting that is over, or as it is now of one that is not.

    `members` are those of `standing`, where they were read already.
    """
    members = standing(meeting) if members is None else members
    if meeting.state != Meeting.State.HELD:
        return _by_those_here(meeting, members)
    came = [one for one in members if one.here_from]
    found = _quorum(meeting, came)
    return found if came else replace(found, recorded=False, told=meeting.quorate)


def quorum_forecast(meeting: Meeting, members: list[Invitation] | None = None) -> Quorum:
    """Whether it will be quorate if everybody comes who has not said that they cannot."""
    members = standing(meeting) if members is None else members
    cannot = Invitation.Answer.CANNOT
    return _quorum(meeting, [one for one in members if one.answer != cannot])


def _quorum(meeting: Meeting, invitations: list[Invitation]) -> Quorum:
    here, missing = [], []
    for part in agenda.kind_of(meeting.series).quorum:
        filled = any(_fills(part, one.post) for one in invitations)
        (here if filled else missing).append(part.label)
    return Quorum(tuple(here), tuple(missing), quorum_clauses(meeting.series))


def _fills(part, post: Post) -> bool:
    """A place is filled by its agency; CAMHS is an agency of its own and not health."""
    return post.agency.kind == part.agency and (not part.roles or post.role in part.roles)


def standing(meeting: Meeting) -> list[Invitation]:
    """Those who come for the whole meeting; people invited for one child do not count."""
    invitations = meeting.invitations.filter(slot=None)
    return list(invitations.select_related("post__agency").order_by("pk"))


def agencies_here(meeting: Meeting) -> list[str]:
    """The agencies that were here, by kind."""
    return sorted({one.post.agency.kind for one in standing(meeting) if one.here_from})


def members_here(meeting: Meeting, slot: Slot | None = None) -> dict[str, list[str]]:
    """The field `attended`: which places were filled, those for one child's discussion too.

    Without it nothing can be said of who came, as where nobody's presence was recorded.
    """
    came = meeting.invitations.filter(Q(slot=None) | Q(slot=slot), here_from__isnull=False)
    seats = {_seat(meeting.series, one) for one in came.select_related("post__agency")}
    return {"attended": sorted(seats - {""})} if seats - {""} else {}


def _seat(series: Series, invitation: Invitation) -> str:
    """The place at the table that somebody filled; empty where the procedure knows none."""
    kind = agenda.kind_of(series)
    places = {member.id: member.role for member in (*kind.core_members, *kind.invitees)}
    if invitation.place in places:
        return invitation.place
    if invitation.slot_id is None:
        place = place_for(series, invitation.post)
        return place if place in places else ""
    return next((id for id, role in places.items() if role and role == invitation.post.role), "")


def core_places(series: Series) -> dict[str, str]:
    """The places at the table, with the agency that fills each."""
    return {one.id: one.agency for one in agenda.kind_of(series).core_members}


def place_for(series: Series, post: Post) -> str:
    """The place at the table that somebody fills by their role or agency; else their agency."""
    members = agenda.kind_of(series).core_members
    by_role = [one.id for one in members if one.role == post.role]
    by_agency = [one.id for one in members if one.agency == post.agency.kind and one.id != "chair"]
    return next(iter(by_role or by_agency), post.agency.kind)


# --- the chair ------------------------------------------------------------------------


def may_chair(series: Series, post: Post) -> bool:
    """Whether the procedure sees somebody in this role in the chair.

    It speaks of its own authority: the same word elsewhere is another role.
    """
    own = post.authority_id == series.case.authority_id
    return own and post.role in agenda.kind_of(series).chair


def chair_rule(meeting: Meeting) -> str:
    """What the procedure wants of the chair, in a sentence."""
    authority = meeting.series.case.authority_id
    roles = [policy.label(authority, role) for role in agenda.kind_of(meeting.series).chair]
    return (
        f"The procedure wants {' or '.join(_with_article(role) for role in roles)} in the chair. "
        "If someone else did chair, record it: it will be shown as not in line"
    )


def _with_article(role: str) -> str:
    article = "an" if role[:1].lower() in "aeiou" else "a"
    return f"{article} {role[:1].lower()}{role[1:]}"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a meeting or a decision, with the clause that it rests on."""

    text: str
    clauses: tuple[str, ...] = ()


def not_in_line(meeting: Meeting, members: list[Invitation] | None = None) -> list[Remark]:
    """What in the holding of this meeting is not in line with the procedure.

    `members` as for `quorum_as_it_was`.
    """
    found = []
    if meeting.chair and not may_chair(meeting.series, meeting.chair):
        why = f" Reason: {meeting.chair_reason}" if meeting.chair_reason else ""
        text = f"{meeting.chair.holder}, {meeting.chair.title}, was in the chair.{why}"
        found.append(Remark(text, chair_clauses(meeting.series)))
    state = quorum_as_it_was(meeting, members)
    if meeting.began_at and state.known and not state.reached:
        found.append(Remark(state.sentence, state.clauses))
    if meeting.held_as != Meeting.Held.FACE_TO_FACE and not meeting.held_as_agreed:
        text = f"Held as {meeting.get_held_as_display().lower()} without the representatives’ word"
        found.append(Remark(text))
    return found


def quorum_clauses(series: Series) -> tuple[str, ...]:
    """The clauses that say who must be there for a decision."""
    pack = policy.pack_for(series.case.authority_id)
    found = [gate.clauses for gate in pack.gates if getattr(gate.only_if, "quorate", False)]
    return tuple(dict.fromkeys(clause for clauses in found for clause in clauses))


def chair_clauses(series: Series) -> tuple[str, ...]:
    """The clauses that say who chairs."""
    pack = policy.pack_for(series.case.authority_id)
    for gate in pack.gates:
        of_a_meeting = any(one.kind == "meeting.held" for one in gate.effects)
        if of_a_meeting and gate.role_field == "chair_role":
            return gate.clauses
    return ()


# --- who may do what ------------------------------------------------------------------


def is_standing_member(meeting: Meeting, post: Post) -> bool:
    """Whether the post comes for the whole meeting."""
    return any(one.post_id == post.pk for one in standing(meeting))


def may_run(meeting: Meeting, post: Post, *, today: date) -> bool:
    """Whether the post runs the meeting: the chair, a deputy, or who keeps its papers."""
    if meeting.chair_id == post.pk or meeting.note_taker_id == post.pk:
        return True
    return runs_series(meeting.series, post, today=today)


def runs_series(series: Series, post: Post, *, today: date) -> bool:
    """Whether the post chairs the forum, stands in for its chair, or keeps its papers."""
    if may_chair(series, post):
        return True
    members = series.memberships.filter(post=post, place__in=RUNNING)
    return any(one.is_on(today) for one in members)


def may_write(slot: Slot, post: Post, *, today: date) -> bool:
    """Whether the post may write into a slot: who runs the meeting, and its members."""
    if not may(post, slot.case, WRITE, today=today):
        return False
    return may_run(slot.meeting, post, today=today) or is_standing_member(slot.meeting, post)


def may_contribute(slot: Slot, post: Post) -> bool:
    """Whether the post may write its own agency's update: everybody invited for the child."""
    return slot.invitations.filter(post=post).exists() or is_standing_member(slot.meeting, post)


def may_see_confidential(slot: Slot, post: Post, *, today: date) -> bool:
    """Whether the post may be in, and read, the confidential part: core members only."""
    if not may_see(post, slot.case, "confidential", today=today):
        return False
    return is_standing_member(slot.meeting, post)


def agency_label(kind: str) -> str:
    """The name of a kind of agency."""
    return str(dict(Agency.Kind.choices).get(kind, kind))

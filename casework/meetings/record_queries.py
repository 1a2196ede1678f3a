"""What the pages after a meeting show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from casework.access.queries import LEAD, holder
from casework.agencies.models import Post
from casework.chronology import policy
from casework.documents.shapes import Document, Section
from casework.meetings import agenda, record_apart, record_content, record_document
from casework.meetings.models import Circulation, Meeting, Record, Slot
from casework.meetings.record_copies import Copy, copies_of, part_for, plan_part
from casework.meetings.record_guard import Found, as_seen_by, found_in, names_of_others
from casework.meetings.record_sources import Known
from casework.meetings.record_tasks import tasks_of
from casework.subjects.models import Case
from casework.web import words

AROUND = (
    "case__child", "case__area", "meeting__series__case", "meeting__chair",
    "meeting__note_taker", "fact",
)  # fmt: skip


# --- the record -----------------------------------------------------------------------


def content_for(record: Record, post: Post, *, today: date) -> dict[str, Any]:
    """A record as somebody may read it: whole, or plan and actions where only those were sent."""
    content = record_apart.shown(record.content, record.slot.case.child)
    cases = Case.objects.visible_to(post, today=today)
    if cases.filter(pk=record.slot.case_id).exists():
        return content
    source = f"record:{record.slot_id}"
    sent = post.grants.on(today).filter(source=source).values_list("relation", flat=True)
    return content if "record_reader" in sent else plan_part(content)


def around(slot: Slot) -> Slot:
    """A slot that somebody may see, with everything that its record shows around it."""
    return Slot.objects.select_related(*AROUND).get(pk=slot.pk)


def earlier_versions(record: Record) -> list[Record]:
    """All versions, the present one first."""
    return list(record.slot.records.select_related("completed_by").defer("content"))


def parts_of(document: Document, authority: str, marks: tuple[Found, ...] = ()) -> list[dict]:
    """A document for the page: each block with its kind, clauses as links, found names marked."""
    show = Shown(frozenset(policy.pack_for(authority).clauses), marks)
    return [_part(section, number, show) for number, section in enumerate(document.sections, 1)]


def _part(section: Section, number: int, show: Shown) -> dict[str, Any]:
    return {
        "id": f"part-{number}",
        "heading": section.heading,
        "blocks": [(type(one).__name__, one) for one in section.blocks],
        "lesser": [
            (each.heading, [(type(one).__name__, one) for one in each.blocks])
            for each in section.subsections
        ],
        "show": show,
    }


@dataclass(frozen=True, slots=True)
class Shown:
    """How a text of a record stands on a page."""

    clauses: frozenset[str]
    marks: tuple[Found, ...] = ()

    def __call__(self, text: str) -> SafeString:
        html = str(escape(text))
        for one in sorted({each.words for each in self.marks}, key=len, reverse=True):
            html = re.sub(
                rf"(?<!\w){re.escape(str(escape(one)))}(?!\w)", r"<mark>\g<0></mark>", html
            )
        html = re.sub(r"\b[A-Z]{2,}-[A-Za-z0-9.-]*\w", self._link, html)
        return mark_safe(html.replace("\n", "<br>"))  # nosec B308 B703 # nosemgrep (escaped above)

    def _link(self, match: re.Match[str]) -> str:
        clause = match.group()
        if clause not in self.clauses:
            return clause
        return f'<a class="hf-clause" href="/procedure/{clause}/">{clause}</a>'


def names_found(slot: Slot, content: dict[str, Any], post: Post, *, today: date) -> list[Found]:
    """Where another child of the list, or their family, is named in a record."""
    return as_seen_by(post, found_in(content, names_of_others(slot)), today=today)


# --- after the meeting ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class After:
    """One child's line on the page after a meeting."""

    slot: Slot
    record: Record | None
    empty: list[str]
    copies: list[Copy]
    invitation: Circulation | None
    has_review: bool
    lead: Post | None
    tasks: list

    @property
    def to_invite(self) -> bool:
        """Whether an invitation is owed and somebody is there to have it."""
        return self.has_review and self.lead is not None and self.invitation is None

    @property
    def sent(self) -> int:
        return len([one for one in self.copies if one.sent])

    @property
    def to_send(self) -> int:
        return len([one for one in self.copies if one.can_go])

    @property
    def stopped(self) -> list[Copy]:
        return [one for one in self.copies if one.stopped and not one.sent]


def after(meeting: Meeting, *, post: Post, now: datetime, today: date) -> list[After]:
    """What is still to be done for each child who was talked about."""
    slots = Slot.objects.visible_to(post, today=today).filter(
        meeting=meeting, state=Slot.State.DISCUSSED
    )
    return [_after(slot, now) for slot in slots.select_related(*AROUND).order_by("position")]


def _after(slot: Slot, now: datetime) -> After:
    record = slot.records.select_related("completed_by").first()
    invitations = slot.circulations.filter(what=Circulation.What.INVITATION)
    return After(
        slot=slot,
        record=record,
        empty=record.content["empty"] if record else record_content.empty_now(slot, now=now),
        copies=copies_of(slot, record.content, now=now) if record else [],
        invitation=invitations.order_by("-pk").first(),
        has_review=Known(slot, now).decided("review.scheduled") is not None,
        lead=holder(slot.case, LEAD, today=timezone.localdate(now)),
        tasks=tasks_of(slot),
    )


def summary(rows: list[After], meeting: Meeting) -> str:
    """One sentence that says how things stand."""
    label = agenda.kind_of(meeting.series).label
    waiting = len([one for one in rows if one.record is None])
    copies = sum(one.to_send for one in rows)
    stopped = sum(len(one.stopped) for one in rows)
    if not rows:
        return f"No child has been talked about at this {label} yet."
    said = [
        f"{words.counted(waiting, 'record')} to complete",
        f"{words.counted(copies, 'copy', 'copies')} to send",
    ]
    if stopped:
        said.append(f"{words.counted(stopped, 'copy', 'copies')} stopped")
    return words.sentence(words.joined(said)) + "."


def sent_of(slot: Slot) -> list[Circulation]:
    """What went out for a child after the meeting, and what could not, newest first."""
    wanted = [Circulation.What.RECORD, Circulation.What.INVITATION]
    rows = slot.circulations.filter(what__in=wanted)
    return list(rows.select_related("post__agency", "sent_by").order_by("-sent_at", "recipient"))


# --- circulation ----------------------------------------------------------------------


def chosen(copies: list[Copy], key: str) -> Copy | None:
    """The copy that is looked at: the one named, or a stopped one, or the first."""
    named = [one for one in copies if one.key == key]
    stopped = [one for one in copies if one.stopped]
    return next(iter(named or stopped or copies), None)


def paper(content: dict[str, Any], copy: Copy, slot: Slot, *, invented: bool) -> dict[str, Any]:
    """A copy exactly as its reader gets it, with what was found marked."""
    content = record_apart.shown(content, slot.case.child)
    reference = slot.meeting.reference
    document = record_document.document_of(
        part_for(content, copy), reference=reference, invented=invented
    )
    marks = () if copy.release else copy.found
    return {"document": document, "parts": parts_of(document, slot.case.authority_id, marks)}


def people_to_add(slot: Slot, copies: list[Copy], *, today: date) -> list[Post]:
    """Colleagues who do not get the record yet."""
    have = {one.post.pk for one in copies if one.post}
    posts = Post.objects.live(today).filter(authority=slot.case.authority_id)
    return list(posts.exclude(pk__in=have).select_related("agency").order_by("holder"))

"""What was worked out together: meetings, each child's own part of them, plans and actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from casework.access.models import Compartment
from casework.agencies.models import Post
from casework.audit.models import REFUSED, Entry
from casework.disclosure.found import Found, Section, author_of, by, label_of, lines, said
from casework.disclosure.models import Item
from casework.meetings.models import Record, Slot
from casework.plans.models import Action, Plan
from casework.sharing.models import Sharing
from casework.subjects.models import Case
from casework.web import words


def meetings(case: Case) -> Iterator[Found]:
    """Each discussion: why it was listed, the record part by part, the confidential part."""
    slots = Slot.objects.filter(case=case).select_related("meeting__series", "speaker__agency")
    for slot in slots.order_by("meeting__starts_at", "pk"):
        yield _slot(slot)
        records = list(slot.records.select_related("completed_by__agency").order_by("version"))
        for record in records:
            yield from _record(record, slot)
        for section in slot.sections.select_related("saved_by__agency").order_by("pk"):
            # What is not confidential stands in the record, once there is one.
            if section.confidential or not records:
                yield _section(section, slot)


def _day(slot: Slot) -> Any:
    return words.local_day(slot.meeting.starts_at)


def _slot(slot: Slot) -> Found:
    text = lines(
        ("Meeting", slot.meeting.series.name), ("On", slot.meeting.starts_at),
        ("Kind", slot.get_kind_display()), ("State", slot.get_state_display()),
        ("Listed because", slot.listed_because), ("Put off because", slot.deferred_because),
        ("Still open", slot.still_open), ("Finished although", slot.finished_because),
        ("Spoke about the child", author_of(slot.speaker)),
        ("Papers", [one.label for one in slot.papers.all()]),
    )  # fmt: skip
    return Found(Section.MEETINGS, f"slot:{slot.pk}", "On the list of a meeting", text, _day(slot))


def _section(section: Any, slot: Slot) -> Found:
    text = "\n".join(filter(None, [said(section.content), by(section.saved_by, section.saved_at)]))
    confidential = section.confidential or section.section == "confidential"
    return Found(
        Section.MEETINGS, f"slotsection:{section.pk}",
        "Confidential part" if confidential else f"Notes: {label_of(section.section)}", text,
        _day(slot), author_of(section.saved_by),
        compartment=Compartment.CONFIDENTIAL if confidential else Compartment.SHARED,
    )  # fmt: skip


def _record(record: Record, slot: Slot) -> Iterator[Found]:
    """The frozen record of this child alone; other children have their own."""
    annexes = [each for annex in record.content["annexes"] for each in annex["sections"]]
    sections = [*record.content["sections"], *annexes]
    for section in sections:
        text = _answers(section)
        if text:
            yield Found(
                Section.MEETINGS, f"record:{record.pk}:{section['id']}",
                f"Meeting record, version {record.version}: {section['label']}"[:200],
                f"{text}\n{by(record.completed_by, record.completed_at)}",
                _day(slot), author_of(record.completed_by),
            )  # fmt: skip
    held = said({key: value for key, value in record.content["meeting"].items() if value})
    yield Found(
        Section.MEETINGS, f"record:{record.pk}:held",
        f"Meeting record, version {record.version}: how it was held", held, _day(slot),
        author_of(record.completed_by),
    )  # fmt: skip


def _answers(section: dict[str, Any]) -> str:
    return "\n".join(
        f"{question['label']}: {row[question['id']]['text']}"
        for row in section["rows"]
        for question in section["questions"]
        if row[question["id"]]["text"]
    )


def circulations(case: Case) -> Iterator[Found]:
    """To whom something about the child was sent, on which ground; one item a meeting."""
    slots = Slot.objects.filter(case=case).select_related("meeting__series")
    for slot in slots.order_by("meeting__starts_at", "pk"):
        rows = [
            f"{one.get_what_display()} to {one.recipient}, {one.ground}: "
            + (f"sent {words.plain_date(one.sent_at)}" if one.sent_at else "not sent")
            for one in slot.circulations.order_by("pk")
        ]
        if rows:
            yield Found(
                Section.SHARED, f"circulation:{slot.pk}", "Who was sent the record of a meeting",
                "\n".join(rows), _day(slot),
            )  # fmt: skip


def sharings(case: Case) -> Iterator[Found]:
    """What the sharing ledger holds: shared with whom and why, or not shared and why not."""
    for one in Sharing.objects.filter(case=case).order_by("at", "pk"):
        text = lines(
            ("", one.get_outcome_display()), ("What", one.what), ("With", one.recipient),
            ("What for", one.purpose), ("On which ground", one.basis),
            ("Asked by", one.asked_by), ("Not shared because", one.refused_because),
            ("Told", one.get_told_display()), ("Not told because", one.not_told_because),
            ("Decided by", one.decided_by),
        )  # fmt: skip
        yield Found(
            Section.SHARED, f"sharing:{one.pk}", "Sharing of information", text,
            words.local_day(one.at), one.decided_by, one.agency_id, closest(one.compartments),
        )  # fmt: skip


def closest(compartments: list[str]) -> str:
    """The compartment, of several, that is kept closest."""
    kept = [one for one in compartments if one in Item.KEPT_CLOSE]
    return next(iter(kept), Compartment.SHARED)


# --- plans and actions ----------------------------------------------------------------


def plans(case: Case) -> Iterator[Found]:
    """Every version of the plan, heading by heading: safety, disruption and support."""
    for plan in Plan.objects.filter(case=case).order_by("version"):
        on = plan.in_effect_from or words.local_day(plan.written_at)
        parts = defaultdict(list)
        for point in plan.points.all():
            parts[point.part].append(f"{label_of(point.heading)}: {point.text}")
        for part, points in parts.items():
            title = f"{label_of(part)} plan, version {plan.version}"
            yield Found(Section.PLANS, f"plan:{plan.pk}:{part}", title, "\n".join(points), on)
        part = lines(
            ("The child took part", plan.child_took_part),
            ("The family took part", plan.family_took_part), ("Wider plan", plan.wider_plan),
        )  # fmt: skip
        if part:
            title = f"How the plan was made, version {plan.version}"
            yield Found(Section.PLANS, f"plan:{plan.pk}:made", title, part, on)


def actions(case: Case) -> Iterator[Found]:
    """What people agreed to do, and what was said of it at each review."""
    rows = Action.objects.filter(case=case).select_related("owner__agency", "agency")
    for one in rows.order_by("agreed_on", "pk"):
        reviews = [
            f"{words.plain_date(each.reviewed_at)}, {each.reviewed_by.holder}: "
            f"{each.get_state_display()}. {each.explanation}".strip()
            for each in one.reviews.select_related("reviewed_by").order_by("reviewed_at", "pk")
        ]
        text = lines(
            ("", one.text), ("By", author_of(one.owner) or one.owner_name), ("Due", one.due_on),
            ("State", one.get_state_display()), ("Done on", one.completed_on),
            ("Reviews", "\n".join(reviews)),
        )  # fmt: skip
        yield Found(
            Section.ACTIONS, f"action:{one.pk}", "Action", text, one.agreed_on,
            author_of(one.owner), one.agency_id,
        )  # fmt: skip


# --- who looked -----------------------------------------------------------------------


def looks(case: Case) -> Iterator[Found]:
    """How often each agency opened the record, from when to when; no names of people."""
    entries = Entry.objects.filter(authority=case.authority_id, case_reference=case.reference)
    rows = list(entries.exclude(action=REFUSED).values_list("post_id", "at"))
    posts = Post.objects.filter(pk__in={post for post, _ in rows}).select_related("agency")
    names = {post.pk: f"{post.title}, {post.agency.name}" for post in posts}
    seen = defaultdict(list)
    for post, at in rows:
        seen[names.get(post, "Somebody who has left")].append(at)
    text = "\n".join(
        f"{who}: {words.counted(len(moments), 'time')}, first {words.plain_date(min(moments))}, "
        f"last {words.plain_date(max(moments))}"
        for who, moments in sorted(seen.items())
    )
    if text:
        yield Found(Section.LOOKS, f"looks:{case.pk}", "Who opened or changed the record", text)

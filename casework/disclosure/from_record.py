"""What stands in a child's own record: who they are, their story, what happened, the forms."""

from __future__ import annotations

from collections.abc import Iterator

from casework.access.models import Compartment, Opening
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.chronology.sealed import reason_of, words_of
from casework.concerns import form_queries
from casework.concerns.models import FormResponse
from casework.disclosure.found import Found, Section, author_of, by, label_of, lines, said
from casework.subjects.models import Case, Link
from casework.subjects.queries import name_of
from casework.subjects.sealed import nhs_number
from casework.web import words

MISSING = (
    "started_at", "ended_at", "missing_from", "reported_at", "police_reference", "risk_grade",
    "found_at_place", "harm", "withdrawn_at",
)  # fmt: skip


def who_they_are(case: Case) -> Iterator[Found]:
    """What identifies the child; where they live stands apart, as it may have to be kept safe."""
    child = case.child
    text = lines(
        ("Name", f"{child.forename} {child.surname}"), ("Known as", child.known_as),
        ("Born", child.born), ("Pronouns", child.pronouns), ("Sex", child.sex),
        ("Ethnicity", child.ethnicity), ("Number in the case system", child.local_id),
        ("NHS number", nhs_number(child)), ("Unique pupil number", child.upn),
        ("School", child.school), ("GP", child.gp_name), ("Address of the GP", child.gp_address),
        ("Legal status", child.legal_status), ("First known on", child.first_known_on),
        ("Record opened on", case.opened_on), ("Record closed on", case.closed_on),
    )  # fmt: skip
    yield Found(Section.CHILD, f"child:{child.pk}", "Personal details", text)
    where = lines(("Lives", child.living_at), ("Postcode", child.home_postcode))
    if where:
        yield Found(
            Section.CHILD, f"child:{child.pk}:home", "Where they live", where,
            compartment=Compartment.SAFE_ADDRESS,
        )  # fmt: skip
    numbers = [(label_of(one.system), one.value) for one in case.identifiers.order_by("pk")]
    if numbers:
        text = lines(*numbers)
        yield Found(Section.CHILD, f"child:{child.pk}:numbers", "Numbers in other systems", text)


def story(case: Case) -> Iterator[Found]:
    """The story so far, what the child and the family said, strengths and worries."""
    child = case.child
    if child.story:
        written = f"Written by {child.story_by}." if child.story_by else ""
        text = "\n".join(filter(None, [child.story, written]))
        yield Found(
            Section.STORY, f"child:{child.pk}:story", "The story so far", text,
            child.story_on, child.story_by,
        )  # fmt: skip
    for one in case.voices.order_by("said_on", "pk"):
        to = f" to {one.said_to}" if one.said_to else ""
        text = f"“{one.words}”\nSaid by {one.said_by}{to}."
        yield Found(Section.STORY, f"voice:{one.pk}", "Own words", text, one.said_on, one.said_by)
    for one in case.observations.order_by("noted_on", "pk"):
        ended = f"\nUntil {words.plain_date(one.ended_on)}." if one.ended_on else ""
        yield Found(
            Section.STORY, f"observation:{one.pk}", one.get_kind_display(), one.text + ended,
            one.noted_on,
        )  # fmt: skip


def around(case: Case) -> Iterator[Found]:
    """Family and other people around the child; and the subjects that are linked with them."""
    for one in case.people_around.all():
        text = lines(("", f"{one.name}, {one.relation}"), ("", one.note))
        text += "\nSomebody the child trusts." if one.trusted else ""
        yield Found(Section.AROUND, f"relation:{one.pk}", "Somebody around the child", text)
    linked = ("child", "place", "person_of_concern")
    links = Link.objects.select_related(
        *(f"{end}__{kind}" for end in ("from_case", "to_case") for kind in linked)
    )
    for one in links.filter(from_case=case) | links.filter(to_case=case):
        yield _link(one, one.to_case if one.from_case_id == case.pk else one.from_case)


def _link(link: Link, other: Case) -> Found:
    compartment = {
        Case.Kind.PLACE: Compartment.SHARED,
        Case.Kind.PERSON_OF_CONCERN: Compartment.PERSON_OF_CONCERN,
    }.get(other.kind, Compartment.THIRD_PARTY)
    text = lines(
        ("", f"{name_of(other)}: {label_of(link.kind)}"), ("Known from", link.source),
        ("Confirmed", link.confirmed), ("Last seen", link.seen_on), ("Ended", link.ended_on),
    )  # fmt: skip
    title = f"Linked: {other.get_kind_display().lower()}"
    return Found(
        Section.AROUND, f"link:{link.pk}", title, text, link.seen_on, compartment=compartment
    )


# --- what happened --------------------------------------------------------------------


def events(case: Case) -> Iterator[Found]:
    """Every fact with its note, also those that were withdrawn."""
    facts = Fact.objects.filter(case=case).order_by("at", "recorded_at", "pk")
    kinds = policy.vocabulary().kinds
    for fact in facts.select_related("case", "recorded_by__agency", "withdrawn_by__agency"):
        kind = kinds.get(fact.kind)
        yield Found(
            Section.EVENTS, f"fact:{fact.pk}",
            words.sentence(kind.label if kind else label_of(fact.kind)), _fact(fact),
            words.local_day(fact.at), author_of(fact.recorded_by), fact.agency_id,
            fact.compartment,
        )  # fmt: skip


def _fact(fact: Fact) -> str:
    gone = ""
    if fact.withdrawn_at:
        gone = (
            f"Withdrawn by {fact.withdrawn_by.holder} on {words.plain_date(fact.withdrawn_at)}: "
            f"{reason_of(fact)}"
        )
    told = words_of(fact)
    author = by(fact.recorded_by, fact.recorded_at, told.told_by)
    return "\n".join(filter(None, [said(told.data), told.note, author, gone]))


def openings(case: Case) -> Iterator[Found]:
    """That the record was opened in an emergency, by which agency and why."""
    for one in Opening.objects.filter(case=case).select_related("post__agency"):
        text = lines(
            ("", one.get_category_display()), ("Why", one.reason),
            ("What was found afterwards", one.review_note), ("", by(one.post, one.opened_at)),
        )  # fmt: skip
        yield Found(
            Section.LOOKS, f"opening:{one.pk}", "Record opened in an emergency", text,
            words.local_day(one.opened_at), author_of(one.post),
        )  # fmt: skip


# --- forms ----------------------------------------------------------------------------


def forms(case: Case) -> Iterator[Found]:
    """Assessments and forms by section, referrals, missing episodes, interviews, the NRM."""
    responses = case.responses.select_related("saved_by__agency", "case").order_by("started_at")
    for response in responses:
        yield from _response(response)
    for one in case.referrals.select_related("referrer__agency"):
        text = lines(
            ("Reason", one.reason), ("Papers", one.documents), ("Kind", one.referrer_kind),
            ("Police crime report", one.crime_report_link), ("Told the child", one.told_child_on),
            ("Not told because", one.not_told_because), ("", by(one.referrer, one.received_at)),
        )  # fmt: skip
        on = words.local_day(one.received_at)
        yield Found(
            Section.FORMS, f"referral:{one.pk}", "Referral", text, on, author_of(one.referrer),
            one.referrer.agency_id,
        )  # fmt: skip
    yield from _missing(case)
    for one in case.national_referrals.order_by("submitted_at"):
        yield Found(
            Section.FORMS, f"nrm:{one.pk}", "Referral to the National Referral Mechanism",
            said(_fields(one, "reference", "first_responder", "submitted_at", "exploitation_types",
                         "county_lines", "reasonable_grounds", "reasonable_grounds_at",
                         "conclusive_grounds", "conclusive_grounds_at")),
            words.local_day(one.submitted_at),
        )  # fmt: skip


def _response(response: FormResponse) -> Iterator[Found]:
    definition = form_queries.definition_of(response)
    state = "" if response.completed_at else " (draft)"
    for section in definition.sections:
        rows = form_queries.told(response, section.id, response.answers.get(section.id))
        if not rows:
            continue
        text = "\n".join(f"{row['question']}: {row['answer']}" for row in rows)
        yield Found(
            Section.FORMS, f"response:{response.pk}:{section.id}",
            f"{definition.label}: {section.label}{state}"[:200],
            f"{text}\n{by(response.saved_by, response.saved_at)}",
            words.local_day(response.saved_at), author_of(response.saved_by),
        )  # fmt: skip


def _missing(case: Case) -> Iterator[Found]:
    for one in case.missing_episodes.order_by("started_at"):
        told = _fields(one, *MISSING)
        on = words.local_day(one.started_at)
        yield Found(Section.FORMS, f"missing:{one.pk}", "Missing episode", said(told), on)
    for one in case.return_interviews.order_by("pk"):
        told = _fields(one, "offered_at", "outcome", "not_offered_because", "held_at",
                       "interviewer", "independent", "seen_alone", "said")  # fmt: skip
        on = words.local_day(one.held_at) if one.held_at else None
        yield Found(Section.FORMS, f"interview:{one.pk}", "Return interview", said(told), on)


def kept_texts(case: Case) -> Iterator[Found]:
    """What two people wrote at once and is still kept twice."""
    kept = case.kept_texts.filter(settled_at=None).select_related("written_by__agency")
    for one in kept.order_by("written_at"):
        text = "\n".join(filter(None, [said(one.text), by(one.written_by, one.written_at)]))
        yield Found(
            Section.FORMS, f"kept:{one.pk}", "A second text of the same part", text,
            words.local_day(one.written_at), author_of(one.written_by),
            compartment=_of_place(one.place),
        )  # fmt: skip


def _of_place(place: str) -> str:
    return Compartment.CONFIDENTIAL if place.endswith(":confidential") else Compartment.SHARED


def _fields(row: object, *names: str) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}

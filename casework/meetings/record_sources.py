"""What fills the record of a discussion: what is known of the child, by the names templates use.

A question of a recording template says in `fills_from` what it is filled with: `child.…`,
`assessment.…`, `rating.…`, `referral.…`, `lead.…` from here, the rest from
`record_discussion`. Values are texts, days, or lists of option ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from casework.access.models import Compartment
from casework.access.queries import holders
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.meetings.models import Slot
from casework.meetings.record_apart import in_groups
from casework.subjects import sealed
from casework.subjects.safe_address import KEPT_APART
from casework.web import words

OPEN_TO_THE_RECORD = (Compartment.FOOTPRINT, Compartment.SHARED)
"""Facts of other compartments never enter a record."""
PLANS = {
    "cin": "child_in_need",
    "cp": "child_protection",
    "care": "looked_after",
    "placement": "looked_after",
}
"""What the law says of a child with such a plan."""


@dataclass
class Known:
    """The facts of a child as they stood at the end of the discussion."""

    slot: Slot
    now: datetime

    @cached_property
    def held(self) -> Fact | None:
        """The fact that the discussion was held; None while it was not."""
        fact = self.slot.fact
        return fact if fact and fact.kind == "discussion.held" else None

    @property
    def end(self) -> datetime:
        return self.held.at if self.held else self.now

    @property
    def day(self) -> date:
        """The day of the meeting."""
        return timezone.localdate(self.slot.meeting.starts_at)

    @cached_property
    def facts(self) -> list[Fact]:
        """Standing facts up to the end of the discussion, oldest first."""
        facts = Fact.objects.standing().filter(
            case=self.slot.case_id, compartment__in=OPEN_TO_THE_RECORD, at__lte=self.end
        )
        return list(facts.order_by("at", "recorded_at"))

    def all(self, kind: str, **data: str) -> list[Fact]:
        """Facts of a kind, the last one first."""
        return [
            one
            for one in reversed(self.facts)
            if one.kind == kind and all(one.data.get(key) == data[key] for key in data)
        ]

    def last(self, kind: str, **data: str) -> Fact | None:
        return next(iter(self.all(kind, **data)), None)

    def decided(self, kind: str) -> Fact | None:
        """What this discussion itself decided."""
        found = self.all(kind)
        here = self.slot.meeting.reference
        return next(
            (one for one in found if one.at == self.end or one.data.get("meeting") == here), None
        )

    def still_open(self, begins: str, ends: str, key: str = "") -> set[str]:
        """What was begun and not ended, by a field; `{""}` where it has none."""
        found: set[str] = set()
        for one in self.facts:
            if one.kind == begins:
                found.add(str(one.data.get(key, "")))
            elif one.kind == ends:
                found.discard(str(one.data.get(key, "")))
        return found


def of_the_child(known: Known) -> dict[str, Any]:
    """Who the child is, where they live and learn, and what the law says."""
    child = known.slot.case.child
    apart = KEPT_APART if child.address_is_safe else ""
    return {
        "child.name": f"{child.forename} {child.surname}",
        "child.known_as": child.known_as,
        "child.born": child.born,
        "child.lcs_number": child.local_id,
        "child.age": words.age(child.born, known.day),
        "child.address": apart or child.home_postcode,
        "child.home": apart or _since(child.living_at, known.last("placement.changed")),
        "child.education": child.school,
        "child.nhs_number": in_groups(sealed.nhs_number(child)),
        "child.gp": child.gp_name,
        "child.gp_address": apart or child.gp_address,
        "child.ethnicity": child.ethnicity,
        "child.legal_status": child.legal_status or _spoken(_legal_status(known)),
        "child.standing": sorted(_standing(known)),
    }


def _since(text: str, placement: Fact | None) -> str:
    if not text or placement is None:
        return text
    return f"{text}, since {words.plain_date(placement.at)}"


def _legal_status(known: Known) -> str:
    changed = known.last("legal_status.changed")
    return str(changed.data.get("value", "")) if changed else ""


def _standing(known: Known) -> set[str]:
    """The boxes of the template: several may apply at once."""
    plans = known.still_open("care_plan.started", "care_plan.ended", "kind")
    found = {PLANS[one] for one in plans if one in PLANS} | {_legal_status(known)}
    if known.still_open("enquiry.started", "enquiry.ended"):
        found.add("enquiry")
    return found - {"", "none"}


def _spoken(code: str) -> str:
    return words.sentence(code.replace("_", " "))


# --- dates, ratings, lead professional ------------------------------------------------


def of_assessment(known: Known) -> dict[str, Any]:
    """When the risk assessment was brought up to date, and when the child was first referred."""
    done = [one.at for one in known.all("assessment.completed")]
    referrals = known.all("referral.received")
    return {
        "assessment.latest": done[0] if done else None,
        "assessment.previous": done[1] if len(done) > 1 else None,
        "referral.first": referrals[-1].at if referrals else None,
        "today": timezone.localdate(known.now),
    }


def of_rating(known: Known) -> dict[str, Any]:
    """The rating now and before, its key risks and factors, and why it changed."""
    ratings = known.all("rating.set")
    now = ratings[0] if ratings else None
    before = ratings[1] if len(ratings) > 1 else None
    factors = known.last("factor.recorded")
    data = now.data if now else {}
    return {
        "rating.latest": rating_words(known, now),
        "rating.previous": rating_words(known, before),
        "rating.proposed": _level(known, known.last("rating.proposed")),
        "rating.level": data.get("level", ""),
        "rating.risks": list(data.get("risks") or []),
        "rating.reasons": list(data.get("reasons") or [])
        if now == known.decided("rating.set")
        else [],
        "rating.closing": "yes" if data.get("closing") else "",
        "rating.factors": list(factors.data.get("factors") or []) if factors else [],
        "rating.factors_checked": "yes" if known.decided("factor.recorded") else "",
    }


def rating_words(known: Known, fact: Fact | None) -> str:
    """`Significant: criminal exploitation. Agreed 20 November 2026.` with the reasons given."""
    scale = policy.scale(known.slot.case.authority_id)
    if fact is None or scale is None:
        return ""
    level = _level(known, fact)
    risks = named(scale.key_risks, fact.data.get("risks") or [])
    reasons = named(scale.change_reasons, fact.data.get("reasons") or [])
    text = f"{level}: {', '.join(risks).lower()}" if risks else level
    text += f". Agreed {words.plain_date(fact.at)}"
    return f"{text}. Changed because: {'; '.join(reasons).lower()}" if reasons else text


def _level(known: Known, fact: Fact | None) -> str:
    scale = policy.scale(known.slot.case.authority_id)
    return named(scale.levels, [fact.data.get("level", "")])[0] if fact and scale else ""


def labels(entries: Iterable[Any]) -> dict[str, str]:
    """The words for the ids of a scale's entries."""
    return {one.id: one.label for one in entries}


def named(entries: Iterable[Any], ids: Iterable[str]) -> list[str]:
    """The words for some ids, in their own order; an id without words stays."""
    known = labels(entries)
    return [known.get(one, one) for one in ids]


def of_lead(known: Known) -> dict[str, Any]:
    """The lead professional on the day of the meeting, with manager, agency and number."""
    people = holders(known.slot.case, today=known.day)
    lead, manager = people.get("lead_professional"), people.get("team_manager")
    return {
        "lead.name": f"{lead.holder}, {lead.title}" if lead else "",
        "lead.manager": _reached(manager) if manager else "",
        "lead.agency": lead.agency.name if lead else "",
        "lead.phone": lead.phone if lead else "",
    }


def _reached(post: Any) -> str:
    return f"{post.holder}, {post.phone}" if post.phone else post.holder

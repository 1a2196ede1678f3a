"""A child's slot as the page needs it: the forms of its steps, what is open, who writes where."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from casework.access.queries import holder
from casework.agencies.models import Post
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.meetings import action_forms, agenda, deciding, outcome, plan_parts, room, step_forms
from casework.meetings import slot_forms as steps
from casework.meetings.models import Slot, SlotSection, Writing
from casework.meetings.slot_commands import STILL_WRITING
from casework.plans.models import Action
from casework.web import words
from casework.web.forms import Option


@dataclass(frozen=True, slots=True)
class Place:
    """A row of what each agency brings: whose place it is, and how they are here."""

    key: str
    label: str
    who: str = ""
    how: str = ""
    post_id: int | None = None


@dataclass
class SlotDesk:
    """Everything that the steps of one slot rest on, read once for a page."""

    slot: Slot
    now: datetime
    sections: dict[str, SlotSection] = field(default_factory=dict)
    chosen: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.sections:
            self.sections = {
                one.section: one for one in self.slot.sections.select_related("saved_by")
            }

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def authority(self) -> str:
        return self.slot.case.authority_id

    def content(self, section: str) -> dict[str, Any]:
        """What was saved last in a step."""
        return self.sections[section].content if section in self.sections else {}

    def revision(self, section: str) -> int:
        return self.sections[section].revision if section in self.sections else 0

    @cached_property
    def places(self) -> list[Place]:
        return list(_places(self.slot))

    @cached_property
    def actions(self) -> list[Action]:
        """The actions agreed before this discussion that are not settled."""
        began = self.slot.began_at or self.now
        open_ones = self.slot.case.actions.filter(state__in=Action.OPEN).exclude(
            agreed_by__at__gt=began
        )
        return list(open_ones.select_related("owner__agency", "agency").order_by("due_on", "pk"))

    @cached_property
    def last_rating(self) -> Fact | None:
        return deciding.last_rating(self.slot.case, before=self.slot.began_at)

    @cached_property
    def standing(self) -> outcome.Standing:
        return outcome.Standing(
            last_level=self.last_rating.data.get("level", "") if self.last_rating else "",
            lowest_level=deciding.lowest_level(self.authority),
            closed_reasons=deciding.closed_reasons(self.slot, now=self.now),
        )

    @cached_property
    def parts(self) -> list[plan_parts.Part]:
        return plan_parts.parts_of(self.slot.meeting.series)

    @cached_property
    def plan(self):
        return plan_parts.plan_in_effect(self.slot.case)

    def choose(self, level: str, risks: list[str]) -> None:
        """Look at the dates for a level that is chosen on the page and not saved yet."""
        if level:
            self.chosen = {"level": level, "risks": risks}

    @cached_property
    def level(self) -> str:
        """The level that is being agreed, or else the last one."""
        return self._rating.get("level") or self.standing.last_level

    @property
    def _rating(self) -> dict[str, Any]:
        return self.chosen or self.content("rating")

    @property
    def rates(self) -> bool:
        """Whether the authority rates children at all."""
        return policy.scale(self.authority) is not None

    def number(self, section: str) -> int:
        """The number of the step in which a part stands; without ratings there is one less."""
        return step_number(self.authority, section) or 1

    @property
    def level_label(self) -> str:
        """The level in the authority's words."""
        scale = policy.scale(self.authority)
        labels = {one.id: one.label for one in scale.levels} if scale else {}
        return labels.get(self.level, "")

    @cached_property
    def bounds(self) -> deciding.Bounds | None:
        if self.rates and (not self.level or self.level == self.standing.lowest_level):
            return None
        risks = self._rating.get("risks") or []
        return deciding.bounds(self.slot, self.level, risks, now=self.now)

    @cached_property
    def asked(self) -> list[room.Remark]:
        """What people are asked once the level being agreed stands."""
        risks = self._rating.get("risks") or []
        if self.rates and not self.level:
            return []
        return deciding.asked(self.slot, self.level, risks, now=self.now)

    @cached_property
    def choices(self) -> list[deciding.Choice]:
        return deciding.choices(self.slot, self.bounds, now=self.now) if self.bounds else []

    @property
    def proposed_day(self) -> date | None:
        """The proposed meeting's day, or the day that the procedure proposes."""
        chosen = next((one.day for one in self.choices if one.proposed), None)
        return chosen or (self.bounds.proposal if self.bounds else None)

    @property
    def plans_end(self) -> date | None:
        """The last planned meeting's day, where planning does not reach the proposal."""
        if not self.choices or any(one.proposed for one in self.choices):
            return None
        return self.choices[-1].day

    @cached_property
    def lead(self) -> Post | None:
        return holder(self.slot.case, "lead_professional", today=self.today)

    @cached_property
    def people(self) -> list[Post]:
        """Those who can take an action: who is asked to come, and who works with the child."""
        invited = [one.post for one in self.slot.invitations.select_related("post__agency")]
        standing = [one.post for one in room.standing(self.slot.meeting)]
        manager = holder(self.slot.case, "team_manager", today=self.today)
        everybody = [one for one in [self.lead, *invited, *standing, manager] if one]
        return list({post.pk: post for post in everybody}.values())

    # --- the forms --------------------------------------------------------------------

    def form(self, section: str, data: Any = None) -> step_forms.StepForm:
        """The form of a step: as it was saved, or bound to what somebody sends."""
        makers = {
            "agencies": (steps.AgenciesForm, {"places": [(p.key, p.label) for p in self.places]}),
            "additional_risks": (steps.AdditionalRisksForm, {}),
            "actions": (action_forms.ActionsForm, {"actions": self.actions}),
            "new_actions": (action_forms.NewActionsForm, {"people": self.people}),
            "further": (steps.FurtherForm, {}),
            "confidential": (steps.ConfidentialForm, {}),
        }
        if section == "rating":
            makers["rating"] = (
                steps.RatingForm,
                {"scale": policy.scale(self.authority), "standing": self.standing},
            )
        if section == "plan":
            makers["plan"] = (steps.PlanForm, {"parts": self.parts})
        if section == "next_review":
            makers["next_review"] = (steps.NextReviewForm, self._review_arguments())
        maker, more = makers[section]
        return maker(data, content=self.content(section) or self.begun(section), **more)

    def _review_arguments(self) -> dict[str, Any]:
        return {
            "choices": self.choices,
            "limit": self.bounds.limit if self.bounds else None,
            "people": self.people,
            "describe": described,
        }

    def begun(self, section: str) -> dict[str, Any]:
        """What stands in a step before anybody wrote: what the record already knows."""
        if section == "rating":
            return self._last_rating_content()
        if section == "plan":
            return plan_parts.content_of(self.parts, self.plan)
        if section == "next_review":
            # No date is chosen beforehand: what looks chosen must have been chosen by people.
            return {"lead": str(self.lead.pk) if self.lead else ""}
        return {}

    def _last_rating_content(self) -> dict[str, Any]:
        factors = Fact.objects.standing().shared().filter(case=self.slot.case)
        last = factors.filter(kind="factor.recorded").order_by("-at").first()
        return {
            "factors": last.data.get("factors", []) if last else [],
            "risks": self.last_rating.data.get("risks", []) if self.last_rating else [],
        }

    def checked(self, section: str) -> step_forms.StepForm:
        """The step as it was saved, bound so that it can be checked as a whole."""
        form = self.form(section, self.content(section))
        form.is_valid()
        return form


def described(choice: deciding.Choice) -> Option:
    """A meeting date as a choice, with what it means."""
    hint = words.sentence(words.counted(choice.weeks, "week")) if choice.weeks else "this week"
    if choice.proposed:
        hint += ", proposed"
    if choice.needs_reason:
        hint += (
            ": beyond what the procedure tolerates, shown as not in line. Needs a reason"
            if choice.beyond_tolerated
            else ": later than the limit. Needs a reason"
        )
    elif choice.papers_close_on:
        hint += f". Papers in by {words.day(choice.papers_close_on)}"
    return Option(words.day(choice.day), hint=hint)


# --- who brings what ------------------------------------------------------------------


def _places(slot: Slot):
    standing = {one.place: one for one in room.standing(slot.meeting)}
    for member in agenda.kind_of(slot.meeting.series).core_members:
        invitation = standing.get(member.id)
        label = member.label.partition(":")[0]
        yield _place(member.id, label, invitation)
    for invitation in slot.invitations.select_related("post__agency"):
        if invitation.place not in {"manager"} or invitation.presence == room.HERE:
            key = f"guest_{invitation.post_id}"
            yield _place(key, _guest_label(slot, invitation), invitation)


def _guest_label(slot: Slot, invitation) -> str:
    if invitation.post_id == slot.speaker_id:
        name = slot.case.child.known_as or slot.case.child.forename
        return f"{name}’s {invitation.post.title.lower()}"
    return invitation.post.title


def _place(key: str, label: str, invitation) -> Place:
    if invitation is None:
        return Place(key, label)
    return Place(key, label, invitation.post.holder, _how(invitation), invitation.post_id)


def _how(invitation) -> str:
    says = {"here": "in the room", "apologies": "sent apologies", "left": "has left"}
    return says.get(invitation.presence, "")


# --- who else writes ------------------------------------------------------------------


def others_writing(slot: Slot, post: Post, *, now: datetime) -> list[Writing]:
    """Who has a step of this slot under their hands, apart from the reader."""
    recent = Writing.objects.filter(slot=slot, at__gte=now - STILL_WRITING).exclude(post=post)
    return list(recent.select_related("post").order_by("post__holder"))


NUMBERS = {
    "agencies": 1, "additional_risks": 1, "actions": 2, "rating": 3, "plan": 4,
    "new_actions": 5, "further": 5, "next_review": 6,
}  # fmt: skip


def step_number(authority: str, section: str) -> int | None:
    """The number of the step in which a part stands; None for what is in none of them."""
    number = NUMBERS.get(section)
    if number is None or number <= NUMBERS["rating"] or policy.scale(authority):
        return number
    return number - 1


def writing_sentences(slot: Slot, post: Post, *, now: datetime) -> list[str]:
    """“Dilys Frome is writing in section 1.”"""
    where: dict[str, set[str]] = {}
    for one in others_writing(slot, post, now=now):
        if one.section == "confidential":
            continue
        number = step_number(slot.case.authority_id, one.section)
        place = f"section {number}" if number else "the questions"
        where.setdefault(one.post.holder, set()).add(place)
    return [f"{who} is writing in {words.joined(sorted(places))}." for who, places in where.items()]

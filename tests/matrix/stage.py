"""The stage of one authority: a child with a word in each compartment, a meeting, and its papers.

Everything that can be is done through the product's own commands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse

from casework import cast as casting
from casework.audit import check_commands
from casework.cast import NOW, TODAY, Cast, at
from casework.chronology import commands as chronology
from casework.chronology import policy
from casework.concerns.models import FormResponse
from casework.meetings import record_content, slot_commands
from casework.meetings.models import Record, Slot, SlotSection
from casework.meetings.tests.stage import Stage as Forum
from casework.plans import commands as plans
from casework.subjects import safe_address
from casework.subjects.models import ChildVoice, Observation, Relation
from tests.house_rules import permission_matrix as rows
from tests.house_rules.permission_matrix import MATRIX
from tests.house_rules.scene import Scene, set_scene
from tests.matrix import compartments as c
from tests.matrix import oracle

NOBODYS = "2222222222"
KINDS = {
    "young_person.told": {"about": "plan"},
    "information.shared": {"to": "agency"},
}
FIRST = (rows.a_finished_form, rows.part_of_the_tool, rows.recorded)
"""In this order, because a finished form was a draft before."""


@dataclass
class Stage:
    """One authority's stage; `without` are the addresses whose object it cannot have."""

    authority: str
    scene: Scene
    addresses: dict[str, str] = field(default_factory=dict)
    without: set[str] = field(default_factory=set)
    once: dict[Callable, dict[str, Any]] = field(default_factory=dict)

    @property
    def cast(self) -> Cast:
        return self.scene.cast

    @property
    def slot(self) -> Slot:
        """The child's time at the meeting to come."""
        return self.scene.things["slot"]

    @property
    def discussed(self) -> Slot:
        """The child's time at the meeting of today."""
        return self.scene.things["recorded"]


def build(authority: str) -> Stage:
    """Everything that every address needs, at once."""
    cast = casting.on_stage(authority, authority.title())
    cast.marcus.role = min(oracle.CHAIRS[authority])
    cast.marcus.save()
    stage = Stage(authority, set_scene(cast))
    _name_the_child(stage)
    _find_addresses(stage)
    _fill_compartments(stage)
    _find_addresses(stage, last=True)
    return stage


# --- words ----------------------------------------------------------------------------


def _name_the_child(stage: Stage) -> None:
    child = stage.cast.ellis.child
    child.surname, child.story = c.WORDS[c.FOOTPRINT], f"A story {c.WORDS[c.SHARED]}"
    child.save()


def _fill_compartments(stage: Stage) -> None:
    """A word into each compartment, in every place where the product keeps such a thing."""
    cast, word = stage.cast, c.WORDS
    _say_it_around(stage, word[c.SHARED])
    recorders = {c.AGENCY: cast.oluchi, c.INTELLIGENCE: cast.colin}
    for compartment in c.COMPARTMENTS:
        by = recorders.get(compartment, cast.hannah)
        chronology.record_many(facts=list(_facts(stage, compartment)), by=by, now=NOW)
    safe_address.set_safe_address(
        case=cast.ellis, address=f"1 {word[c.SAFE_ADDRESS]} Road", by=cast.hannah, now=NOW
    )
    slot_commands.switch_confidential(slot=stage.slot, on=True, by=cast.marcus, now=NOW)
    SlotSection.objects.create(
        slot=stage.slot, section="confidential", content={"text": word[c.CONFIDENTIAL]},
        confidential=True, saved_by=cast.marcus, saved_at=NOW,
    )  # fmt: skip


def _facts(stage: Stage, compartment: str):
    """Facts that pages of a record show in several places, each with the word."""
    scale = policy.scale(stage.authority)
    more = {"rating.set": {"level": scale.levels[0].id}} if scale else {}
    for kind, data in (KINDS | more).items():
        yield chronology.NewFact(
            case=stage.cast.ellis, kind=kind, at=NOW, data=data, compartment=compartment,
            note=f"It is {c.WORDS[compartment]}",
        )  # fmt: skip


def _say_it_around(stage: Stage, word: str) -> None:
    case, cast = stage.cast.ellis, stage.cast
    ChildVoice.objects.create(case=case, words=word, said_by="him", said_on=TODAY)
    Observation.objects.create(case=case, kind="strength", text=word, noted_on=TODAY)
    Relation.objects.create(case=case, name=f"Aunt {word}", relation="aunt")
    plans.add_action(
        case=case, text=f"Ring {word}", agreed_on=TODAY, due_on=TODAY, owner=cast.hannah,
        by=cast.marcus, now=NOW,
    )  # fmt: skip


# --- addresses ------------------------------------------------------------------------


def _find_addresses(stage: Stage, *, last: bool = False) -> None:
    """Every address of the permission matrix, each object made once; `last` those that wait."""
    made = {} if last else {where: _made(stage, where) for where in FIRST}
    for name, row in sorted(MATRIX.items()):
        if (row.where in LAST) != last:
            continue
        if row.where not in made:
            made[row.where] = _made(stage, row.where)
        kwargs = made[row.where]
        if kwargs is None or name in _lacking(stage):
            stage.without.add(name)
            kwargs = kwargs or rows.ellis(stage.scene) | NOTHING.get(name, {})
        stage.addresses[name] = reverse(name, kwargs=kwargs)


def _made_once(stage: Stage, where: Callable) -> dict[str, Any]:
    """What other addresses name as well, and what cannot be made a second time."""
    if where not in stage.once:
        stage.once[where] = where(stage.scene)
    return stage.once[where]


def _lacking(stage: Stage) -> set[str]:
    """Pages that this authority’s procedure has no use for."""
    kind = policy.meeting_kind(stage.authority, "risk_meeting")
    lacks = set() if policy.assessment_form(stage.authority) else {"concerns:tool"}
    return lacks if "checklist" in kind.forms else lacks | {"meetings:questions"}


def _made(stage: Stage, where: Callable) -> dict[str, Any] | None:
    """What an address names; None where this authority's procedure has no such thing."""
    if where is rows.a_fact:
        return rows.ellis(stage.scene) | {"fact": stage.cast.ellis.facts.earliest("at").pk}
    if where is rows.an_item:
        return _made_once(stage, rows.a_request) | {"number": 1}
    if where is MATRIX["disclosure:file"].where:
        return _made_once(stage, rows.a_copy_given) | {"kind": "pdf"}
    if where is rows.a_disposal:
        return where(_of_tegan(stage.scene))
    if where is rows.a_drawn_entry:
        return _a_drawn_entry(stage)
    if where is rows.drafted and stage.authority == "surrey":
        return rows.ellis(stage.scene)
    if stage.authority != "surrey" and where in ELSEWHERE:
        return ELSEWHERE[where](stage)
    return _made_once(stage, where)


def _of_tegan(scene: Scene) -> Scene:
    """The same with another child, because a record that is disposed of is an old one."""
    cases = scene.cast.cases
    return replace(scene, cast=replace(scene.cast, cases=cases | {"ellis": cases["tegan"]}))


def _a_drawn_entry(stage: Stage) -> dict[str, Any]:
    """One about somebody else, so that nobody is kept from it by an exclusion."""
    people = {"by": stage.cast.judith, "now": NOW}
    drawn = check_commands.draw(size=200, since=at("2026-01-01"), until=at("2027-01-01"), **people)
    ellis = stage.cast.ellis.reference
    return {"key": next(one.pk for one in drawn if one.entry.case_reference != ellis)}


def _a_finished_form(stage: Stage) -> dict[str, Any]:
    form = policy.pack_for(stage.authority).forms
    made = FormResponse.objects.create(
        case=stage.cast.ellis, form=min(form), form_version=form[min(form)].version, answers={},
        state="complete", started_by=stage.cast.hannah, started_at=NOW,
        saved_by=stage.cast.hannah, saved_at=NOW, completed_at=NOW,
    )  # fmt: skip
    return rows.ellis(stage.scene) | {"number": made.pk}


def _a_question(stage: Stage) -> dict[str, Any] | None:
    """One that the procedure asks by itself of what lies in the compartments, if it does."""
    asked = stage.cast.ellis.prompts.waiting().shared().order_by("pk").first()
    return rows.ellis(stage.scene) | {"key": asked.key} if asked else None


def _a_duty(stage: Stage) -> dict[str, Any] | None:
    due = stage.cast.ellis.obligations.outstanding().shared().order_by("pk").first()
    return rows.ellis(stage.scene) | {"key": due.key} if due else None


def _recorded(stage: Stage) -> dict[str, Any]:
    """A discussion held today, with a record, whatever the procedure calls its parts."""
    done = Forum(stage.cast, stage.slot.meeting.series).talk_about("ellis")
    Record.objects.create(
        slot=done, form="matrix", form_version="1",
        content=record_content.content_of(done, now=NOW), completed_at=NOW,
        completed_by=stage.cast.dilys,
    )  # fmt: skip
    done.state, done.ended_at = Slot.State.DISCUSSED, NOW
    done.save()
    stage.scene.things["recorded"] = done
    return {"reference": done.meeting.reference, "number": done.position}


LAST = (rows.a_question, rows.a_duty)
"""After the compartments are filled, because facts change what is asked and what is due."""
NOTHING = {
    "concerns:tool_section": {"section": "views"},
    "concerns:answer": {"key": "none"},
    "concerns:duty": {"key": "none"},
}
ELSEWHERE: dict[Callable, Callable[[Stage], dict[str, Any] | None]] = {
    rows.a_finished_form: _a_finished_form,
    rows.a_question: _a_question,
    rows.a_duty: _a_duty,
    rows.recorded: _recorded,
    rows.part_of_the_tool: lambda stage: None,
    rows.drafted: lambda stage: None,
}
"""What other authorities’ procedures do not make by themselves: three of them have no tool."""

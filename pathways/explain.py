"""Definitions as sentences, in the words of one authority.

The handbook prints them, the trace ends them with what was found: one sentence for page,
message, test and handbook.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pathways import definitions as d
from pathways.counting import NUMBERS, length, listed
from pathways.facts import Fact

STRENGTHS = {
    d.Strength.MUST: "must see to it",
    d.Strength.SHOULD: "should see to it",
    d.Strength.MAY: "may see to it",
}


class Words:
    """The labels of a pack over the common vocabulary."""

    def __init__(self, pack: d.Pack | None, vocabulary: d.Vocabulary) -> None:
        self._pack = pack
        self.vocabulary = vocabulary
        self.sets = setting_fields(vocabulary)
        """For each attribute of a subject, the fact kinds that set it, by which field."""
        self._values = _values_of(pack) if pack else {}
        self._phrases: dict[d.Condition, str] = {}
        self._sentences: dict[tuple[str, str], str] = {}
        """What was worded already; a pack never changes, so neither do its sentences."""

    # --- labels -----------------------------------------------------------------------

    def role(self, role: str) -> str:
        """`the RMM chair`."""
        if self._pack and role in self._pack.roles:
            return f"the {self._pack.roles[role].label}"
        return f"the {_plain(role)}"

    def roles(self, roles: tuple[str, ...]) -> str:
        return listed([self.role(role) for role in roles], "or")

    def kind(self, kind: str) -> str:
        definition = self.vocabulary.kinds.get(kind)
        return definition.label if definition else _plain(kind.replace(".", " "))

    def state(self, state: str) -> str:
        definition = self.vocabulary.states.get(state)
        return definition.label if definition else _plain(state)

    def attribute(self, attribute: str) -> str:
        definition = self.vocabulary.attributes.get(attribute)
        return definition.label if definition else _plain(attribute)

    def value(self, field: str, value: str) -> str:
        """A value as people read it: `Significant`, not `significant`."""
        if value in ("true", "false"):
            return "yes" if value == "true" else "no"
        return self._values.get(value, _plain(value))

    def values(self, fact: Fact, wheres: tuple[d.Where, ...]) -> str:
        """What a fact says in the fields that were asked for: `, level Significant`."""
        told = [
            f"{_plain(where.field)} {self._shown(where.field, fact.data[where.field])}"
            for where in wheres
            if fact.data.get(where.field) is not None
        ]
        return f", {listed(told)}" if told else ""

    def _shown(self, field: str, value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, (list, tuple)):
            return listed([self.value(field, str(each)) for each in value])
        return self.value(field, str(value))

    def meeting(self, meeting: str, quorate: bool) -> str:
        label = self._label(meeting)
        return _a(f"{'quorate ' if quorate else ''}{label}")

    def _label(self, term: str) -> str:
        if self._pack and term in self._pack.meeting_kinds:
            return str(getattr(self._pack.meeting_kinds[term], "label", _plain(term)))
        return self._pack.labels.get(term, _plain(term)) if self._pack else _plain(term)

    def question(self, question: str) -> str:
        return self._pack.labels.get(question, _plain(question)) if self._pack else _plain(question)

    # --- facts and periods ------------------------------------------------------------

    def selector(self, selector: d.Selector) -> str:
        """`an entry “discussion” (quorate: yes)`."""
        return f"an entry {self._bare(selector)}"

    def selectors(self, selectors: tuple[d.Selector, ...], last: str = "or") -> str:
        return listed([self.selector(each) for each in selectors], last)

    def _where(self, wheres: tuple[d.Where, ...]) -> str:
        if not wheres:
            return ""
        return f" ({', '.join(self._field(where) for where in wheres)})"

    def _field(self, where: d.Where) -> str:
        if where.over is not None:
            return f"{_plain(where.field)}: more than {where.over}"
        values = listed([self.value(where.field, value) for value in where.one_of], "or")
        return f"{_plain(where.field)}: {'not ' if where.negated else ''}{values}"

    def _within(self, within: d.Period | None) -> str:
        return f" within the last {length(within)}" if within else ""

    # --- conditions -------------------------------------------------------------------

    def condition(self, condition: d.Condition) -> str:
        """A condition as a clause: `the latest “rating” has level: Emerging`."""
        told = self._phrases.get(condition)
        if told is None:
            told = self._phrases[condition] = self._condition(condition)
        return told

    def _condition(self, condition: d.Condition) -> str:
        match condition:
            case d.All(of=of) | d.AnyOf(of=of) | d.NoneOf(of=of):
                return self._joint(condition, [self.condition(each) for each in of])
            case d.Once(of=inner):
                return f"it was so at some time that {self.condition(inner)}"
            case d.Act():
                return f"the act has {listed([self._field(each) for each in condition.where])}"
            case d.Exists() | d.Count() | d.Latest() | d.First():
                return self._of_facts(condition)
            case d.Longest() | d.Open():
                return self._of_states(condition)
            case d.Judged() | d.DecidedAt() | d.AgreementOf():
                return self._of_people(condition)
            case d.Linked():
                least = _number(condition.at_least)
                others = _others(condition.to, condition.at_least)
                return f"linked with {least} {others}{self._where(condition.where)} or more"
            case d.Is():
                return self._is(condition)
        raise TypeError(f"{condition!r} is not a condition.")

    def _denied(self, condition: d.Condition) -> str:
        match condition:
            case d.Exists(fact=fact, within=within):
                return f"there is no entry {self._bare(fact)}{self._within(within)}"
            case d.First(fact=fact, on_or_after=since):
                return f"there is no entry {self._bare(fact)} since the latest {self._bare(since)}"
            case d.Open(state=state, where=where):
                return f"“{self.state(state)}”{self._where(where)} does not hold"
        return f"it is not so that {self.condition(condition)}"

    def _joint(self, condition: d.All | d.AnyOf | d.NoneOf, parts: list[str]) -> str:
        if isinstance(condition, d.All):
            return listed(parts) if len(parts) < 3 else f"all of: {'; '.join(parts)}"
        if isinstance(condition, d.AnyOf):
            return (
                f"either {listed(parts, 'or')}" if len(parts) < 3 else f"any of: {'; '.join(parts)}"
            )
        denied = [self._denied(each) for each in condition.of]
        return listed(denied) if len(denied) < 3 else f"all of: {'; '.join(denied)}"

    def _of_facts(self, condition: d.Exists | d.Count | d.Latest | d.First) -> str:
        match condition:
            case d.Exists():
                return f"there is {self.selector(condition.fact)}{self._within(condition.within)}"
            case d.Count():
                same = f" of the same {_plain(condition.same)}" if condition.same else ""
                label = f"“{self.kind(condition.fact.kind)}”{self._where(condition.fact.where)}"
                least = _number(condition.at_least)
                return f"{label} {least} times or more{same}{self._within(condition.within)}"
            case d.Latest():
                fields = listed([self._field(where) for where in condition.where])
                return f"the latest “{self.kind(condition.fact)}” has {fields}"
            case d.First():
                since = self._bare(condition.on_or_after)
                return f"there is {self.selector(condition.fact)} since the latest {since}"

    def _of_states(self, condition: d.Longest | d.Open) -> str:
        state = self.state(condition.state)
        if isinstance(condition, d.Open):
            return f"“{state}”{self._where(condition.where)} holds"
        return f"“{state}” for {_lasting(condition)}{self._within(condition.within)}"

    def _of_people(self, condition: d.Judged | d.DecidedAt | d.AgreementOf) -> str:
        match condition:
            case d.Judged():
                by = f"{self.roles(condition.by)} answered" if condition.by else "people answered"
                question = self.question(condition.question)
                return f"{by} “{question}” with {_plain(condition.answer)}"
            case d.DecidedAt():
                where = self.meeting(condition.meeting, condition.quorate)
                return f"“{self.kind(condition.decision)}” was decided at {where}"
            case d.AgreementOf():
                return f"{self.role(condition.role)} agreed"

    def _is(self, condition: d.Is) -> str:
        told = []
        if condition.one_of:
            values = [self.value(condition.attribute, value) for value in condition.one_of]
            no = "is not" if condition.negated else "is"
            told.append(f"the {self.attribute(condition.attribute)} {no} {listed(values, 'or')}")
        if condition.from_age is not None:
            told.append(f"aged {condition.from_age} or over")
        if condition.under is not None:
            told.append(f"aged under {condition.under}")
        return listed(told)

    # --- clocks and entries -----------------------------------------------------------

    def clock(self, clock: d.Clock) -> str:
        """When: `at the latest 3 months after the latest discussion`."""
        match clock:
            case d.After(each=each, by=by) if by:
                return f"by the day that each {self._bare(each)} names"
            case d.After(each=each, within=None):
                return f"after each {self._bare(each)}; the text gives no time"
            case d.After():
                return self._after(clock)
            case d.Before():
                ahead = f"at least {length(clock.at_least)} " if clock.at_least.amount else ""
                return f"{ahead}before the time that each {self._bare(clock.each)} names"
            case d.Interval():
                return self._interval(clock)
            case d.Standing():
                return "at once, for as long as it applies; the text gives no time"
        raise TypeError(f"{clock!r} is not a clock.")

    def _after(self, clock: d.After) -> str:
        within = clock.within
        if within is None or not within.amount:
            told = f"on the day of each {self._bare(clock.each)}"
        else:
            told = f"within {length(within)} of each {self._bare(clock.each)}"
        return told + self._bounds(clock.proposal, clock.tolerated)

    def _interval(self, clock: d.Interval) -> str:
        since = listed([self._bare(each) for each in clock.since], "or")
        told = f"at the latest {length(clock.limit)} after the latest {since}"
        told += self._bounds(clock.proposal, clock.tolerated)
        return f"{told}; sooner where people agreed an earlier day" if clock.earlier else told

    def _bounds(self, proposal: d.Period | None, tolerated: d.Period | None) -> str:
        told = f"; {length(proposal)} is proposed" if proposal else ""
        return f"{told}; up to {length(tolerated)} with a recorded reason" if tolerated else told

    def _bare(self, selector: d.Selector) -> str:
        """`“discussion” (quorate: yes)`."""
        return f"“{self.kind(selector.kind)}”{self._where(selector.where)}"

    def duty(self, duty: d.Duty) -> str:
        """A duty as two sentences: what, and who has to see to it by when."""
        return self._once("duty", duty.id, lambda: self._duty(duty))

    def _duty(self, duty: d.Duty) -> str:
        who = _upper(self.role(duty.bearer))
        told = (
            f"{duty.title.rstrip('.')}. {who} {STRENGTHS[duty.strength]} {self.clock(duty.clock)}"
        )
        return f"{told}, while {self.condition(duty.when)}." if duty.when else f"{told}."

    def prompt(self, prompt: d.Prompt) -> str:
        """A prompt: what is asked of whom, and when."""
        return self._once("prompt", prompt.id, lambda: self._prompt(prompt))

    def _prompt(self, prompt: d.Prompt) -> str:
        each = f" for each {self._bare(prompt.each)}" if prompt.each else ""
        asked = f"Asked of {self.roles(prompt.asked_of)}{each}"
        return f"{prompt.title} {asked} when {self.condition(prompt.when)}."

    def gate(self, gate: d.Gate) -> str:
        """A gate: who may do it, on which condition, and what it is worth otherwise."""
        return self._once("gate", gate.id, lambda: self._gate(gate))

    def _gate(self, gate: d.Gate) -> str:
        who = _upper(self.roles(gate.by)) if gate.by else "Anybody"
        told = f"{gate.title.rstrip('.')}. {who} may do this"
        if gate.only_if is not None:
            told += f", only if {self.condition(gate.only_if)}"
        ends = {
            d.Otherwise.VOID: "it has no effect",
            d.Otherwise.IN_BREACH: "it counts, and is not in line with the procedure",
            d.Otherwise.WITH_REASON: "it needs a recorded reason",
        }
        return f"{told}; otherwise {ends[gate.otherwise]}."

    def supersession(self, entry: d.Supersession) -> str:
        """A supersession: what gives way, how and while what."""
        return self._once("supersession", entry.id, lambda: self._supersession(entry))

    def _supersession(self, entry: d.Supersession) -> str:
        effects = {"suspend": "rest", "end": "end", "replace": "are replaced"}
        titles = listed([self._title(duty) for duty in entry.duties])
        told = f"{entry.title.rstrip('.')}. While {self.condition(entry.when)}, these "
        told += f"{effects[entry.effect]}: {titles}"
        if entry.effect == "suspend":
            stand = "stand still" if entry.clocks == "pause" else "run on"
            told += f"; their clocks {stand}"
        return f"{told}."

    def guidance(self, entry: d.Guidance) -> str:
        """Guidance: what the text says, and when it is shown."""
        told = entry.title.rstrip(".")
        if entry.items:
            told += f": {'; '.join(item.rstrip('.') for item in entry.items)}"
        if entry.when is not None:
            told += f". Shown while {self.condition(entry.when)}"
        return f"{told}."

    def _once(self, kind: str, id: str, word: Callable[[], str]) -> str:
        told = self._sentences.get((kind, id))
        if told is None:
            told = self._sentences[(kind, id)] = word()
        return told

    def _title(self, duty: str) -> str:
        duties = self._pack.duties if self._pack else ()
        return next((f"“{each.title}”" for each in duties if each.id == duty), _plain(duty))


def _values_of(pack: d.Pack) -> dict[str, str]:
    # A label that asks is the wording of a question, not of a value of the same name.
    found = {kind.id: kind.label for kind in pack.meeting_kinds.values()}
    found |= {term: label for term, label in pack.labels.items() if not label.endswith("?")}
    for scale in pack.scales.values():
        for group in (scale.levels, scale.key_risks, scale.change_reasons, scale.factors):
            found |= {each.id: each.label for each in group}
    return found


def setting_fields(vocabulary: d.Vocabulary) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for kind in vocabulary.kinds.values():
        for field in kind.fields:
            if field.sets:
                found.setdefault(field.sets, {})[kind.name] = field.name
        if kind.sets:
            found.setdefault(kind.sets, {}).setdefault(kind.name, "value")
    return found


def _others(kind: str, count: int) -> str:
    """`child`, `two children`, `people of concern`: the others that one is linked with."""
    plain = _plain(kind)
    if count == 1:
        return plain
    return _SEVERAL.get(plain, f"{plain}s")


_SEVERAL = {"child": "children", "person of concern": "people of concern"}


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _a(label: str) -> str:
    """`a discussion`, `an RMM`: letters that are spelled out go by their sound."""
    spelled = label[:2].isupper()
    vowel = label[:1] in "AEFHILMNORSX" if spelled else label[:1].lower() in "aeio"
    return f"{'an' if vowel else 'a'} {label}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lasting(condition: d.Longest) -> str:
    wanted = length(condition.at_least)
    return f"more than {wanted}" if condition.beyond else f"{wanted} or longer"


def _number(count: int) -> str:
    return NUMBERS[count] if 0 < count < len(NUMBERS) else str(count)

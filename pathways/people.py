"""Conditions about people and their decisions, and about the subject itself."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from pathways import definitions as d
from pathways.answers import Reason
from pathways.calendars import local_day, start_of_day
from pathways.counting import add_months
from pathways.facts import Fact
from pathways.nodes import NO, UNCLEAR, YES, Change, Node, possibly_latest
from pathways.packed import BY_TIME, in_order
from pathways.picking import fitting, picker, texts
from pathways.timeline import Picked, Timeline


class JudgedNode(Node):
    """What people answered to a question; unanswered, it cannot be told."""

    __slots__ = ("picker", "what")

    def __init__(self, what: d.Judged) -> None:
        self.what = what
        where: tuple[d.Where, ...] = (d.Where("question", (what.question,)),)
        if what.by:
            where += (d.Where("role", what.by),)
        self.picker = picker(d.Selector("judgement.made", where))
        self.fact_kinds = self.picker.kinds
        self.timeless = True

    def truth(self, line: Timeline, moment: datetime) -> int:
        given = {texts(fact.data.get("answer")) for fact in self.evidence(line, moment)}
        if len(given) != 1:
            return UNCLEAR
        return YES if self.what.answer in given.pop() else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        picked = line.pick(self.picker)
        count = picked.up_to(moment)
        return possibly_latest(picked, count, line) if count else []

    def changes(self, line: Timeline) -> list[Change]:
        if not line.pick(self.picker).ats:
            return [(line.start, UNCLEAR)]
        return super().changes(line)

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        found = "" if self.evidence(line, moment) else "nobody has answered yet"
        return self._told(self.what, line, moment, found)

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        if self.truth(line, moment) == YES:
            return []
        return [f"an answer to the question “{line.words.question(self.what.question)}”"]


class DecidedAtNode(Node):
    """The discussion at which a decision was taken was of the right kind, and quorate."""

    __slots__ = ("what",)

    def __init__(self, what: d.DecidedAt) -> None:
        self.what = what
        self.fact_kinds = frozenset({"discussion.held", "meeting.held", what.decision})
        self.timeless = True

    def truth(self, line: Timeline, moment: datetime) -> int:
        best = NO
        for discussion in self._discussions(line, moment):
            worth = self._worth(discussion)
            if worth == YES:
                return YES
            best = max(best, worth)
        return best

    def _discussions(self, line: Timeline, moment: datetime) -> list[Fact]:
        decision = line.act
        if decision is None:
            decisions = line.kind(self.what.decision)
            count = decisions.up_to(moment)
            if not count:
                return []
            decision = decisions.facts[count - 1]
        return [each for each in _of_decision(line, decision) if each.at <= moment]

    def _worth(self, discussion: Fact) -> int:
        forum = discussion.data.get("forum")
        if forum != self.what.meeting and self.what.meeting not in texts(forum):
            return NO
        if not self.what.quorate or discussion.data.get("quorate") is True:
            return YES
        quorate = texts(discussion.data.get("quorate"))
        if not quorate:
            return UNCLEAR
        return YES if quorate[0] in ("true", "yes") else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        return [each for each in self._discussions(line, moment) if self._worth(each)]

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        return self._told(self.what, line, moment)

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        truth = self.truth(line, moment)
        if truth == UNCLEAR:
            return ["whether the meeting was quorate"]
        if truth == YES:
            return []
        return [line.words.meeting(self.what.meeting, self.what.quorate)]


def _of_decision(line: Timeline, decision: Fact) -> list[Fact]:
    """Discussions to which a decision belongs: by the meeting it names, else by its day."""
    by_meeting, by_day = _registered(line)
    day = local_day(decision.at)
    named = decision.data.get("meeting")
    if not named:
        return by_day.get(day, [])
    of_meeting = by_meeting.get(str(named), [])
    unnamed = [each for each in by_day.get(day, ()) if not each.data.get("meeting")]
    return sorted(of_meeting + unnamed, key=BY_TIME) if unnamed else of_meeting


def _registered(line: Timeline) -> tuple[dict[str, list[Fact]], dict[date, list[Fact]]]:
    known: tuple[dict[str, list[Fact]], dict[date, list[Fact]]] | None
    known = line.memo.get("discussions")
    if known is None:
        by_meeting: dict[str, list[Fact]] = {}
        by_day: dict[date, list[Fact]] = {}
        held = in_order([line.kind("discussion.held"), line.kind("meeting.held")])
        for fact in held.facts:
            if fact.data.get("meeting"):
                by_meeting.setdefault(str(fact.data["meeting"]), []).append(fact)
            by_day.setdefault(local_day(fact.at), []).append(fact)
        known = line.memo["discussions"] = (by_meeting, by_day)
    return known


class ActNode(Node):
    """The act that a gate is judging, or that is planned, says so of itself."""

    __slots__ = ("fits", "what")

    def __init__(self, what: d.Act) -> None:
        self.what = what
        self.fits = fitting(what.where)
        self.fact_kinds = frozenset()
        self.timeless = True

    def truth(self, line: Timeline, moment: datetime) -> int:
        act = line.act
        return YES if act is not None and (self.fits is None or self.fits(act.data)) else NO

    def changes(self, line: Timeline) -> list[Change]:
        return [(line.start, NO)]

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        return self._told(self.what, line, moment)

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        return [] if self.truth(line, moment) else [line.words.condition(self.what)]


class AgreementOfNode(Node):
    """A consent to this act, which served none before it.

    Given beforehand it serves the next act; given after one that waits, that one. A refusal
    ends the wait.
    """

    __slots__ = ("picker", "refused", "what")

    def __init__(self, what: d.AgreementOf) -> None:
        self.what = what
        where = (d.Where("role", (what.role,)), d.Where("to", (what.to,)))
        self.picker = picker(d.Selector("agreement.given", where))
        self.refused = picker(d.Selector("agreement.refused", where))
        self.fact_kinds = self.picker.kinds
        self.timeless = True

    def truth(self, line: Timeline, moment: datetime) -> int:
        return YES if self.evidence(line, moment) else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        return self.given(line, moment)[-1:]

    def given(self, line: Timeline, moment: datetime) -> list[Fact]:
        """Every such consent to this act, the earliest first."""
        picked, act = line.pick(self.picker), line.act
        if act is None:
            return picked.facts[: picked.up_to(moment)]
        moments = sorted({act.at, *(each.at for each in line.acts)})
        taken = 0
        for index, at in enumerate(moments):
            before = picked.up_to(at)
            first, last = taken, before
            if first == last:
                # It may come after the act, up to the next act: it takes effect then.
                until = moments[index + 1 : index + 2]
                first, last = before, self._closed(line, picked, at, until)
            if at == act.at:
                return picked.facts[first:last]
            taken = max(before, first + 1) if last > first else before
        return []

    def _closed(self, line: Timeline, picked: Picked, at: datetime, until: list[datetime]) -> int:
        """How many consents were there when a later act, or a refusal, closed the wait."""
        refused = line.pick(self.refused)
        closing = refused.ats[refused.up_to(at) :][:1] + until
        closed = min(closing, default=line.moment)
        return max(picked.up_to(at), picked.up_to(closed))

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        return self._told(self.what, line, moment)

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        if self.truth(line, moment) == YES:
            return []
        return [f"the agreement of {line.words.role(self.what.role)}"]


# --- the subject ----------------------------------------------------------------------


class IsNode(Node):
    """An attribute as at the day, or an age in whole years."""

    __slots__ = ("ages", "values", "what")

    def __init__(self, what: d.Is, sets: dict[str, dict[str, str]]) -> None:
        self.what = what
        self.values = frozenset(what.one_of)
        self.ages = tuple(age for age in (what.under, what.from_age) if age is not None)
        # Which fact kinds set an attribute, the vocabulary says.
        self.fact_kinds = frozenset(sets.get(what.attribute, ()) if what.one_of else ())
        self.timeless = not self.ages

    def truth(self, line: Timeline, moment: datetime) -> int:
        truth = YES
        if self.values:
            truth = self._of_value(line.attribute(self.what.attribute, moment)[0])
        if self.ages and truth != NO:
            truth = min(truth, self._of_age(line, moment))
        return truth

    def _of_value(self, value: str | None) -> int:
        if value is None:
            return UNCLEAR
        return YES if (value in self.values) is not self.what.negated else NO

    def _of_age(self, line: Timeline, moment: datetime) -> int:
        born = line.subject.born
        if born is None:
            return UNCLEAR
        if self.what.under is not None and moment >= reaches(born, self.what.under):
            return NO
        if self.what.from_age is not None and moment < reaches(born, self.what.from_age):
            return NO
        return YES

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        born = line.subject.born
        if born is None:
            return None
        birthdays = [reaches(born, age) for age in self.ages]
        return min((day for day in birthdays if day > moment), default=None)

    def changes(self, line: Timeline) -> list[Change]:
        if self.ages:
            return super().changes(line)
        name = self.what.attribute
        setters = line.setters(name)
        found = [(line.start, self._of_value(line.from_the_start(name)))]
        for index, at in enumerate(setters.ats):
            if index + 1 < len(setters.ats) and setters.ats[index + 1] == at:
                continue
            truth = self._of_value(line.set_by(setters.facts[index], name))
            if found[-1][1] != truth:
                if found[-1][0] == at:
                    found.pop()
                found.append((at, truth))
        return found

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        value, fact = line.attribute(self.what.attribute, moment)
        if self.ages:
            born = line.subject.born
            found = "the date of birth is not known"
            if born is not None:
                found = f"the age is {age_on(born, local_day(moment))}"
        else:
            found = f"it is {line.words.value(self.what.attribute, value)}" if value else ""
            found = found or "it is not known"
        told = self._told(self.what, line, moment, found)
        return Reason(told.text, told.truth, (), (fact.id,) if fact else ())

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        if self.truth(line, moment) != UNCLEAR:
            return []
        if self.values and line.attribute(self.what.attribute, moment)[0] is None:
            return [f"the {line.words.attribute(self.what.attribute)}"]
        return ["the date of birth"]


def birthday(born: date, age: int) -> date:
    """Day on which somebody reaches an age; for 29 February, 1 March in other years."""
    day = add_months(born, 12 * age)
    return day if day.day == born.day else date(day.year, 3, 1)


@lru_cache(maxsize=50_000)
def reaches(born: date, age: int) -> datetime:
    """First instant at which somebody is of an age."""
    return start_of_day(birthday(born, age))


def age_on(born: date, day: date) -> int:
    """Age in whole years on a day."""
    years = day.year - born.year
    return years if birthday(born, years) <= day else years - 1

"""Conditions that can be asked: is it so at a moment, since when, on which facts, until when.

Each definition is made once into a node. Truths are numbers here, so that `all` is the
smallest and `any` the largest: 0 no, 1 cannot tell, 2 yes. A node answers for any moment
out of the facts up to that moment, and names the next moment at which time alone could
change its answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pathways import definitions as d
from pathways.answers import Reason, Truth
from pathways.calendars import local_day, start_of_day
from pathways.counting import add_months, spoken
from pathways.explain import Words
from pathways.facts import Fact, Precision
from pathways.timeline import Picked, Timeline, fitting, same_day_unclear, texts

NO, UNCLEAR, YES = 0, 1, 2
TRUTHS = (Truth.NO, Truth.CANNOT_TELL, Truth.YES)
ENDLESS = 500
"""More changes by time alone than any condition can have between two facts."""


class Node:
    """A condition; `fact_kinds` are the facts that can change its answer."""

    __slots__ = ("fact_kinds",)
    fact_kinds: frozenset[str]

    def truth(self, line: Timeline, moment: datetime) -> int:
        raise NotImplementedError

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        """Facts because of which it is so, or cannot be told."""
        return []

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        """Next moment at which time alone could change truth or evidence; never too late."""
        return None

    def reason(self, line: Timeline, moment: datetime, words: Words) -> Reason:
        """What was found, in a sentence."""
        raise NotImplementedError

    def missing(self, line: Timeline, moment: datetime, words: Words) -> list[str]:
        """What would have to be known, or done, for it to be so."""
        return []

    def _told(
        self, words: Words, what: Any, line: Timeline, moment: datetime, found: str = ""
    ) -> Reason:
        truth = self.truth(line, moment)
        text = words.condition(what)
        facts = tuple(fact.id for fact in self.evidence(line, moment))
        answer = {NO: "No", UNCLEAR: "Cannot tell", YES: "Yes"}[truth]
        return Reason(f"{answer}: {text}{'; ' + found if found else ''}.", TRUTHS[truth], (), facts)


# --- facts ----------------------------------------------------------------------------


class ExistsNode(Node):
    """One fact at least; with a window, the same as counting to one."""

    __slots__ = ("what",)

    def __init__(self, what: d.Exists) -> None:
        self.what = what
        self.fact_kinds = frozenset({what.fact.kind})

    def truth(self, line: Timeline, moment: datetime) -> int:
        return YES if line.pick(self.what.fact).up_to(moment) else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        picked = line.pick(self.what.fact)
        count = picked.up_to(moment)
        return picked.facts[count - 1 : count] if count else []

    def reason(self, line: Timeline, moment: datetime, words: Words) -> Reason:
        return self._told(words, self.what, line, moment)

    def missing(self, line: Timeline, moment: datetime, words: Words) -> list[str]:
        return [] if self.truth(line, moment) == YES else [words.selector(self.what.fact)]


class CountNode(Node):
    """Enough facts in a window; those of a proxy moment count as perhaps."""

    __slots__ = ("fact", "least", "same", "what", "within")

    def __init__(self, what: d.Count | d.Exists) -> None:
        self.what = what
        self.fact = what.fact
        self.least = what.at_least if isinstance(what, d.Count) else 1
        self.same = what.same if isinstance(what, d.Count) else ""
        self.within = what.within
        self.fact_kinds = frozenset({what.fact.kind})

    def truth(self, line: Timeline, moment: datetime) -> int:
        picked = line.pick(self.fact)
        last = picked.up_to(moment)
        if last < self.least:
            return NO
        facts = self.evidence(line, moment)
        if len(facts) < self.least:
            return NO
        if self.within is None:
            return YES
        sure = sum(fact.precision is not Precision.PROXY for fact in facts)
        return YES if sure >= self.least else UNCLEAR

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        picked = line.pick(self.fact)
        first = self._first(line, picked, moment)
        facts = picked.facts[first : picked.up_to(moment)]
        return self._largest_group(facts) if self.same else facts

    def _first(self, line: Timeline, picked: Picked, moment: datetime) -> int:
        if self.within is None:
            return 0
        return picked.since(line.window_start(self.within, moment))

    def _largest_group(self, facts: list[Fact]) -> list[Fact]:
        groups: dict[tuple[str, ...], list[Fact]] = {}
        for fact in facts:
            value = texts(fact.data.get(self.same))
            if value:
                groups.setdefault(value, []).append(fact)
        return max(groups.values(), key=lambda g: (len(g), g[-1].at, g[-1].id), default=[])

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        if self.within is None:
            return None
        picked = line.pick(self.fact)
        first = self._first(line, picked, moment)
        if picked.up_to(moment) - first < self.least:
            return None
        return line.leaves_window(picked.ats[first], self.within)

    def reason(self, line: Timeline, moment: datetime, words: Words) -> Reason:
        facts = self.evidence(line, moment)
        if isinstance(self.what, d.Exists):
            return self._told(words, self.what, line, moment)
        found = f"{len(facts)} found" if len(facts) else "none found"
        if facts and self.within is not None:
            found += f", since {spoken(local_day(line.window_start(self.within, moment)))}"
        told = self._told(words, self.what, line, moment, found)
        if told.facts:
            return told
        return Reason(told.text, told.truth, (), tuple(fact.id for fact in facts))

    def missing(self, line: Timeline, moment: datetime, words: Words) -> list[str]:
        if self.truth(line, moment) != UNCLEAR:
            return []
        return [
            f"when the entry “{words.kind(fact.kind)}” of {spoken(local_day(fact.at))} happened"
            for fact in self.evidence(line, moment)
            if fact.precision is Precision.PROXY
        ]


class LatestNode(Node):
    """What the latest fact of a kind says; two of one day that disagree cannot be told."""

    __slots__ = ("fits", "kind", "what")

    def __init__(self, what: d.Latest) -> None:
        self.what = what
        self.kind = what.fact
        self.fits = fitting(what.where) if what.where else _anything
        self.fact_kinds = frozenset({what.fact})

    def truth(self, line: Timeline, moment: datetime) -> int:
        picked = line.kind(self.kind)
        count = picked.up_to(moment)
        if not count:
            return NO
        fits = self.fits(picked.facts[count - 1].data)
        if count > 1 and any(self.fits(f.data) is not fits for f in _latest(picked, count)):
            return UNCLEAR
        return YES if fits else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        picked = line.kind(self.kind)
        count = picked.up_to(moment)
        if not count:
            return []
        if self.truth(line, moment) == UNCLEAR:
            return _latest(picked, count)
        return picked.facts[count - 1 : count]

    def reason(self, line: Timeline, moment: datetime, words: Words) -> Reason:
        facts = self.evidence(line, moment)
        if not facts:
            return self._told(words, self.what, line, moment, "there is none yet")
        found = (
            f"it is of {spoken(local_day(facts[-1].at))}{words.values(facts[-1], self.what.where)}"
        )
        if len(facts) > 1:
            found = f"{len(facts)} of {spoken(local_day(facts[-1].at))} disagree"
        return self._told(words, self.what, line, moment, found)

    def missing(self, line: Timeline, moment: datetime, words: Words) -> list[str]:
        if self.truth(line, moment) != UNCLEAR:
            return []
        return [f"which entry “{words.kind(self.kind)}” was the last of that day"]


def _anything(data: Any) -> bool:
    return True


def _latest(picked: Picked, count: int) -> list[Fact]:
    """Facts of which each may be the last: those of one moment, or of one unclear day."""
    last, at = picked.facts[count - 1], picked.ats[count - 1]
    first = count - 1
    while first and (
        picked.ats[first - 1] == at or same_day_unclear(picked.facts[first - 1], last)
    ):
        first -= 1
    return picked.facts[first:count]


class FirstNode(Node):
    """Some fact on or after the latest of another kind."""

    __slots__ = ("what",)

    def __init__(self, what: d.First) -> None:
        self.what = what
        self.fact_kinds = frozenset({what.fact.kind, what.on_or_after.kind})

    def truth(self, line: Timeline, moment: datetime) -> int:
        return YES if self._found(line, moment) else NO

    def _found(self, line: Timeline, moment: datetime) -> Fact | None:
        anchors = line.pick(self.what.on_or_after)
        count = anchors.up_to(moment)
        if not count:
            return None
        return first_since(line.pick(self.what.fact), anchors.facts[count - 1], moment)

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        found = self._found(line, moment)
        return [found] if found else []

    def reason(self, line: Timeline, moment: datetime, words: Words) -> Reason:
        return self._told(words, self.what, line, moment)

    def missing(self, line: Timeline, moment: datetime, words: Words) -> list[str]:
        return [] if self.truth(line, moment) == YES else [words.selector(self.what.fact)]


def first_since(picked: Picked, anchor: Fact, until: datetime) -> Fact | None:
    """First fact at or after another; on the same day where the time is not known."""
    index = picked.since(anchor.at)
    while index and same_day_unclear(picked.facts[index - 1], anchor):
        index -= 1
    if index < len(picked.facts) and picked.ats[index] <= until:
        return picked.facts[index]
    return None


class LinkedNode(Node):
    """Links to enough others of a kind, each counted once."""

    __slots__ = ("selector", "what")

    def __init__(self, what: d.Linked) -> None:
        self.what = what
        self.selector = d.Selector("link.recorded", (d.Where("to", (what.to,)), *what.where))
        self.fact_kinds = frozenset({"link.recorded"})

    def truth(self, line: Timeline, moment: datetime) -> int:
        return YES if len(self.evidence(line, moment)) >= self.what.at_least else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        picked = line.pick(self.selector)
        others = {
            str(fact.data.get("other", fact.id)): fact
            for fact in picked.facts[: picked.up_to(moment)]
        }
        return list(others.values())

    def reason(self, line: Timeline, moment: datetime, words: Words) -> Reason:
        return self._told(words, self.what, line, moment)

    def missing(self, line: Timeline, moment: datetime, words: Words) -> list[str]:
        return [] if self.truth(line, moment) == YES else [words.condition(self.what)]


# --- people and decisions -------------------------------------------------------------


class JudgedNode(Node):
    """What people answered to a question; unanswered, it cannot be told."""

    __slots__ = ("selector", "what")

    def __init__(self, what: d.Judged) -> None:
        self.what = what
        where: tuple[d.Where, ...] = (d.Where("question", (what.question,)),)
        if what.by:
            where += (d.Where("role", what.by),)
        self.selector = d.Selector("judgement.made", where)
        self.fact_kinds = frozenset({"judgement.made"})

    def truth(self, line: Timeline, moment: datetime) -> int:
        picked = line.pick(self.selector)
        count = picked.up_to(moment)
        if not count:
            return UNCLEAR
        answers = {texts(f.data.get("answer")) for f in _latest(picked, count)}
        if len(answers) > 1:
            return UNCLEAR
        return YES if self.what.answer in answers.pop() else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        picked = line.pick(self.selector)
        count = picked.up_to(moment)
        return _latest(picked, count) if count else []

    def reason(self, line: Timeline, moment: datetime, words: Words) -> Reason:
        facts = self.evidence(line, moment)
        found = "" if facts else "nobody has answered yet"
        return self._told(words, self.what, line, moment, found)

    def missing(self, line: Timeline, moment: datetime, words: Words) -> list[str]:
        if self.truth(line, moment) == YES:
            return []
        return [f"an answer to the question “{words.question(self.what.question)}”"]


class DecidedAtNode(Node):
    """The discussion at which a decision was taken was of the right kind, and quorate."""

    __slots__ = ("what",)

    def __init__(self, what: d.DecidedAt) -> None:
        self.what = what
        self.fact_kinds = frozenset({"discussion.held", "meeting.held", what.decision})

    def truth(self, line: Timeline, moment: datetime) -> int:
        best = NO
        for decision in self._decisions(line, moment):
            for discussion in _discussions(line, decision, moment):
                best = max(best, self._worth(discussion))
        return best

    def _decisions(self, line: Timeline, moment: datetime) -> list[Fact]:
        if line.act is not None:
            return [line.act]
        decisions = line.kind(self.what.decision)
        return decisions.facts[: decisions.up_to(moment)][-1:]

    def _worth(self, discussion: Fact) -> int:
        if self.what.meeting not in texts(discussion.data.get("forum")):
            return NO
        if not self.what.quorate:
            return YES
        quorate = texts(discussion.data.get("quorate"))
        if not quorate:
            return UNCLEAR
        return YES if quorate[0] in ("true", "yes") else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        return [
            discussion
            for decision in self._decisions(line, moment)
            for discussion in _discussions(line, decision, moment)
            if self._worth(discussion)
        ]

    def reason(self, line: Timeline, moment: datetime, words: Words) -> Reason:
        return self._told(words, self.what, line, moment)

    def missing(self, line: Timeline, moment: datetime, words: Words) -> list[str]:
        truth = self.truth(line, moment)
        if truth == YES:
            return []
        if truth == UNCLEAR:
            return ["whether the meeting was quorate"]
        return [words.meeting(self.what.meeting, self.what.quorate)]


def _discussions(line: Timeline, decision: Fact, moment: datetime) -> Iterator[Fact]:
    """Discussions to which a decision belongs: by the meeting it names, else by its day."""
    named = decision.data.get("meeting")
    for kind in ("discussion.held", "meeting.held"):
        picked = line.kind(kind)
        for fact in picked.facts[: picked.up_to(moment)]:
            if named and fact.data.get("meeting"):
                if fact.data["meeting"] == named:
                    yield fact
            elif local_day(fact.at) == local_day(decision.at):
                yield fact


class AgreementOfNode(Node):
    """A consent to this act, given since the last such act."""

    __slots__ = ("selector", "what")

    def __init__(self, what: d.AgreementOf) -> None:
        self.what = what
        self.selector = d.Selector(
            "agreement.given", (d.Where("role", (what.role,)), d.Where("to", (what.to,)))
        )
        self.fact_kinds = frozenset({"agreement.given"})

    def truth(self, line: Timeline, moment: datetime) -> int:
        return YES if self.evidence(line, moment) else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        picked = line.pick(self.selector)
        since = 0
        if line.act is not None:
            earlier = line.kind(line.act.kind)
            before = earlier.since(line.act.at)
            since = picked.up_to(earlier.ats[before - 1]) if before else 0
        # Consents may come after the act: it takes effect with the last of them.
        count = picked.up_to(line.moment if line.act is not None else moment)
        return picked.facts[count - 1 : count] if count > since else []

    def reason(self, line: Timeline, moment: datetime, words: Words) -> Reason:
        return self._told(words, self.what, line, moment)

    def missing(self, line: Timeline, moment: datetime, words: Words) -> list[str]:
        if self.truth(line, moment) == YES:
            return []
        return [f"the agreement of {words.role(self.what.role)}"]


# --- the subject ----------------------------------------------------------------------


class IsNode(Node):
    """An attribute as at the day, or an age in whole years."""

    __slots__ = ("values", "what")

    def __init__(self, what: d.Is) -> None:
        self.what = what
        self.values = frozenset(what.one_of)
        # Any fact kind may set an attribute; which do, the vocabulary says.
        self.fact_kinds = frozenset({"*"}) if what.one_of else frozenset()

    def truth(self, line: Timeline, moment: datetime) -> int:
        truth = YES
        if self.values:
            value, _ = line.attribute(self.what.attribute, moment)
            if value is None:
                truth = UNCLEAR
            elif (value in self.values) is self.what.negated:
                return NO
        if self.what.under is None and self.what.from_age is None:
            return truth
        if line.subject.born is None:
            return UNCLEAR
        age = age_on(line.subject.born, local_day(moment))
        if self.what.under is not None and age >= self.what.under:
            return NO
        return NO if self.what.from_age is not None and age < self.what.from_age else truth

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        born = line.subject.born
        if born is None:
            return None
        ages = [age for age in (self.what.under, self.what.from_age) if age is not None]
        birthdays = [start_of_day(birthday(born, age)) for age in ages]
        return min((day for day in birthdays if day > moment), default=None)

    def reason(self, line: Timeline, moment: datetime, words: Words) -> Reason:
        value, fact = line.attribute(self.what.attribute, moment)
        found = ""
        if self.what.under is not None or self.what.from_age is not None:
            born = line.subject.born
            found = (
                f"the age is {age_on(born, local_day(moment))}"
                if born
                else "the date of birth is not known"
            )
        elif value is None:
            found = "it is not known"
        else:
            found = f"it is {words.value(self.what.attribute, value)}"
        told = self._told(words, self.what, line, moment, found)
        return Reason(told.text, told.truth, (), (fact.id,) if fact else ())

    def missing(self, line: Timeline, moment: datetime, words: Words) -> list[str]:
        if self.truth(line, moment) != UNCLEAR:
            return []
        if self.values and line.attribute(self.what.attribute, moment)[0] is None:
            return [f"the {words.attribute(self.what.attribute)}"]
        return ["the date of birth"]


def birthday(born: date, age: int) -> date:
    """Day on which somebody reaches an age; for 29 February, 1 March in other years."""
    day = add_months(born, 12 * age)
    return day if day.day == born.day else date(day.year, 3, 1)


def age_on(born: date, day: date) -> int:
    """Age in whole years on a day."""
    years = day.year - born.year
    return years if birthday(born, years) <= day else years - 1


# --- logic ----------------------------------------------------------------------------


class AllNode(Node):
    """Every one of them."""

    __slots__ = ("of", "what")

    def __init__(self, what: d.All, of: tuple[Node, ...]) -> None:
        self.what = what
        self.of = of
        self.fact_kinds = frozenset().union(*(node.fact_kinds for node in of))

    def truth(self, line: Timeline, moment: datetime) -> int:
        truth = YES
        for node in self.of:
            found = node.truth(line, moment)
            if found < truth:
                if not found:
                    return NO
                truth = found
        return truth

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        return _together(node.evidence(line, moment) for node in self.of)

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        no = [node for node in self.of if not node.truth(line, moment)]
        # While one of them is no the whole is no: all those have to change first.
        return _last_edge(no, line, moment) if no else _first_edge(self.of, line, moment)

    def reason(self, line: Timeline, moment: datetime, words: Words) -> Reason:
        return _joint_reason(self, self.of, "All of these hold", line, moment, words)

    def missing(self, line: Timeline, moment: datetime, words: Words) -> list[str]:
        return [text for node in self.of for text in node.missing(line, moment, words)]


class AnyNode(Node):
    """One of them at least."""

    __slots__ = ("of", "what")

    def __init__(self, what: d.AnyOf, of: tuple[Node, ...]) -> None:
        self.what = what
        self.of = of
        self.fact_kinds = frozenset().union(*(node.fact_kinds for node in of))

    def truth(self, line: Timeline, moment: datetime) -> int:
        truth = NO
        for node in self.of:
            found = node.truth(line, moment)
            if found > truth:
                if found == YES:
                    return YES
                truth = found
        return truth

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        truth = self.truth(line, moment)
        return _together(
            node.evidence(line, moment) for node in self.of if node.truth(line, moment) == truth
        )

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        return _first_edge(self.of, line, moment)

    def reason(self, line: Timeline, moment: datetime, words: Words) -> Reason:
        return _joint_reason(self, self.of, "At least one of these holds", line, moment, words)

    def missing(self, line: Timeline, moment: datetime, words: Words) -> list[str]:
        if self.truth(line, moment) == YES:
            return []
        lists = [node.missing(line, moment, words) for node in self.of]
        return [" or ".join(text for texts_ in lists for text in texts_)] if any(lists) else []


class NoneNode(Node):
    """Not one of them."""

    __slots__ = ("of", "what")

    def __init__(self, what: d.NoneOf, of: tuple[Node, ...]) -> None:
        self.what = what
        self.of = of
        self.fact_kinds = frozenset().union(*(node.fact_kinds for node in of))

    def truth(self, line: Timeline, moment: datetime) -> int:
        return YES - max((node.truth(line, moment) for node in self.of), default=NO)

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        if self.truth(line, moment) != UNCLEAR:
            return []
        return _together(node.evidence(line, moment) for node in self.of)

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        yes = [node for node in self.of if node.truth(line, moment) == YES]
        return _last_edge(yes, line, moment) if yes else _first_edge(self.of, line, moment)

    def reason(self, line: Timeline, moment: datetime, words: Words) -> Reason:
        return _joint_reason(self, self.of, "None of these holds", line, moment, words)

    def missing(self, line: Timeline, moment: datetime, words: Words) -> list[str]:
        if self.truth(line, moment) == UNCLEAR:
            return [text for node in self.of for text in node.missing(line, moment, words)]
        return []


def _together(lists: Iterator[list[Fact]]) -> list[Fact]:
    found = {fact.id: fact for facts in lists for fact in facts}
    return sorted(found.values(), key=lambda fact: (fact.at, fact.id))


def _first_edge(nodes: Any, line: Timeline, moment: datetime) -> datetime | None:
    edges = [edge for node in nodes if (edge := node.edge(line, moment)) is not None]
    return min(edges, default=None)


def _last_edge(nodes: Any, line: Timeline, moment: datetime) -> datetime | None:
    edges = [node.edge(line, moment) for node in nodes]
    return None if None in edges else max(edge for edge in edges if edge is not None)


def _joint_reason(
    node: Node, of: tuple[Node, ...], head: str, line: Timeline, moment: datetime, words: Words
) -> Reason:
    truth = node.truth(line, moment)
    parts = tuple(each.reason(line, moment, words) for each in of)
    facts = tuple(fact.id for fact in node.evidence(line, moment))
    answer = {NO: "no", UNCLEAR: "cannot tell", YES: "yes"}[truth]
    return Reason(f"{head}: {answer}.", TRUTHS[truth], (), facts, parts)

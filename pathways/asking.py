"""Prompts: thresholds that are reached, or that cannot be told, and whom to ask.

A prompt is told apart by its latest evidence, so new evidence asks anew and an answer
stays with what it answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pathways import definitions as d
from pathways import telling
from pathways.answers import PromptRaised, Reason, Truth
from pathways.arising import next_at
from pathways.calendars import local_day
from pathways.drafts import in_force, live
from pathways.facts import Fact
from pathways.nodes import NO, TRUTHS, Node, answer_now, answers, first_since, step_by_step
from pathways.picking import Picker, picker, texts
from pathways.timeline import Timeline


class Question:
    """A prompt made ready."""

    __slots__ = ("dated", "each", "node", "prompt", "settles")

    def __init__(self, prompt: d.Prompt, node: Node) -> None:
        self.prompt = prompt
        self.node = node
        self.dated = prompt.in_force_from is not None or prompt.in_force_to is not None
        self.each: Picker | None = picker(prompt.each) if prompt.each else None
        self.settles: Picker | None = picker(*prompt.settled_by) if prompt.settled_by else None


class Raised(PromptRaised):
    """A prompt that remembers how it came about."""

    __slots__ = ("asked", "latest", "line")

    def __init__(
        self,
        question: Question,
        truth: int,
        evidence: list[Fact],
        latest: Fact | None,
        line: Timeline,
    ) -> None:
        self.definition = question.prompt
        self.key = f"{question.prompt.id}:{latest.id}" if latest else question.prompt.id
        self.truth = TRUTHS[truth]
        self.evidence = tuple([fact.id for fact in evidence])
        self.asked = question
        self.latest = latest
        self.line = line
        settled, self.answer = _answered(question, self.key, evidence, latest, line)
        self.answered_by = settled.id if settled else None

    @property
    def raised_at(self) -> datetime:
        node, latest, line = self.asked.node, self.latest, self.line
        changes = step_by_step(node, line, latest.at) if latest else answers(node, line)
        return changes[-1][0]

    @property
    def missing(self) -> tuple[str, ...]:
        if self.truth is not Truth.CANNOT_TELL:
            return ()
        return tuple(dict.fromkeys(self.asked.node.missing(self.line, self.line.moment)))

    @property
    def why(self) -> Reason:
        return telling.prompt(self.asked, self.truth, self.evidence, self.line)


def raised(question: Question, line: Timeline) -> list[PromptRaised]:
    """The prompts that stand at the moment, answered ones included."""
    if question.each is not None:
        return list(_for_each(question, question.each, line))
    if question.dated and not in_force(question.prompt, line.today):
        return []
    if question.node.now(line) == NO:
        return []
    truth, evidence = answer_now(question.node, line)
    return [Raised(question, truth, evidence, evidence[-1] if evidence else None, line)]


def _for_each(question: Question, each: Picker, line: Timeline) -> Iterator[PromptRaised]:
    triggers = line.pick(each)
    for index, trigger in enumerate(triggers.facts):
        if question.dated and not in_force(question.prompt, local_day(trigger.at)):
            continue
        span = live(question.node, line, trigger.at, next_at(triggers, index), brief=False)
        if span is None or span[1] is not None:
            continue
        found = question.node.evidence(line, line.moment)
        evidence = [trigger, *(fact for fact in found if fact.id != trigger.id)]
        yield Raised(question, span[2], evidence, trigger, line)


def _answered(
    question: Question, key: str, evidence: list[Fact], latest: Fact | None, line: Timeline
) -> tuple[Fact | None, str | None]:
    """The latest answer to this very question, or the fact that made it idle."""
    for fact in reversed(line.kind("prompt.answered").facts):
        named = texts(fact.data.get("prompt"))
        if key in named or (question.prompt.id in named and _covers(fact, evidence)):
            return fact, "; ".join(texts(fact.data.get("answer"))) or None
    done = _settling(question, latest, line)
    return (done, "settled") if done else (None, None)


def _covers(answer: Fact, evidence: list[Fact]) -> bool:
    """Whether an answer given without a key saw all that the question rests on now."""
    seen = texts(answer.data.get("evidence"))
    if seen:
        return all(fact.id in seen for fact in evidence)
    return all(fact.at <= answer.at for fact in evidence)


def _settling(question: Question, latest: Fact | None, line: Timeline) -> Fact | None:
    if question.settles is None:
        return None
    picked = line.pick(question.settles)
    if latest is None:
        return picked.facts[-1] if picked.facts else None
    match = question.prompt.match
    for fact in picked.facts[first_since(picked, latest, line) :]:
        if all(fact.data.get(field) == latest.data.get(field) for field in match):
            return fact
    return None

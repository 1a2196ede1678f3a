"""Prompts: thresholds that are reached, or that cannot be told, and whom to ask.

A prompt is told apart by its latest evidence, so new evidence asks anew and an answer
stays with what it answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pathways import definitions as d
from pathways import telling
from pathways.answers import PromptRaised, Trace
from pathways.arising import next_at
from pathways.calendars import local_day
from pathways.drafts import in_force, live
from pathways.facts import Fact
from pathways.nodes import NO, TRUTHS, UNCLEAR, Node, answers, first_since
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


def raised(question: Question, line: Timeline) -> Iterator[PromptRaised]:
    """The prompts that stand at the moment, answered ones included."""
    if question.each is not None:
        yield from _for_each(question, question.each, line)
    elif not question.dated or in_force(question.prompt, line.today):
        truth = question.node.truth(line, line.moment)
        if truth != NO:
            evidence = question.node.evidence(line, line.moment)
            yield _raise(question, truth, evidence, evidence[-1] if evidence else None, line)


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
        yield _raise(question, span[2], evidence, trigger, line)


def _raise(
    question: Question,
    truth: int,
    evidence: list[Fact],
    latest: Fact | None,
    line: Timeline,
) -> PromptRaised:
    prompt = question.prompt
    key = f"{prompt.id}:{latest.id}" if latest else prompt.id
    ids = tuple([fact.id for fact in evidence])
    settled, answer = _answered(question, key, evidence, latest, line)
    missing: tuple[str, ...] = ()
    if truth == UNCLEAR:
        missing = tuple(dict.fromkeys(question.node.missing(line, line.moment)))
    since = answers(question.node, line)[-1][0]
    return PromptRaised(
        key,
        prompt.id,
        prompt.title,
        prompt.asked_of,
        prompt.clauses,
        TRUTHS[truth],
        max(since, latest.at) if latest else since,
        ids,
        prompt.answers,
        Trace(partial(telling.prompt, question, truth, ids, line)),
        missing,
        settled.id if settled else None,
        answer,
    )


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

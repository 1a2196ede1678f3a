"""Prompts: thresholds that are reached, or that cannot be told, and whom to ask.

A prompt is told apart by its latest evidence, so new evidence asks anew and an answer
stays with what it answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pathways import definitions as d
from pathways.answers import PromptRaised, Reason, Trace, Truth
from pathways.arising import Draft, Rule, _live, _next_at, in_force
from pathways.calendars import local_day
from pathways.conditions import NO, TRUTHS, UNCLEAR, Node, first_since
from pathways.explain import Words
from pathways.facts import Fact
from pathways.holding import stretches
from pathways.timeline import Timeline, texts


class Question:
    """A prompt made ready."""

    __slots__ = ("node", "prompt")

    def __init__(self, prompt: d.Prompt, node: Node) -> None:
        self.prompt = prompt
        self.node = node


def raised(question: Question, words: Words, line: Timeline) -> Iterator[PromptRaised]:
    """The prompts that stand at the moment, answered ones included."""
    if question.prompt.each is not None:
        yield from _for_each(question, question.prompt.each, words, line)
        return
    if not in_force(question.prompt, line.today):
        return
    truth = question.node.truth(line, line.moment)
    if truth != NO:
        evidence = question.node.evidence(line, line.moment)
        yield _raise(question, truth, evidence, evidence[-1] if evidence else None, words, line)


def _for_each(
    question: Question, each: d.Selector, words: Words, line: Timeline
) -> Iterator[PromptRaised]:
    triggers = line.pick(each)
    for index, trigger in enumerate(triggers.facts):
        if not in_force(question.prompt, local_day(trigger.at)):
            continue
        span = _live(_as_rule(question), line, trigger.at, _next_at(triggers, index))
        if span is None or span[1] is not None:
            continue
        found = question.node.evidence(line, line.moment)
        evidence = [trigger, *(fact for fact in found if fact.id != trigger.id)]
        yield _raise(question, span[2], evidence, trigger, words, line)


def _as_rule(question: Question) -> Rule:
    rule = Rule.__new__(Rule)
    rule.node = question.node
    return rule


def _raise(
    question: Question,
    truth: int,
    evidence: list[Fact],
    latest: Fact | None,
    words: Words,
    line: Timeline,
) -> PromptRaised:
    prompt = question.prompt
    key = f"{prompt.id}:{latest.id}" if latest else prompt.id
    ids = tuple([fact.id for fact in evidence])
    settled, answer = _answered(prompt, key, evidence, latest, line)
    missing: tuple[str, ...] = ()
    if truth == UNCLEAR:
        missing = tuple(dict.fromkeys(question.node.missing(line, line.moment, words)))
    since = stretches(question.node, line)[-1].start
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
        Trace(partial(_why, question, truth, ids, words, line)),
        missing,
        settled.id if settled else None,
        answer,
    )


def _answered(
    prompt: d.Prompt, key: str, evidence: list[Fact], latest: Fact | None, line: Timeline
) -> tuple[Fact | None, str | None]:
    """The latest answer to this very question, or the fact that made it idle."""
    for fact in reversed(line.kind("prompt.answered").facts):
        named = texts(fact.data.get("prompt"))
        if key in named or (prompt.id in named and _covers(fact, evidence)):
            return fact, "; ".join(texts(fact.data.get("answer"))) or None
    done = _settling(prompt, latest, line)
    return (done, "settled") if done else (None, None)


def _covers(answer: Fact, evidence: list[Fact]) -> bool:
    """Whether an answer given without a key saw all that the question rests on now."""
    seen = texts(answer.data.get("evidence"))
    if seen:
        return all(fact.id in seen for fact in evidence)
    return all(fact.at <= answer.at for fact in evidence)


def _settling(prompt: d.Prompt, latest: Fact | None, line: Timeline) -> Fact | None:
    if not prompt.settled_by:
        return None
    picked = line.merge(prompt.settled_by)
    if latest is None:
        return picked.facts[-1] if picked.facts else None
    first = first_since(picked, latest, line.moment)
    if first is None:
        return None
    for fact in picked.facts[picked.facts.index(first) :]:
        if all(fact.data.get(field) == latest.data.get(field) for field in prompt.match):
            return fact
    return None


def _why(
    question: Question, truth: int, ids: tuple[str, ...], words: Words, line: Timeline
) -> Reason:
    prompt = question.prompt
    parts: tuple[Reason, ...] = (question.node.reason(line, line.moment, words),)
    if prompt.reading:
        parts = (*parts, Reason(f"Read as: {prompt.reading}"))
    return Reason(words.prompt(prompt), TRUTHS[truth], prompt.clauses, ids, parts)


def silent(question: Question, words: Words, line: Timeline) -> Reason:
    """Why a prompt was not raised."""
    prompt = question.prompt
    part = question.node.reason(line, line.moment, words)
    return Reason(f"Not asked: {words.prompt(prompt)}", Truth.NO, prompt.clauses, (), (part,))


__all__ = ["Draft", "Question", "raised", "silent"]

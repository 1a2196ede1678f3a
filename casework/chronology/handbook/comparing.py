"""The same question to every procedure: what each says, side by side.

The questions are put to the structure of the packs (which duty a record meets, which
meeting decides), so that another authority answers them without a word of code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from casework.chronology.handbook import telling
from casework.chronology.handbook.books import Handbook, Pages
from casework.chronology.handbook.parts import every
from casework.chronology.pack_words import words_in
from pathways.counting import length
from pathways.definitions import After, Before, Duty, Interval, MeetingKind

Answer = tuple[str, str, tuple[str, ...]]
"""What one procedure says: a text, the page it stands on, and its clauses."""
SHOWN = 6
"""Answers of one procedure that are shown; the rest is counted, and one list away."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that every procedure is asked."""

    id: str
    text: str
    answer: Callable[[Handbook, Pages], Iterator[Answer]]


def compared(books: list[Handbook]) -> list[dict[str, Any]]:
    """Every question with the answers of every procedure; an empty list where one is silent."""
    return [
        {
            "id": question.id,
            "text": question.text,
            "answers": [_answered(question, book) for book in books],
        }
        for question in QUESTIONS
    ]


def _answered(question: Question, book: Handbook) -> dict[str, Any]:
    said = list(dict.fromkeys(question.answer(book, Pages(book.pack.id))))
    return {
        "authority": book.pack.authority,
        "said": said[:SHOWN],
        "more": len(said) - len(said[:SHOWN]),
    }


# --- about the meeting ----------------------------------------------------------------


def _meetings(book: Handbook, to: Pages) -> Iterator[Answer]:
    for kind in book.pack.meeting_kinds.values():
        label = kind.name if kind.name == kind.label else f"{kind.name} ({kind.label})"
        yield telling.upper(label), to("meeting", kind.id), kind.clauses[:1]


def _each(
    say: Callable[[MeetingKind, Handbook], str],
) -> Callable[[Handbook, Pages], Iterator[Answer]]:
    """An answer for each kind of meeting that has something to say."""

    def answer(book: Handbook, to: Pages) -> Iterator[Answer]:
        for kind in book.pack.meeting_kinds.values():
            said = say(kind, book)
            if said:
                yield f"{telling.upper(kind.label)}: {said}", to("meeting", kind.id), ()

    return answer


def _chair(kind: MeetingKind, book: Handbook) -> str:
    return book.words.roles(kind.chair) if kind.chair else ""


def _quorum(kind: MeetingKind, book: Handbook) -> str:
    return ", ".join(part.label for part in kind.quorum)


def _rhythm(kind: MeetingKind, book: Handbook) -> str:
    return every(kind.rhythm) if kind.rhythm else ""


def _ahead(kind: MeetingKind, book: Handbook) -> str:
    told = [
        f"{name} {length(period)} before"
        for name, period in [("list", kind.list_before), ("papers", kind.papers_before)]
        if period
    ]
    return ", ".join(told)


# --- about the rules ------------------------------------------------------------------


def _duties(wanted: Callable[[Duty], bool]) -> Callable[[Handbook, Pages], Iterator[Answer]]:
    """The duties of a sort, each with its limit."""

    def answer(book: Handbook, to: Pages) -> Iterator[Answer]:
        for duty in book.pack.duties:
            if wanted(duty):
                title = duty.title.rstrip(".")
                yield f"{title}: {_limit(duty)}", to.entry(duty), duty.clauses[:1]

    return answer


def _limit(duty: Duty) -> str:
    match duty.clock:
        case After(by=by) if by:
            return "by the day that was agreed"
        case After(within=None):
            return "no time is given"
        case After(within=within):
            return f"within {length(within)}" if within.amount else "the same day"
        case Before(at_least=ahead):
            return f"{length(ahead)} before"
        case Interval(limit=limit):
            return f"at the latest {length(limit)} after the last"
    return "for as long as it applies"


def _again(duty: Duty) -> bool:
    return isinstance(duty.clock, Interval)


def _met_by(*kinds: str) -> Callable[[Duty], bool]:
    return lambda duty: any(each.kind in kinds for each in duty.met_by)


def _asked_about(*names: str) -> Callable[[Handbook, Pages], Iterator[Answer]]:
    """Questions to people whose threshold speaks of these kinds of fact or states."""

    def answer(book: Handbook, to: Pages) -> Iterator[Answer]:
        for prompt in book.pack.prompts:
            if words_in(prompt.when) & set(names):
                yield prompt.title, to.entry(prompt), prompt.clauses[:1]

    return answer


def _decides(*kinds: str) -> Callable[[Handbook, Pages], Iterator[Answer]]:
    """Gates on facts of these kinds: who may do it."""

    def answer(book: Handbook, to: Pages) -> Iterator[Answer]:
        for gate in book.pack.gates:
            if any(each.kind in kinds for each in gate.effects):
                by = f": {book.words.roles(gate.by)}" if gate.by else ""
                yield f"{gate.title.rstrip('.')}{by}", to.entry(gate), gate.clauses[:1]

    return answer


def _levels(book: Handbook, to: Pages) -> Iterator[Answer]:
    for scale in book.pack.scales.values():
        levels = ", ".join(level.label for level in scale.levels)
        yield f"{scale.label}: {levels}", to("scales"), ()


MISSING = _asked_about("missing.started", "missing")
STRATEGY = _duties(_met_by("strategy_discussion.held"))
RECORD = _duties(_met_by("record.completed", "record.circulated"))
ENDING = _decides("rating.removed", "case.closed")
QUESTIONS = (
    Question("meetings", "Which meetings are there?", _meetings),
    Question("rhythm", "How often do they meet?", _each(_rhythm)),
    Question("chair", "Who is in the chair?", _each(_chair)),
    Question("quorum", "Who has to be there?", _each(_quorum)),
    Question("papers", "When do list and papers go out?", _each(_ahead)),
    Question("missing", "When does going missing make people ask?", MISSING),
    Question("strategy", "How soon is there a strategy discussion?", STRATEGY),
    Question("review", "How often is a child looked at again?", _duties(_again)),
    Question("record", "How soon is the record complete and sent?", RECORD),
    Question("rating", "Who may decide a rating?", _decides("rating.set")),
    Question("leaving", "Who may end it?", ENDING),
    Question("levels", "Which levels of risk are there?", _levels),
)


__all__ = ["QUESTIONS", "compared"]

"""Worked examples as people read them: what happened, what follows, and how each date comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from casework.chronology import policy
from casework.chronology.handbook.books import Handbook
from casework.chronology.handbook.telling import upper
from pathways import ledger
from pathways.definitions import Entry
from pathways.examples import Example, Outcome, run
from pathways.examples_read import Expected, NotAMoment, moment_of
from pathways.explain import Words

LATE = {"overdue": "late", "met late": "done late", "met": "done", "due": "for that day"}
"""States of a duty in the words of the product."""


def worked(clause: str, book: Handbook) -> dict[str, Any] | None:
    """The example that shows the clause best, run now: its facts, and how each date comes."""
    line = book.lines[clause]
    if not line.examples:
        return None
    example = max(line.examples, key=lambda each: _telling(each, clause))
    outcome = _run(example, book)
    return {
        **_told(example, book),
        "dates": list(_dates(outcome.evaluation.obligations, clause)),
        "others": [_other(each, clause) for each in _other_answers(outcome.evaluation, clause)],
        "holds": outcome.holds,
        "all": [(each.title, each.id) for each in line.examples],
    }


def whole(example: Example, book: Handbook) -> dict[str, Any]:
    """An example, run now, with all that must follow and all that does."""
    outcome = _run(example, book)
    found = outcome.evaluation
    return {
        **_told(example, book),
        "expected": [
            {"text": _expected(each, book), "clause": each.clause} for each in example.expect
        ],
        "duties": [_obligation(each, book.words) for each in found.obligations],
        "others": [
            *(_other(each) for each in (*found.prompts, *found.verdicts)),
            *(f"Shown: {each.title}" for each in found.guidance),
        ],
        "holds": outcome.holds,
        "differences": outcome.differences,
    }


def of_id(book: Handbook, name: str) -> Example | None:
    return next((each for each in book.examples if each.id == name), None)


def stages_of(example: Example, book: Handbook) -> set[str]:
    """The stages at which the clauses stand that an example shows."""
    stages = (ledger.stage_of(book.pack, clause) for clause in example.clauses)
    return {stage.id for stage in stages if stage}


def shows(example: Example, entry: Entry) -> bool:
    """Whether an example expects something of an entry, under its own name or its family's."""
    names = {entry.id, getattr(entry, "action", entry.id)}
    for each in example.expect:
        said = {getattr(each, key, "") for key in ("prompt", "gate", "verdict", "guidance", "none")}
        if names & said:
            return True
        if each.duty and (entry.id == each.duty or entry.id.startswith(f"{each.duty}-")):
            return True
    return False


def _run(example: Example, book: Handbook) -> Outcome:
    return run(example, book.pack, policy.calendar_for(book.pack))


def _told(example: Example, book: Handbook) -> dict[str, Any]:
    subject = example.subject
    attributes = [
        f"{book.words.attribute(name)} {book.words.value(name, str(value))}"
        for name, value in subject.attributes.items()
    ]
    return {
        "id": example.id,
        "title": example.title,
        "story": example.story,
        "kind": subject.kind.replace("_", " "),
        "born": subject.born,
        "attributes": attributes,
        "facts": [_fact(fact, book.words) for fact in example.facts],
        "moment": example.moment,
        "known_at": example.known_at,
    }


def _telling(example: Example, clause: str) -> tuple[bool, bool, bool, int]:
    """How much an example tells: dates before states, and what is still to come before late."""
    own = [each for each in example.expect if each.clause == clause]
    dated = any(each.due and each.due != "no date" for each in own)
    ahead = any(each.status in ("upcoming", "met", "open") for each in own)
    return bool(example.story), dated, ahead, -len(example.clauses)


# --- what happened --------------------------------------------------------------------


def _fact(fact: Any, words: Words) -> dict[str, Any]:
    exact = fact.precision.value == "instant"
    said = [text for name, value in fact.data.items() if (text := _said(name, value, words))]
    withdrawn = fact.withdrawn_at is not None
    what = upper(words.kind(fact.kind))
    return {"what": what, "said": said, "at": fact.at, "exact": exact, "withdrawn": withdrawn}


QUIET = ("meeting", "episode", "plan", "action", "other", "prompt", "obligation", "scale")
"""Fields that only tie facts together: names that nobody reads."""


def _said(name: str, value: Any, words: Words) -> str:
    if name in QUIET or value in ("", None):
        return ""
    if isinstance(value, list | tuple):
        return " and ".join(words.value(name, str(each)) for each in value)
    if name == "question":
        return words.question(str(value))
    if name in ("starts_at", "due"):
        return _stamp(str(value))
    if name.endswith("role") or name == "role":
        return words.role(str(value))
    if str(value) in ("yes", "no", "true", "false", "True", "False"):
        answer = "yes" if str(value).lower() in ("yes", "true") else "no"
        return f"{name.replace('_', ' ')}: {answer}"
    return words.value(name, str(value))


def _stamp(text: str) -> str:
    """A day or moment as people write it; what is neither stays as it was written."""
    try:
        moment = moment_of(text)
    except NotAMoment:
        return text
    time_of_day = f", {moment:%H:%M}" if len(text) > 10 else ""
    return f"{moment:%a} {moment.day} {moment:%b %Y}{time_of_day}"


# --- what must follow -----------------------------------------------------------------


def _expected(expected: Expected, book: Handbook) -> str:
    """An expectation as a sentence."""
    for key, tell in _TELLERS.items():
        name = getattr(expected, key, "")
        if name:
            return tell(name, expected, book)
    return _duty(expected, book)


def _titled(name: str, book: Handbook) -> str:
    """The title of the entry of this id, or of the family that begins with it."""
    entries = book.entries
    own = [each for each in entries if each.id == name]
    family = [each for each in entries if each.id.startswith(f"{name}-")]
    return (own or family)[0].title if own or family else name.replace("-", " ")


def _duty(expected: Expected, book: Handbook) -> str:
    told = [_titled(expected.duty, book) if expected.duty else "Something is to be done"]
    if expected.due == "no date":
        told.append("no date is given")
    elif expected.due:
        told.append(f"due {_stamp(expected.due)}")
    if expected.proposal and expected.proposal != "no date":
        told.append(f"proposed {_stamp(expected.proposal)}")
    if expected.tolerated and expected.tolerated != "no date":
        told.append(f"tolerated until {_stamp(expected.tolerated)}")
    if expected.bearer:
        told.append(book.words.role(expected.bearer))
    if expected.status:
        told.append(LATE.get(expected.status, expected.status))
    if expected.governed == "yes":
        told.append("an earlier date governs")
    return f"{told[0].rstrip('.')}: {', '.join(told[1:])}." if told[1:] else f"{told[0]}."


def _prompt(name: str, expected: Expected, book: Handbook) -> str:
    if name == "none":
        return "Nothing is asked of people."
    if expected.truth == "cannot tell":
        return f"It cannot be told, and people are asked: {_titled(name, book)}"
    answer = f" Their answer is kept: {expected.answer}." if expected.answer else ""
    asked = f"Asked of {book.words.role(expected.asked)}" if expected.asked else "People are asked"
    return f"{upper(asked)}: {_titled(name, book)}{answer}"


def _gate(name: str, expected: Expected, book: Handbook) -> str:
    gates = [gate.title for gate in book.pack.gates if name in (gate.action, gate.id)]
    title = (gates[0] if gates else name.replace("_", " ")).rstrip(".")
    by = f", for {book.words.role(expected.by)}" if expected.by else ""
    return f"{title}{by}: {expected.permission or 'asked'}."


def _verdict(name: str, expected: Expected, book: Handbook) -> str:
    effect = expected.effect or "judged"
    return f"{_titled(name, book).rstrip('.')}: what was done is {effect}."


def _nothing(name: str, expected: Expected, book: Handbook) -> str:
    if name in ("obligation", "due"):
        return "Nothing is to be done."
    if name == "prompt":
        return "Nothing is asked of people."
    return f"It does not arise: {_titled(name, book)}"


def _changes(name: str, expected: Expected, book: Handbook) -> str:
    return f"Time alone changes the answer next: {_stamp(name) if name != 'never' else 'never'}."


def _guidance(name: str, expected: Expected, book: Handbook) -> str:
    return f"It is shown: {_titled(name, book)}"


def _place(name: str, expected: Expected, book: Handbook) -> str:
    kind = book.pack.meeting_kinds.get(getattr(expected, "meeting", ""))
    members = (*kind.core_members, *kind.invitees) if kind else ()
    label = next((each.label for each in members if each.id == name), name.replace("_", " "))
    return f"{upper(label)}{{}} at the {kind.label if kind else 'meeting'}."


def _attends(name: str, expected: Expected, book: Handbook) -> str:
    return _place(name, expected, book).format(" is expected")


def _not_attending(name: str, expected: Expected, book: Handbook) -> str:
    return _place(name, expected, book).format(" is not expected")


_TELLERS = {
    "gate": _gate,
    "verdict": _verdict,
    "prompt": _prompt,
    "guidance": _guidance,
    "attends": _attends,
    "not_attending": _not_attending,
    "none": _nothing,
    "changes": _changes,
}


# --- what follows ---------------------------------------------------------------------


def _obligation(each: Any, words: Words) -> dict[str, Any]:
    return {
        "title": each.title,
        "who": words.role(each.bearer),
        "due": each.due.day if each.due else None,
        "time": None if each.due is None or each.due.by_day else each.due.moment,
        "status": LATE.get(each.status.value, each.status.value),
        "late": each.status.value == "overdue",
        "clauses": each.clauses,
    }


def _dates(obligations: Any, clause: str) -> Iterator[dict[str, Any]]:
    for each in obligations:
        if clause not in each.clauses or each.due is None:
            continue
        named = (
            ("proposed", each.proposal),
            ("limit", each.due),
            ("tolerated", each.tolerated_until),
        )
        for what, deadline in named:
            if deadline is not None:
                yield {
                    "how": deadline.arithmetic,
                    "what": what,
                    "day": deadline.day,
                    "time": None if deadline.by_day else deadline.moment,
                    "main": what == "limit",
                    "days": deadline.days if what == "limit" else (),
                }


def _other_answers(evaluation: Any, clause: str) -> list[Any]:
    undated = [o for o in evaluation.obligations if o.due is None]
    found = [*undated, *evaluation.prompts, *evaluation.verdicts]
    return [each for each in found if clause in each.clauses]


def _other(answer: Any, clause: str = "") -> str:
    if hasattr(answer, "effect"):
        return f"{answer.definition.title.rstrip('.')}: what was done is {answer.effect}."
    if hasattr(answer, "question"):
        if answer.missing:
            return f"It cannot be told: {'; '.join(answer.missing)}."
        return f"People are asked: {answer.question}"
    return f"{answer.title.rstrip('.')}: {LATE.get(answer.status.value, answer.status.value)}."

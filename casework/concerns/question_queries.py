"""What the procedure asks people to decide on a child, with who may answer and how."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casework.concerns import settling_queries
from casework.concerns.why_queries import (
    CONDITIONS,
    Reader,
    bearer_of,
    open_to,
    trace,
)
from casework.web import words
from casework.web.addresses import address


def questions(prompts: Iterable[Any], reader: Reader, *, may_answer: bool) -> list[dict[str, Any]]:
    """Open prompts of the engine as questions for the macro `ask`; cannot tell comes last."""
    asked = [
        one for one in prompts if one.open and one.truth != "no" and open_to(one.evidence, reader)
    ]
    asked.sort(key=lambda one: one.truth == "cannot tell")
    return [_question(one, reader, may_answer) for one in asked]


def _question(one: Any, reader: Reader, may_answer: bool) -> dict[str, Any]:
    cannot_tell = one.truth == "cannot tell"
    why_asked = trace(one.why, one.clauses, set(one.evidence), reader)
    return {
        "key": one.key,
        "state": "Cannot tell" if cannot_tell else f"For {_askers(one, reader)} to decide",
        "title": one.question,
        "text": _told(one),
        "clauses": list(one.clauses),
        "cannot_tell": cannot_tell,
        "answers": _answers(one, reader, cannot_tell) if may_answer else [],
        "why": why_asked | {"question": "Why is this asked?"},
    }


def _told(one: Any) -> str:
    """What decided it: the conditions that hold, or those that cannot be told."""
    if one.truth == "cannot tell" and one.missing:
        return f"Cannot tell, because {words.joined(list(one.missing))}."
    leaves = [leaf for leaf in _leaves(one.why) if leaf.truth == one.truth]
    said = [leaf.text.split(": ", 1)[-1] for leaf in leaves if leaf.text.startswith(CONDITIONS)]
    return " ".join(words.sentence(text) for text in said) or one.why.text


def _leaves(reason: Any) -> list[Any]:
    """The ends of a trace, where something was looked up."""
    if not reason.parts:
        return [reason]
    return [leaf for part in reason.parts for leaf in _leaves(part)]


def _askers(one: Any, reader: Reader) -> str:
    """The people asked, as far as they are known; else the first role."""
    posts = [reader.people[role] for role in one.asked_of if role in reader.people]
    known = list(dict.fromkeys(post.holder for post in posts))
    if known:
        return " or ".join(known[:2])
    return bearer_of(one.asked_of[0], reader) if one.asked_of else "the network"


def _answers(one: Any, reader: Reader, cannot_tell: bool) -> list[dict[str, Any]]:
    """What can be done about a question; one way is always to answer with a reason."""
    own = address("concerns:answer", reader.case.reference, one.key)
    if cannot_tell:
        times = address("concerns:missing", reader.case.reference)
        judge = address("concerns:add", reader.case.reference, "judgement")
        mend = [{"text": "Add the times", "href": times}] if _lacks_time(one.why) else []
        if _lacks_judgement(one.why):
            mend.append({"text": "Answer what people decide", "href": judge})
        return [*mend, {"text": "It cannot be known", "href": own}]
    done = settling_queries.answers_of(reader.case, one.prompt)
    first = [answer | {"first": True} for answer in done]
    return [*first, {"text": "Answer with a reason", "href": own}]


def _lacks_time(reason: Any) -> bool:
    return any("only the day is known" in leaf.text for leaf in _leaves(reason))


def _lacks_judgement(reason: Any) -> bool:
    return any("nobody has answered yet" in leaf.text for leaf in _leaves(reason))

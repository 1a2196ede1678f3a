"""Compares what followed from an example with what must follow, and says how they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from pathways import definitions as d
from pathways.answers import LONDON, Evaluation, Obligation, Status, Truth
from pathways.attending import attending
from pathways.calendars import Calendar
from pathways.engine import may
from pathways.examples_read import Example, Expected
from pathways.rulings import Ruling


def compare(
    expected: Expected, example: Example, found: Evaluation, pack: d.Pack, calendar: Calendar
) -> Iterator[str]:
    if expected.gate:
        yield from _gate(expected, _ruling(expected, example, pack, calendar))
    elif expected.verdict:
        yield from _verdict(expected, found)
    elif expected.prompt:
        yield from _prompt(expected, found)
    elif expected.guidance:
        yield from _guidance(expected, found)
    elif expected.attends or expected.not_attending:
        yield from _attendance(expected, example, pack, calendar)
    elif expected.none:
        yield from _nothing(expected.none, found)
    elif expected.changes:
        at = found.next_change_at
        said = _stamp(at) if at else "never"
        if not said.startswith(expected.changes):
            yield f"time alone changes it next {said}, not {expected.changes}"
    else:
        yield from _obligation(expected, found)


def _obligation(expected: Expected, found: Evaluation) -> Iterator[str]:
    candidates = [o for o in found.obligations if _named(expected.duty, o.duty)]
    wanted = _asked(
        expected, ("due", "bearer", "status", "clause", "proposal", "tolerated", "governed")
    )
    if not candidates:
        yield f"{expected.duty or 'an obligation'} was expected, and did not arise"
        return
    if not any(_like(each, wanted) for each in candidates):
        nearest = max(
            candidates, key=lambda each: sum(said(each, k) == v for k, v in wanted.items())
        )
        told = ", ".join(f"{key} {said(nearest, key)}" for key in wanted if key != "clause")
        asked = ", ".join(f"{key} {value}" for key, value in wanted.items())
        yield f"{nearest.duty}: expected {asked}; found {told} under {', '.join(nearest.clauses)}"


def _named(asked: str, duty: str) -> bool:
    """`rating-review` stands for the whole family `rating-review-emerging` and so on."""
    return not asked or duty == asked or duty.startswith(f"{asked}-")


def _asked(expected: Expected, keys: tuple[str, ...]) -> dict[str, str]:
    return {key: getattr(expected, key) for key in keys if getattr(expected, key)}


def _like(obligation: Obligation, wanted: Mapping[str, str]) -> bool:
    return all(
        value in _clauses(obligation) if key == "clause" else said(obligation, key) == value
        for key, value in wanted.items()
    )


def _clauses(obligation: Obligation) -> tuple[str, ...]:
    """The clauses that it rests on, and of what it gave way to those as well."""
    if obligation.status is not Status.SUPERSEDED:
        return obligation.clauses
    return (*obligation.clauses, *(c for part in obligation.why.parts for c in part.clauses))


def said(obligation: Obligation, key: str) -> str:
    if key in {"due", "proposal", "tolerated"}:
        deadline = {
            "due": obligation.due,
            "proposal": obligation.proposal,
            "tolerated": obligation.tolerated_until,
        }[key]
        if deadline is None:
            return "no date"
        return str(deadline.by_day) if deadline.by_day else _stamp(deadline.moment)
    if key == "governed":
        return "yes" if obligation.governed_by else "no"
    return str(getattr(obligation, key, ""))


def _stamp(moment: datetime) -> str:
    return moment.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")


def _prompt(expected: Expected, found: Evaluation) -> Iterator[str]:
    still_open = [each for each in found.prompts if each.open]
    if expected.prompt == "none":
        if still_open:
            yield f"nothing was to be asked, but {', '.join(p.prompt for p in still_open)} is"
        return
    raised = [each for each in found.prompts if each.prompt == expected.prompt]
    if not raised:
        yield f"the question {expected.prompt} was expected, and is not asked"
        return
    prompt = raised[-1]
    checks = (
        (expected.truth, str(prompt.truth), "its threshold is"),
        (expected.answer, prompt.answer or "", "its answer is"),
    )
    for asked, said, words in checks:
        if asked and asked != said:
            yield f"{prompt.prompt}: {words} {said or 'not given'}, not {asked}"
    if not expected.answer and not prompt.open:
        yield f"{prompt.prompt}: it is answered already ({prompt.answer})"
    if not expected.truth and prompt.truth is not Truth.YES:
        yield f"{prompt.prompt}: its threshold cannot be told"
    yield from _contains(prompt.prompt, "clause", expected.clause, prompt.clauses)
    yield from _contains(prompt.prompt, "asked", expected.asked, prompt.asked_of)
    if expected.missing and not any(expected.missing in text for text in prompt.missing):
        yield f"{prompt.prompt}: what is missing is {'; '.join(prompt.missing) or 'nothing'}"


def _contains(name: str, key: str, wanted: str, found: Iterable[str]) -> Iterator[str]:
    if wanted and wanted not in found:
        yield f"{name}: {key} {wanted} is not among {', '.join(found)}"


def _ruling(expected: Expected, example: Example, pack: d.Pack, calendar: Calendar) -> Ruling:
    return may(
        pack,
        expected.gate,
        expected.by,
        example.facts,
        example.subject,
        calendar,
        example.moment,
    )


def _gate(expected: Expected, ruling: Ruling) -> Iterator[str]:
    if expected.permission and str(ruling.permission) != expected.permission:
        yield f"{expected.gate}: it is {ruling.permission}, not {expected.permission}"
    yield from _contains(expected.gate, "clause", expected.clause, ruling.clauses)
    if expected.missing and not any(expected.missing in text for text in ruling.missing):
        yield f"{expected.gate}: what is missing is {'; '.join(ruling.missing) or 'nothing'}"


def _verdict(expected: Expected, found: Evaluation) -> Iterator[str]:
    verdicts = [each for each in found.verdicts if each.gate == expected.verdict]
    if expected.effect == "not judged":
        if verdicts:
            yield f"{expected.verdict}: it was judged {verdicts[-1].effect}"
        return
    if not verdicts:
        yield f"{expected.verdict}: no act was judged"
        return
    if expected.effect and str(verdicts[-1].effect) != expected.effect:
        yield f"{expected.verdict}: the act is {verdicts[-1].effect}, not {expected.effect}"
    yield from _contains(expected.verdict, "clause", expected.clause, verdicts[-1].clauses)


def _guidance(expected: Expected, found: Evaluation) -> Iterator[str]:
    shown = next((each for each in found.guidance if each.guidance == expected.guidance), None)
    if shown is None:
        yield f"the guidance {expected.guidance} was expected, and is not shown"
        return
    yield from _told(expected, shown.guidance, shown.truth, shown.missing)
    yield from _contains(shown.guidance, "clause", expected.clause, shown.clauses)


def _attendance(
    expected: Expected, example: Example, pack: d.Pack, calendar: Calendar
) -> Iterator[str]:
    named = expected.attends or expected.not_attending
    if expected.meeting not in pack.meeting_kinds:
        yield f"{named}: say at which kind of meeting of the pack"
        return
    facts, subject = example.facts, example.subject
    places = attending(
        pack, expected.meeting, facts, subject, calendar, example.moment, example.known_at
    )
    found = next((each for each in places if each.member.id == named), None)
    if expected.not_attending:
        if found is not None:
            yield f"{named} was not to be expected at {expected.meeting}, and is"
        return
    if found is None:
        yield f"{named} was to be expected at {expected.meeting}, and is not"
        return
    yield from _told(expected, named, found.truth, found.missing)
    yield from _contains(named, "clause", expected.clause, found.clauses)
    strengths = (expected.strength,) if expected.strength else ("must", "should")
    if found.strength not in strengths:
        yield f"{named}: the text says {found.strength}, not {' or '.join(strengths)}"


def _told(expected: Expected, name: str, truth: Truth, missing: tuple[str, ...]) -> Iterator[str]:
    wanted = expected.truth or str(Truth.YES)
    if str(truth) != wanted:
        yield f"{name}: it is {truth} whether it applies, not {wanted}"
    if expected.missing and not any(expected.missing in text for text in missing):
        yield f"{name}: what is missing is {'; '.join(missing) or 'nothing'}"


def _nothing(named: str, found: Evaluation) -> Iterator[str]:
    """Nothing outstanding under a duty, no such question open, no such guidance shown."""
    if named == "prompt":
        yield from _prompt(Expected(prompt="none"), found)
        return
    everything = named in {"obligation", "due"}
    standing = [
        each
        for each in found.obligations
        if each.outstanding and (everything or _named(named, each.duty))
    ]
    for each in standing:
        yield f"nothing was to be outstanding, but {each.duty} is {each.status}"
    if any(each.prompt == named and each.open for each in found.prompts):
        yield f"nothing was to be asked, but {named} is"
    if any(each.guidance == named for each in found.guidance):
        yield f"{named} was not to be shown, and is"

"""Whole answers of the engine as text, so that a person can read all that follows from a story.

The stories are worked examples; the text told of each lies beside its file in `told/`. After
a change that is meant, write the texts anew, and read what differs before it is committed:

    python -m pathways.tests.telling_in_full && git diff pathways/tests/told
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pathways import definitions as d
from pathways.answers import LONDON, Deadline, Evaluation, Obligation, PromptRaised, Reason
from pathways.attending import attending
from pathways.calendars import load_calendar
from pathways.engine import evaluate, may
from pathways.examples import Example, load_examples
from pathways.packs import load_pack, load_vocabulary

HERE = Path(__file__).parent / "told"
ROOT = Path(__file__).parents[2]
CALENDAR = load_calendar("england-and-wales")
PLACES = {
    # The invented authority that uses every structure of the language.
    ROOT / "tests/sixth/merrowdale/examples": (
        ROOT / "tests/sixth/merrowdale",
        ROOT / "policy/vocabulary.yaml",
    ),
    # A small invented procedure whose stories lie at the edges of every rule.
    HERE / "stories": (HERE / "brackwater", HERE / "vocabulary.yaml"),
}
"""Folders of stories, each with its pack and the vocabulary that the pack speaks."""
STEPS = 6
"""Changes by time alone that are followed after the moment of a story."""


def stories() -> Iterator[tuple[Path, d.Pack, tuple[Example, ...]]]:
    """Each file of stories with its pack."""
    for folder, (pack, vocabulary) in PLACES.items():
        read = load_pack(pack, load_vocabulary(vocabulary))
        for file in sorted(folder.glob("*.yaml")):
            yield file, read, load_examples(file, read.id)


def golden(file: Path, pack: d.Pack) -> Path:
    return HERE / f"{pack.id}-{file.stem}.txt"


def told(example: Example, pack: d.Pack, first: bool = False) -> str:
    """All that follows from a story.

    What does not depend on the story, what did not arise, what may be done and who comes is
    told in the first story of a file, and where the story is about it.
    """
    about = example.expect
    found = evaluated(example, pack, example.moment)
    lines = [
        f"# {example.title}",
        f"As at {_time(found.moment)}; time alone changes it {_time(found.next_change_at)}.",
        *_obligations(found),
        *_prompts(found),
        *_verdicts(found),
        *_guidance(found, first),
        *(_silent(found) if first or any(each.none for each in about) else ()),
        *(_rulings(example, pack) if first or any(each.gate for each in about) else ()),
        *(_places(example, pack) if first or any(each.meeting for each in about) else ()),
        *_as_time_goes_on(example, pack, found),
    ]
    return "\n".join(lines) + "\n"


def evaluated(example: Example, pack: d.Pack, moment: datetime, whole: bool = False) -> Evaluation:
    known = example.known_at
    return evaluate(pack, example.facts, example.subject, CALENDAR, moment, known, whole=whole)


# --- the parts of an answer -----------------------------------------------------------


def _obligations(found: Evaluation) -> Iterator[str]:
    yield "\n## To be done"
    yield f"open: {_listed(each.key for each in found.open)}"
    yield f"outstanding: {_listed(each.key for each in found.outstanding)}"
    for each in found.obligations:
        yield from _obligation(each)
    for act in sorted({each.act for each in found.obligations}):
        latest = found.latest(act)
        yield f"latest of {act}: {latest.key}, {latest.status}"


def _obligation(each: Obligation) -> Iterator[str]:
    yield f"\n{each.key}: {each.status}"
    yield f"  {each.title} ({each.duty}, {each.act}; {each.bearer} {each.strength})"
    yield f"  arose {_time(each.arose_at)}, by {_listed(each.triggers)}"
    yield from _deadline("due", each.due)
    yield from _deadline("proposed", each.proposal)
    yield from _deadline("tolerated until", each.tolerated_until)
    if each.met_at or each.met_by:
        yield f"  met {_time(each.met_at)} by {each.met_by}"
    if each.ended_at:
        yield f"  ended {_time(each.ended_at)}"
    if each.governed_by:
        yield f"  governed by {each.governed_by}"
    yield from _reason(each.why, 1)


def _deadline(name: str, deadline: Deadline | None) -> Iterator[str]:
    if deadline is None:
        return
    kind = "by the end of" if deadline.by_day else "in the course of"
    sure = ", provisional" if deadline.provisional else ""
    yield f"  {name} {kind} {deadline.day}, late from {_time(deadline.moment)}{sure}"
    for day in deadline.days:
        number = "" if day.number is None else f" ({day.number})"
        last = f" to {day.last}" if day.last != day.first else ""
        yield f"    {day.first}{last}: {day.what}{number}"


def _prompts(found: Evaluation) -> Iterator[str]:
    yield "\n## Asked"
    for each in found.prompts:
        yield from _prompt(each)


def _prompt(each: PromptRaised) -> Iterator[str]:
    yield f"\n{each.key}: {each.truth}, {'open' if each.open else 'answered'}"
    yield f"  {each.question} ({each.prompt}; {_listed(each.asked_of)}; {_listed(each.answers)})"
    yield f"  since {_time(each.raised_at)}, on {_listed(each.evidence)}"
    if each.answered_by or each.answer:
        yield f"  answered “{each.answer}” by {each.answered_by}"
    yield from (f"  missing: {text}" for text in each.missing)
    yield from _reason(each.why, 1)


def _verdicts(found: Evaluation) -> Iterator[str]:
    yield "\n## What acts are worth"
    for each in found.verdicts:
        yield f"\n{each.gate} on {each.fact}: {each.effect}"
        yield from _reason(each.why, 1)


def _guidance(found: Evaluation, first: bool) -> Iterator[str]:
    yield "\n## Said"
    for each in found.guidance:
        if each.definition.when is None and not first:
            continue
        yield f"\n{each.guidance}: {each.truth}, at {_listed(each.at)}, on {_listed(each.evidence)}"
        yield f"  {each.title} {_listed(each.items)}"
        yield from (f"  missing: {text}" for text in each.missing)
        yield from _reason(each.why, 1)


def _silent(found: Evaluation) -> Iterator[str]:
    yield "\n## Silent"
    for why in found.not_fired:
        yield from _reason(why, 0)


def _rulings(example: Example, pack: d.Pack) -> Iterator[str]:
    """What may be done, by somebody who has the power and by somebody who has not."""
    yield "\n## May it be done"
    for gate in pack.gates:
        if example.subject.kind not in gate.subjects:
            continue
        for role in (*gate.by[:1], "passer_by"):
            ruling = may(
                pack, gate.action, role, example.facts, example.subject, CALENDAR, example.moment
            )
            yield f"\n{ruling.action} by {role}: {ruling.permission}; {_listed(ruling.clauses)}"
            yield from (f"  missing: {text}" for text in ruling.missing)
            yield from _reason(ruling.why, 1)

    ruling = may(pack, "sing", "worker", example.facts, example.subject, CALENDAR, example.moment)
    yield f"\n{ruling.action} by worker: {ruling.permission}"
    yield from _reason(ruling.why, 1)


def _places(example: Example, pack: d.Pack) -> Iterator[str]:
    yield "\n## Who comes"
    for kind in pack.meeting_kinds:
        for each in attending(
            pack, kind, example.facts, example.subject, CALENDAR, example.moment, example.known_at
        ):
            core = "core" if each.core else "invited"
            yield f"{kind}: {each.member.id}, {core}, {each.strength}, {each.truth}"
            yield f"  {each.why.text} {_listed(each.clauses)} {_listed(each.missing)}"


# --- as time goes on ------------------------------------------------------------------


def _as_time_goes_on(example: Example, pack: d.Pack, found: Evaluation) -> Iterator[str]:
    """What changes if nothing more is recorded, at each moment that the answer names."""
    yield "\n## If nothing more happens"
    for _ in range(STEPS):
        if found.next_change_at is None:
            return
        before, found = found, evaluated(example, pack, found.next_change_at)
        yield f"{_time(found.moment)}:"
        then, now = _in_short(before, found.moment), _in_short(found, found.moment)
        yield from (f"  no more: {line}" for line in then if line not in now)
        yield from (f"  from now: {line}" for line in now if line not in then)


def _in_short(found: Evaluation, moment: datetime) -> list[str]:
    return [
        *(f"{each.key} {each.status_at(moment)}" for each in found.obligations),
        *(f"{each.key} {each.truth} on {_listed(each.evidence)}" for each in found.prompts),
        *(f"{each.guidance} {each.truth} on {_listed(each.evidence)}" for each in found.guidance),
        *(f"{each.gate} on {each.fact} {each.effect}" for each in found.verdicts),
    ]


# --- in words -------------------------------------------------------------------------


def _reason(reason: Reason, depth: int) -> Iterator[str]:
    facts = f" ({_listed(reason.facts)})" if reason.facts != () else ""
    clauses = f" [{_listed(reason.clauses)}]" if reason.clauses != () else ""
    yield f"{'  ' * depth}{reason.truth}: {reason.text}{clauses}{facts}"
    for part in reason.parts:
        yield from _reason(part, depth + 1)


def _listed(names: object) -> str:
    return ", ".join(names) or "nothing"


def _time(moment: datetime | None) -> str:
    """A moment on a clock in London, to the last digit that is not nought."""
    if moment is None:
        return "never"
    local = moment.astimezone(LONDON)
    return f"{local:%Y-%m-%d %H:%M:%S.%f}".removesuffix(".000000").removesuffix(":00")


def write() -> None:
    """Write all texts anew."""
    for file, pack, examples in stories():
        golden(file, pack).write_text(told_file(pack, examples), encoding="utf-8")


def told_file(pack: d.Pack, examples: tuple[Example, ...]) -> str:
    texts = [told(each, pack, first=each is examples[0]) for each in examples]
    return "\n".join(texts)


if __name__ == "__main__":
    write()

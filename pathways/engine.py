"""What follows from the facts: the one place where pack, facts, calendar and moment meet.

Deterministic and total: no clock, no input or output, and any set of well-formed facts
gives an answer, the same one in whatever order they were recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from pathways import definitions as d
from pathways.answers import Evaluation
from pathways.calendars import Calendar
from pathways.drafts import in_force
from pathways.evaluating import Evaluating
from pathways.facts import Fact, Subject
from pathways.gates import rule_on
from pathways.packed import Packed
from pathways.preparing import Prepared, prepare
from pathways.rulings import Ruling
from pathways.timeline import Timeline

__all__ = ["Packed", "Prepared", "evaluate", "may", "prepare"]


def evaluate(
    pack: d.Pack,
    facts: Iterable[Fact] | Packed,
    subject: Subject,
    calendar: Calendar,
    moment: datetime,
    known_at: datetime | None = None,
    vocabulary: d.Vocabulary | None = None,
    whole: bool = False,
) -> Evaluation:
    """Say what must be done, by whom and by when, what is asked, and what acts are worth.

    `moment` is aware. `known_at`: use only what was on record then; without it, what was
    on record at the moment. Facts later than the moment have not happened yet. Whoever asks
    more than once about a case can lay its facts out once, `Packed(facts)`, and give that.
    `whole` works the history out at once, in one go with what is outstanding: quicker where
    it is wanted anyway.
    """
    ready = prepare(pack, vocabulary)
    line = Timeline(facts, subject, calendar, moment, known_at, ready.words, pack.in_force_from)
    return Evaluating(ready.applying_to(subject.kind), line, whole).answer(moment)


def may(
    pack: d.Pack,
    action: str,
    by_role: str,
    facts: Iterable[Fact] | Packed,
    subject: Subject,
    calendar: Calendar,
    moment: datetime,
    vocabulary: d.Vocabulary | None = None,
    about: Mapping[str, Any] | None = None,
) -> Ruling:
    """Say, before the act, whether somebody may do it, under which clause, what is missing.

    `about` holds fields of the planned act, such as the meeting at which it would be done.
    """
    ready = prepare(pack, vocabulary)
    line = Timeline(facts, subject, calendar, moment, None, ready.words, pack.in_force_from)
    powers = [
        power
        for power in ready.applying_to(subject.kind).powers
        if power.gate.action == action and (not power.dated or in_force(power.gate, line.today))
    ]
    kinds = [selector.kind for power in powers for selector in power.gate.effects]
    planned = Fact(
        "planned act", kinds[0] if kinds else action, moment.astimezone(UTC), data=about or {}
    )
    return rule_on(powers, action, by_role, planned, line)

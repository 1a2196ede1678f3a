"""What a finished form tells the procedure, so that nothing is asked twice.

Questions speak by their names: what fills from `factors.latest` tells the factors, a yes
or no to a question of people's judgement tells that judgement, and something written
under `concern_<key risk>` tells that concern.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from casework.agencies.models import Post
from casework.chronology import policy
from casework.chronology.commands import NewFact
from casework.concerns import settling_queries
from casework.concerns.models import FormResponse

CONCERN = "concern_"
FACTORS = "factors.latest"


def facts_told(response: FormResponse, *, by: Post, now: datetime) -> list[NewFact]:
    """Factors, concerns and judgements in the answers of a form, as facts of this moment."""
    answers = dict(_flat(response))
    return [*_factors(response, answers, now), *_judgements(response, answers, by, now)]


def _flat(response: FormResponse) -> Iterator[tuple[str, Any]]:
    """Question and answer, whatever the section."""
    for given in response.answers.values():
        if isinstance(given, dict):
            yield from given.items()


def _factors(response: FormResponse, answers: dict[str, Any], now: datetime) -> Iterator[NewFact]:
    form = policy.form(response.case.authority_id, response.form)
    asked = [question.id for question in form.questions() if question.fills_from == FACTORS]
    ticked = next((answers[one] for one in asked if one in answers), None)
    concerns = [one for one in _known_concerns() if answers.get(f"{CONCERN}{one}")]
    if ticked is None and not concerns:
        return
    data = {"factors": list(ticked or []), "concerns": concerns}
    yield NewFact(case=response.case, kind="factor.recorded", at=now, data=data)


def _known_concerns() -> tuple[str, ...]:
    kind = policy.vocabulary().kinds["factor.recorded"]
    return next((one.options for one in kind.fields if one.name == "concerns"), ())


def _judgements(
    response: FormResponse, answers: dict[str, Any], by: Post, now: datetime
) -> Iterator[NewFact]:
    for question, _ in settling_queries.judgements(response.case.authority_id):
        if answers.get(question) in {"yes", "no"}:
            data = {"question": question, "answer": answers[question], "role": by.role}
            yield NewFact(case=response.case, kind="judgement.made", at=now, data=data)

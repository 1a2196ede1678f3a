"""What a discussion came to, as the meeting decided it, and what makes it whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from casework.agencies.models import Post
from casework.meetings.models import Meeting
from casework.plans.commands import Point
from casework.plans.models import Action

EXPLAINED = {Action.State.ONGOING, Action.State.OUTSTANDING}


@dataclass(frozen=True, slots=True)
class Rating:
    """The agreed level with its key risks, and why it changed."""

    level: str
    risks: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    words: str = ""
    differently: str = ""
    closing: bool = False
    removal: str = ""
    """The ground on which the child leaves review, if they do; `words` gives the reasons."""


@dataclass(frozen=True, slots=True)
class ReviewedAction:
    """How an earlier action stands by the word of the meeting."""

    action: Action
    state: str
    explanation: str = ""
    to_satisfaction: bool | None = None


@dataclass(frozen=True, slots=True)
class NewAction:
    """What somebody will do, by when."""

    text: str
    owner: Post
    due_on: date
    immediate: bool = False


@dataclass(frozen=True, slots=True)
class NextReview:
    """The day of the next discussion; `meeting` where one is planned on it."""

    day: date
    meeting: Meeting | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that a discussion came to; what the meeting left open stays empty."""

    rating: Rating | None = None
    factors: tuple[str, ...] | None = None
    """The risk factors that apply now; None where nobody has confirmed them."""
    reviewed: tuple[ReviewedAction, ...] = ()
    points: tuple[Point, ...] = ()
    child_took_part: str = ""
    family_took_part: str = ""
    actions: tuple[NewAction, ...] = ()
    review: NextReview | None = None
    lead: Post | None = None
    recommendations: str = ""
    strategy_reason: str = ""
    disruption_about: str = ""
    """What the meeting recommends to take to the disruption meeting; no child is named there."""
    still_open: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Standing:
    """What the checks need to know of the slot: the last level, the lowest, the bounds."""

    last_level: str = ""
    lowest_level: str = ""
    closed_reasons: dict[str, str] = field(default_factory=dict)
    limit: date | None = None


def problems(outcome: Outcome, standing: Standing) -> list[str]:
    """What must be put right before the discussion can be finished; empty if nothing."""
    found = [*rating_problems(outcome.rating, standing)] if outcome.rating else []
    found += [f"{text}: {one.action.text}" for one in outcome.reviewed
              if (text := explanation_problem(one.state, one.explanation))]  # fmt: skip
    if outcome.review and (text := review_problem(outcome.review, standing.limit)):
        found.append(text)
    return found


def rating_problems(rating: Rating, standing: Standing) -> list[str]:
    """What is missing in a rating."""
    found = []
    if rating.level != standing.lowest_level and not rating.risks:
        found.append("Select at least one key risk")
    if standing.last_level and rating.level != standing.last_level and not rating.reasons:
        found.append("Select why the rating changed")
    found += [standing.closed_reasons[one] for one in rating.reasons
              if one in standing.closed_reasons]  # fmt: skip
    if rating.removal and not rating.words.strip():
        found.append("Enter the full reasons why the child leaves review")
    return found


def explanation_problem(state: str, explanation: str) -> str:
    """An action that is not completed needs a few words."""
    if state in EXPLAINED and not explanation.strip():
        return "Enter in a few words how the action stands"
    return ""


def review_problem(review: NextReview, limit: date | None) -> str:
    """A date beyond the limit is possible with a reason, and is shown as beyond it."""
    if limit and review.day > limit and not review.reason.strip():
        return f"Enter why the next review is later than {limit.day} {limit:%B}"
    return ""

"""Missing episodes of the crowd, what police wrote down, and the talks afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta

from casework.exchange.demonstration import dirt
from casework.exchange.demonstration.crowd import Somebody, write_person
from casework.exchange.demonstration.sizes import (
    REPEATS_AT_HOME,
    REPEATS_LOOKED_AFTER,
    SHARE_INTERVIEWED_IN_72_HOURS,
    YEARS,
)
from casework.exchange.demonstration.writer import Writer

PUSH = ("Arguments at home.", "Did not want to be in the placement.", "Trouble at school.")
PULL = ("Wanted to be with friends.", "Asked to come by somebody older.", "A party.")
POLICE_MONTHS = 12


def write_missing(likely: list[Somebody], to: Writer) -> None:
    """Six years of episodes: each year some children, a few of them very often."""
    for year in range(YEARS):
        first = to.first_day + timedelta(days=365 * year)
        chosen = {to.chance.one_of(likely).id: None for _ in range(_children(to))}
        by_id = {each.id: each for each in likely}
        for key in chosen:
            _a_year_of(by_id[key], first, to)
    _impossible(likely, to)


def _children(to: Writer) -> int:
    return to.size.missing_children_a_year


def _a_year_of(somebody: Somebody, first, to: Writer) -> None:  # type: ignore[no-untyped-def]
    bands = REPEATS_LOOKED_AFTER if somebody.looked_after else REPEATS_AT_HOME
    free_from = None
    moments = sorted(
        to.chance.evening(to.chance.day(first, first + timedelta(days=364)))
        for _ in range(to.chance.band(bands))
    )
    for start in moments:
        if start.date() > to.today or (free_from and start < free_from):
            continue
        free_from = start + to.chance.hours_missing()
        episode(somebody, start, free_from, to)


def episode(somebody: Somebody, start: datetime, end: datetime, to: Writer) -> None:
    """One episode; some were written down without a time."""
    key, chance = to.key("M"), to.chance
    if chance.happens(0.08):
        start, end = start.replace(hour=0, minute=0), end.replace(hour=0, minute=0)
    ended = to.past(end)
    recent = (to.today - start.date()).days < 730
    offered = chance.happens(0.86) if recent else None
    accepted = bool(offered) and chance.happens(0.7)
    to.row(
        "ssd_missing",
        miss_table_id=key,
        miss_person_id=somebody.id,
        miss_missing_episode_start_date=start,
        miss_missing_episode_type=_type(somebody, to),
        miss_missing_episode_end_date=ended,
        miss_missing_rhi_offered=offered,
        miss_missing_rhi_accepted=accepted if offered else None,
    )
    if recent and ended:
        _interview(somebody, key, end, bool(offered), accepted, to)
    if (to.today - start.date()).days < POLICE_MONTHS * 30:
        _police(somebody, key, start, ended, to)


def _type(somebody: Somebody, to: Writer) -> str:
    if to.chance.happens(0.1):
        return "Away from placement without authorisation"
    return "Missing from Care" if somebody.looked_after else "Missing from home"


def _interview(
    somebody: Somebody, key: str, end: datetime, offered: bool, accepted: bool, to: Writer
) -> None:
    chance = to.chance
    within = (
        chance.between(10, 71)
        if chance.happens(SHARE_INTERVIEWED_IN_72_HOURS)
        else (chance.between(73, 400))
    )
    held = end + timedelta(hours=within)
    done = accepted and held.date() <= to.today
    to.row(
        "return_interviews",
        rhi_id=to.key("H"),
        missing_id=key,
        la_child_id=somebody.id,
        returned_at=end,
        due_at=end + timedelta(hours=72),
        offered_at=to.past(end + timedelta(hours=min(within, 40) // 2)) if offered else None,
        offer_outcome=_outcome(offered, accepted, to),
        reason_not_offered=None if offered else "Returned before the report was seen.",
        held_at=held if done else None,
        interviewer=chance.one_of(to.staff)[1] if done else None,
        independent=done or None,
        provider="Return interview service" if done else None,
        seen_alone=chance.happens(0.9) if done else None,
        push_factors=chance.one_of(PUSH) if done else None,
        pull_factors=chance.one_of(PULL) if done else None,
    )


def _outcome(offered: bool, accepted: bool, to: Writer) -> str:
    if not offered:
        return "not_offered"
    return "accepted" if accepted else to.chance.one_of(("declined", "declined", "not_reached"))


def _police(
    somebody: Somebody, key: str, start: datetime, ended: datetime | None, to: Writer
) -> None:
    """The police know names and dates of birth, and often not the authority's number."""
    chance = to.chance
    known = chance.happens(0.94)
    forename, surname, born = somebody.forename, somebody.surname, somebody.born
    if not known and chance.happens(0.5):
        forename, surname, born = _misheard(somebody, to)
    to.row(
        "police_missing",
        police_ref=f"SYP-{key}",
        forename=forename,
        surname=surname,
        dob=born,
        la_child_id=somebody.id if known else None,
        reported_at=start + timedelta(minutes=chance.between(20, 400)),
        last_seen_at=start,
        missing_from=chance.one_of(("foster", "childrens_home", "supported"))
        if somebody.looked_after
        else "home",
        missing_from_postcode=dirt.postcode(chance.postcode(), chance),
        reported_by=chance.one_of(("Parent", "Carer", "Residential staff", "School")),
        risk_grade=chance.one_of(("High", "Medium", "Medium", "Low", "M")),
        found_at=ended,
        found_by=chance.one_of(("Police", "Family", "Returned")) if ended else None,
        status="Closed" if ended else "Open",
    )


def _misheard(somebody: Somebody, to: Writer):  # type: ignore[no-untyped-def]
    return to.chance.one_of(
        (
            (somebody.surname, somebody.forename, somebody.born),
            (somebody.forename, somebody.surname, dirt.swapped(somebody.born)),
            (somebody.forename[:-1], somebody.surname, somebody.born),
            (somebody.forename, f"{somebody.surname}-{to.chance.surname()}", somebody.born),
        )
    )


def _impossible(likely: list[Somebody], to: Writer) -> None:
    """Rows that cannot be right: ended before begun, overlapping, never ended."""
    for shape in range(min(8, len(likely))):
        somebody = likely[shape * 3 % len(likely)]
        start = to.chance.evening(to.today - timedelta(days=90 + 11 * shape))
        end = {
            0: start - timedelta(days=2),
            1: None,
            2: start + timedelta(days=3),
            3: start + timedelta(hours=20),
        }[shape % 4]
        to.row(
            "ssd_missing",
            miss_table_id=to.key("M"),
            miss_person_id=somebody.id,
            miss_missing_episode_start_date=start,
            miss_missing_episode_type="Missing",
            miss_missing_episode_end_date=end,
        )
        if shape % 4 == 2:
            to.row(
                "ssd_missing",
                miss_table_id=to.key("M"),
                miss_person_id=somebody.id,
                miss_missing_episode_start_date=start + timedelta(days=1),
                miss_missing_episode_type="Missing",
                miss_missing_episode_end_date=start + timedelta(days=2),
            )


def write_twins(likely: list[Somebody], to: Writer) -> None:
    """The same child under a second number, spelt as a hurried hand spells."""
    for place in range(0, min(len(likely), 60), 12):
        somebody = likely[place]
        forename, surname, born = _misheard(somebody, to)
        twin = Somebody(
            id=str(2_900_000 + place),
            forename=forename,
            surname=surname,
            sex=somebody.sex,
            born=born,
            area=somebody.area,
        )
        write_person(twin, to, known=False)
        start = to.chance.evening(to.today - timedelta(days=40 + place))
        episode(twin, start, start + timedelta(hours=18), to)

"""Missing episodes, what the police wrote down, and the talks afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from casework.concerns.models import MissingEpisode, NationalReferral, ReturnInterview
from casework.exchange.bringing.world import Arrived, World
from casework.exchange.reading.cells import When
from casework.exchange.reading.dates import start_of
from casework.subjects.models import Case

SAME_EPISODE = timedelta(hours=30)
"""A police report this close to a start is of that episode."""
SAID = (
    "push_factors", "pull_factors", "whereabouts", "companions", "travel", "harm_disclosed",
    "substance", "exploitation_indicators", "actions",
)  # fmt: skip


def missing(row: Arrived, world: World) -> None:
    """An episode of the case system, with the precision that the system has."""
    case = world.case_of(row["miss_person_id"])
    if case is None:
        return
    key = f"{world.source}:{row['miss_table_id']}"[:80]
    start, end = row["miss_missing_episode_start_date"], row["miss_missing_episode_end_date"]
    _episode(row, world, case, key, start, end)


def _episode(
    row: Arrived, world: World, case: Case, key: str, start: When, end: When | None
) -> MissingEpisode:
    world.belongs(row, case)
    world.want(row, case, "missing.started", start, {"episode": key})
    if end:
        world.want(row, case, "missing.ended", end, {"episode": key})
    found = MissingEpisode(
        case=case,
        key=key,
        started_at=start.at,
        started_precision=str(start.precision),
        ended_at=end.at if end else None,
        ended_precision=str(end.precision) if end else "",
    )
    world.notes.setdefault("episodes", {}).setdefault(case.pk, {})[key] = found
    return found


def police(row: Arrived, world: World) -> None:
    """A police report completes the episode that the case system knows, or is one itself."""
    case = world.case_of(row["la_child_id"])
    if case is None:
        world.notes.setdefault("unclaimed", []).append(row)
    else:
        police_report(row, case, world)


def police_report(row: Arrived, case: Case, world: World) -> None:
    """Take in a report that is about this child."""
    world.belongs(row, case)
    start = row["last_seen_at"] or row["reported_at"]
    episode = _matching(world, case, start) or _episode(
        row, world, case, f"police:{row['police_ref']}"[:80], start, row["found_at"]
    )
    _complete(episode, row)


def _matching(world: World, case: Case, start: When) -> MissingEpisode | None:
    found = _episodes_of(world, case)
    near = [each for each in found if abs(each.started_at - start.at) <= SAME_EPISODE]
    return min(near, key=lambda each: abs(each.started_at - start.at), default=None)


def _episodes_of(world: World, case: Case) -> list[MissingEpisode]:
    """The child's episodes: those of this import, and those known before."""
    by_case = world.notes.setdefault("episodes_by_case", {})
    if case.pk not in by_case:
        arrived = world.notes.get("episodes", {}).get(case.pk, {})
        stored = MissingEpisode.objects.filter(case=case, withdrawn_at__isnull=True)
        by_case[case.pk] = [
            *arrived.values(),
            *(each for each in stored if each.key not in arrived),
        ]
    return by_case[case.pk]


def _complete(episode: MissingEpisode, row: Arrived) -> None:
    episode.police_reference = row["police_ref"][:60]
    episode.reported_at = row["reported_at"].at
    episode.risk_grade = row["risk_grade"] or ""
    episode.missing_from = (row["missing_from"] or "")[:40]
    episode.found_at_place = (row["found_location"] or "")[:200]
    episode.harm = (row["harm"] or "")[:300]
    if episode.pk:
        episode.save()


def store_episodes(world: World) -> None:
    """Write the episodes, all at once; one known before takes its new values."""
    rows = [one for each in world.notes.get("episodes", {}).values() for one in each.values()]
    MissingEpisode.objects.bulk_create(
        rows,
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["case", "key"],
        update_fields=[
            "started_at", "started_precision", "ended_at", "ended_precision", "missing_from",
            "reported_at", "police_reference", "risk_grade", "found_at_place", "harm",
        ],
    )  # fmt: skip


def interview(row: Arrived, world: World) -> None:
    """A return interview: offered, held or declined, and what was said."""
    case = world.case_of(row["la_child_id"])
    if case is None:
        return
    world.belongs(row, case)
    key = _episode_key(row, world)
    data: dict[str, Any] = {"episode": key}
    if row["offered_at"]:
        world.want(row, case, "return_interview.offered", row["offered_at"], data)
    if row["held_at"]:
        by = row["interviewer"] or ""
        world.want(row, case, "return_interview.held", row["held_at"], data, told_by=by)
    elif row["offer_outcome"] == "declined" and row["offered_at"]:
        world.want(row, case, "return_interview.declined", row["offered_at"], data)
    world.notes.setdefault("interviews", []).append((row, case, key))


def _episode_key(row: Arrived, world: World) -> str:
    if row["missing_id"]:
        return f"{world.source}:{row['missing_id']}"[:80]
    return f"police:{row['police_ref']}"[:80] if row["police_ref"] else ""


def store_interviews(world: World) -> None:
    """Write the interviews, each beside its episode."""
    waiting = world.notes.get("interviews", [])
    cases = {case.pk for _, case, _ in waiting}
    episodes = {
        (episode.case_id, episode.key): episode
        for episode in MissingEpisode.objects.filter(case__in=cases)
    }
    ReturnInterview.objects.bulk_create(
        [_interview(row, case, episodes.get((case.pk, key))) for row, case, key in waiting],
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["case", "key"],
        update_fields=[
            "episode", "offered_at", "outcome", "not_offered_because", "held_at", "interviewer",
            "independent", "seen_alone", "said", "shared_with_police_at",
        ],
    )  # fmt: skip


def _interview(row: Arrived, case: Case, episode: MissingEpisode | None) -> ReturnInterview:
    return ReturnInterview(
        case=case,
        episode=episode,
        key=row["rhi_id"][:80],
        offered_at=_at(row["offered_at"]),
        outcome=row["offer_outcome"] or "",
        not_offered_because=(row["reason_not_offered"] or "")[:300],
        held_at=_at(row["held_at"]),
        interviewer=(row["interviewer"] or "")[:120],
        independent=row["independent"],
        seen_alone=row["seen_alone"],
        said={name: row[name] for name in SAID if row[name]},
        shared_with_police_at=_at(row["shared_with_police_at"]),
    )


def national_referral(row: Arrived, world: World) -> None:
    """A referral to the National Referral Mechanism, and what was decided on it."""
    case = world.case_of(row["la_child_id"])
    if case is None:
        return
    reference = row["nrm_ref"]
    world.want(row, case, "nrm.referred", row["submitted_at"], {"reference": reference})
    for kind in ("rg", "cg"):
        if row[f"{kind}_at"] and row[f"{kind}_decision"]:
            decision = {"decision": f"{GROUNDS[kind]}: {row[f'{kind}_decision']}"}
            world.want(row, case, "nrm.decided", row[f"{kind}_at"], decision)
    NationalReferral.objects.update_or_create(
        case=case,
        reference=reference[:60],
        defaults={
            "first_responder": (row["first_responder_org"] or "")[:120],
            "submitted_at": row["submitted_at"].at,
            "exploitation_types": row["exploitation_types"] or [],
            "county_lines": row["county_lines"],
            "reasonable_grounds": (row["rg_decision"] or "")[:40],
            "reasonable_grounds_at": _start(row["rg_at"]),
            "conclusive_grounds": (row["cg_decision"] or "")[:40],
            "conclusive_grounds_at": _start(row["cg_at"]),
        },
    )


GROUNDS = {"rg": "reasonable grounds", "cg": "conclusive grounds"}


def _at(when: When | None) -> Any:
    return when.at if when else None


def _start(day: Any) -> Any:
    return start_of(day) if day else None

"""From the forms of `add` to the commands: one function for each kind of thing."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.utils import timezone

from casework.agencies.models import Post
from casework.concerns import commands, forms, missing_commands, queries
from casework.concerns.models import MissingEpisode
from casework.subjects import commands as subjects
from casework.subjects.models import Case


def missing(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    data, (at, precision) = form.cleaned_data, form.moment
    missing_commands.report_missing(
        case=case,
        started_at=at,
        precision=precision,
        missing_from=data["missing_from"],
        police_reference=data["police_reference"],
        told_by=data["told_by"],
        note=data["note"],
        by=by,
        now=now,
    )


def found(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    data, (at, precision) = form.cleaned_data, form.moment
    missing_commands.report_found(
        episode=form.episode,
        ended_at=at,
        precision=precision,
        found_at_place=data["found_at_place"],
        harm=data["harm"],
        told_by=data["told_by"],
        note=data["note"],
        by=by,
        now=now,
    )


def interview(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    """Of the latest episode: offered, held or declined; one that took place was offered too."""
    data, (at, precision) = form.cleaned_data, form.moment
    held = queries.open_interview(case)
    if held is None:
        held = missing_commands.offer_interview(
            case=case, episode=queries.latest_episode(case), offered_at=at,
            precision=precision, by=by, now=now,
        )  # fmt: skip
    if data["outcome"] == "held":
        missing_commands.hold_interview(
            interview=held,
            held_at=at,
            precision=precision,
            note=data["note"],
            interviewer=data["interviewer"],
            by=by,
            now=now,
        )
    elif data["outcome"] == "declined":
        missing_commands.decline_interview(
            interview=held, declined_at=at, precision=precision, reason=data["note"], by=by, now=now
        )


def crime_report(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    data, (at, precision) = form.cleaned_data, form.moment
    commands.link_crime_report(
        case=case,
        linked_as=data["linked_as"],
        reference=data["reference"],
        note=data["note"],
        at=at,
        precision=precision,
        by=by,
        now=now,
    )


def told(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    data = form.cleaned_data
    commands.tell_young_person(
        case=case, stage=data["stage"], told_on=data["on"], note=data["note"], by=by, now=now
    )


def observation(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    data = form.cleaned_data
    subjects.note_observation(
        case=case,
        kind=data["kind"],
        text=data["text"],
        noted_on=timezone.localdate(now),
        by=by,
        now=now,
    )


def voice(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    data = form.cleaned_data
    subjects.note_voice(
        case=case,
        words=data["words"],
        said_by=data["said_by"],
        said_to=data["said_to"],
        said_on=data["on"],
        by=by,
        now=now,
    )


def story(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    subjects.write_story(
        case=case,
        story=form.cleaned_data["story"],
        written_on=timezone.localdate(now),
        by=by,
        now=now,
    )


def relation(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    subjects.add_relation(case=case, by=by, now=now, **form.cleaned_data)


def link(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    """Link with somebody or something known, or put a new person or place on record first."""
    data = form.cleaned_data
    other = queries.case_by_reference(data["other"]) if data["other"] else _new(case, data, by, now)
    commands.link_subjects(
        case=case,
        to_case=other,
        kind=data["kind"],
        source=data["source"],
        confirmed=data["confirmed"],
        seen_on=data["on"],
        by=by,
        now=now,
    )


def judgement(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    data = form.cleaned_data
    commands.judge(
        case=case, question=data["question"], answer=data["answer"], reason=data["note"],
        by=by, now=now,
    )  # fmt: skip


def strategy(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    data, (at, precision) = form.cleaned_data, form.moment
    commands.note_strategy_discussion(
        case=case, what=data["what"], at=at, precision=precision, note=data["note"], by=by, now=now
    )


def national(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    data, (at, precision) = form.cleaned_data, form.moment
    missing_commands.refer_nationally(
        case=case,
        reference=data["reference"],
        submitted_at=at,
        precision=precision,
        first_responder=data["first_responder"],
        by=by,
        now=now,
    )


def national_decision(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    data, (at, precision) = form.cleaned_data, form.moment
    missing_commands.decide_nationally(
        referral=case.national_referrals.get(pk=data["referral"]),
        stage=data["stage"],
        decision=data["decision"],
        decided_at=at,
        precision=precision,
        by=by,
        now=now,
    )


def end_observation(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    subjects.end_observation(
        observation=case.observations.get(pk=form.cleaned_data["observation"]),
        ended_on=timezone.localdate(now),
        by=by,
        now=now,
    )


def lead(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    data = form.cleaned_data
    commands.allocate(
        case=case,
        post=queries.post_by_key(data["post"]),
        relation=data["relation"],
        starts_on=data["on"],
        by=by,
        now=now,
    )


def details(*, case: Case, form: Any, by: Post, now: datetime) -> None:
    subjects.correct_child(child=case.child, by=by, now=now, **form.cleaned_data)


def times_of(episode: MissingEpisode) -> dict[str, Any]:
    """What the form of an episode's times starts with; a time only where it is known."""
    started, ended = timezone.localtime(episode.started_at), episode.ended_at
    back = timezone.localtime(ended) if ended else None
    return {
        "on": started.date(),
        "time": _known(started, episode.started_precision),
        "back_on": back.date() if back else None,
        "back_time": _known(back, episode.ended_precision) if back else None,
    }


def correct_times(*, episode: MissingEpisode, form: Any, by: Post, now: datetime) -> None:
    data, (at, precision) = form.cleaned_data, form.moment
    ended = forms.moment_of(data["back_on"], data["back_time"]) if data["back_on"] else (None, "")
    missing_commands.correct_times(
        episode=episode,
        started_at=at,
        started_precision=precision,
        ended_at=ended[0],
        ended_precision=ended[1],
        reason=data["reason"],
        by=by,
        now=now,
    )


def _new(case: Case, data: dict[str, Any], by: Post, now: datetime) -> Case:
    add = subjects.add_place if data["new_kind"] == "place" else subjects.add_person_of_concern
    made = add(
        authority=case.authority,
        area=case.area,
        label=data["label"],
        opened_on=timezone.localdate(now),
        by=by,
        now=now,
    )
    return commands.share_with_network(subject=made.case, case=case, by=by, now=now)


def _known(moment: datetime, precision: str) -> time | None:
    return moment.time() if precision == "instant" else None

"""Two people who save at the same instant: one after the other, and no word lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from casework.cast import at
from casework.chronology.models import Fact
from casework.concerns import form_commands, missing_commands
from casework.concerns.models import FormResponse, KeptText

pytestmark = pytest.mark.django_db(transaction=True)


def together(*deeds):
    """Run each deed in a thread with its own connection, all at once."""

    def run(deed):
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [each.result() for each in [pool.submit(run, deed) for deed in deeds]]


def saving(draft, section, text, by, now):
    return lambda: form_commands.save_section(
        response=draft, section=section, answers={"child_view": text}, revision=0, by=by, now=now
    )


@pytest.fixture
def draft(cast, now):
    return form_commands.start_response(
        case=cast.ellis, form_id="risk-assessment-tool", answers={}, by=cast.hannah, now=now
    )


def test_two_parts_saved_at_once_are_both_there(draft, cast, now):
    together(
        saving(draft, "views", "Hannah’s", cast.hannah, now),
        saving(draft, "strengths", "Ruth’s", cast.ruth, now),
    )

    draft.refresh_from_db()
    assert draft.revision == 2
    assert set(draft.answers) == {"views", "strengths"}


def test_one_part_saved_twice_at_once_keeps_both_texts(draft, cast, now):
    saved = together(
        saving(draft, "views", "Hannah’s", cast.hannah, now),
        saving(draft, "views", "Ruth’s", cast.ruth, now),
    )

    draft.refresh_from_db()
    texts = {draft.answers["views"]["child_view"], KeptText.objects.get().text["child_view"]}
    assert sorted(one.conflict for one in saved) == [False, True]
    assert texts == {"Hannah’s", "Ruth’s"}


def test_a_draft_begun_twice_at_once_is_one_draft(cast, now):
    def begin(post):
        return lambda: form_commands.start_response(
            case=cast.ellis, form_id="risk-assessment-tool", answers={}, by=post, now=now
        )

    together(begin(cast.hannah), begin(cast.ruth))

    assert FormResponse.objects.count() == 1


def test_facts_recorded_at_once_are_all_worked_out(cast, now):
    def missing(day):
        return lambda: missing_commands.report_missing(
            case=cast.ellis, started_at=at(day), precision="instant", by=cast.hannah, now=now
        )

    together(missing("2026-11-01"), missing("2026-11-08"), missing("2026-11-15"))

    assert Fact.objects.filter(case=cast.ellis, kind="missing.started").count() == 3
    assert cast.ellis.prompts.filter(prompt="missing-threshold").exists()

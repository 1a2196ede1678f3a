"""The tool is written section by section; nothing that somebody wrote is ever lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.chronology.models import Fact
from casework.concerns import form_commands
from casework.concerns.models import FormResponse, KeptText

JSON = {"HTTP_ACCEPT": "application/json", "HTTP_X_AUTOSAVE": "yes"}


@pytest.fixture
def draft(cast, now):
    return form_commands.start_response(
        case=cast.ellis, form_id="risk-assessment-tool", answers={}, by=cast.hannah, now=now
    )


def section(cast, name="views"):
    return reverse("concerns:tool_section", args=[cast.ellis.reference, name])


def save(draft, by, now, text, revision=0, name="views"):
    return form_commands.save_section(
        response=draft,
        section=name,
        answers={"child_view": text},
        revision=revision,
        by=by,
        now=now,
    )


def test_starting_twice_goes_on_with_one_draft(draft, cast, now):
    again = form_commands.start_response(
        case=cast.ellis, form_id="risk-assessment-tool", answers={}, by=cast.ruth, now=now
    )

    assert again == draft


def test_the_tool_starts_with_what_the_record_knows(cast, signed_in, time_stands_still):
    signed_in(cast.hannah).post(reverse("concerns:tool", args=[cast.ellis.reference]))

    draft = FormResponse.objects.get()
    assert draft.answers["child"]["child_name"] == "Ellis Hartwood"
    assert draft.answers["child"]["born"] == "2011-05-02"
    assert draft.answers["child"]["lcs_number"] == "2044187"


def test_a_section_half_written_is_saved_unchecked(draft, cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)

    response = client.post(section(cast), {"child_view": "I am tired of it.", "version": "0"})

    draft.refresh_from_db()
    assert response.status_code == 302
    assert draft.answers["views"] == {"child_view": "I am tired of it."}


def test_the_script_is_told_what_was_saved(draft, cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)

    response = client.post(section(cast), {"child_view": "Tired.", "version": "0"}, **JSON)

    assert response.status_code == 200
    assert response.json()["version"] == 1


def test_who_writes_on_top_of_another_is_told_and_both_texts_are_kept(draft, cast, now):
    save(draft, cast.ruth, now, "Ruth’s words")

    saved = save(draft, cast.hannah, now, "Hannah’s words")

    draft.refresh_from_db()
    assert saved.conflict
    assert saved.theirs == {"child_view": "Ruth’s words"}
    assert draft.answers["views"] == {"child_view": "Ruth’s words"}
    assert KeptText.objects.get().text == {"child_view": "Hannah’s words"}


def test_a_save_under_way_is_no_quarrel_with_oneself(draft, cast, now):
    save(draft, cast.hannah, now, "I am ti")

    saved = save(draft, cast.hannah, now + timedelta(seconds=2), "I am tired of it.")

    draft.refresh_from_db()
    assert not saved.conflict
    assert draft.answers["views"] == {"child_view": "I am tired of it."}


def test_an_old_window_of_ones_own_does_not_overwrite(draft, cast, now):
    save(draft, cast.hannah, now, "What I wrote last")

    saved = save(draft, cast.hannah, now + timedelta(hours=1), "What I wrote before lunch")

    draft.refresh_from_db()
    assert saved.conflict
    assert draft.answers["views"] == {"child_view": "What I wrote last"}


def test_two_people_in_two_sections_do_not_disturb_each_other(draft, cast, now):
    save(draft, cast.ruth, now, "Ruth’s words", name="strengths")

    saved = save(draft, cast.hannah, now, "Hannah’s words")

    assert not saved.conflict


def test_the_script_of_the_second_is_given_the_first_text(
    draft, cast, signed_in, now, time_stands_still
):
    save(draft, cast.ruth, now, "Ruth’s words")
    client = signed_in(cast.hannah)

    response = client.post(section(cast), {"child_view": "Mine", "version": "0"}, **JSON)

    told = response.json()
    assert response.status_code == 409
    assert told["by"] == "Ruth Pemberton"
    assert told["theirs"]["child_view"] == "Ruth’s words"
    assert told["version"] == 1


def test_without_a_script_both_texts_stand_on_the_page(
    draft, cast, signed_in, now, time_stands_still
):
    save(draft, cast.ruth, now, "Ruth’s words")
    client = signed_in(cast.hannah)

    response = client.post(section(cast), {"child_view": "My own words", "version": "0"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Ruth’s words" in page
    assert "My own words" in page
    assert "Ruth Pemberton saved this part while you were writing" in page


def test_saving_after_reading_both_settles_what_was_kept(draft, cast, now):
    save(draft, cast.ruth, now, "Ruth’s words")
    second = save(draft, cast.hannah, now, "Hannah’s words")

    save(draft, cast.hannah, now, "Both words", revision=second.revision)

    draft.refresh_from_db()
    assert draft.answers["views"] == {"child_view": "Both words"}
    assert KeptText.objects.get().settled_at == now


def test_completing_names_what_is_missing_and_where(draft, cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)

    response = client.post(reverse("concerns:tool_complete", args=[cast.ellis.reference]))

    page = response.content.decode()
    assert response.status_code == 422
    assert "Enter what the child says" in page
    assert "/tool/part/views/#id_child_view" in page


def test_a_complete_tool_is_a_fact_with_the_rating_proposed(
    draft, cast, signed_in, time_stands_still
):
    client = signed_in(cast.hannah)
    fill(client, cast)

    response = client.post(reverse("concerns:tool_complete", args=[cast.ellis.reference]))

    draft.refresh_from_db()
    fact = Fact.objects.get(case=cast.ellis, kind="assessment.completed")
    assert response.status_code == 302
    assert draft.state == "complete"
    assert fact.data == {"tool": "risk-assessment-tool", "level": "significant"}


def test_what_the_tool_tells_is_not_asked_again(draft, cast, signed_in, now, time_stands_still):
    client = signed_in(cast.hannah)
    fill(client, cast)
    for name, data in [
        ("factors", {"factors": ["regularly_missing", "older_person"]}),
        ("concerns", {"concern_trafficking": "Driven to another town to carry a bag."}),
        ("missing", {"factors_indicate_risk": "yes"}),
    ]:
        version = FormResponse.objects.get().revision
        client.post(section(cast, name), data | {"version": version})

    client.post(reverse("concerns:tool_complete", args=[cast.ellis.reference]))

    factors = Fact.objects.get(case=cast.ellis, kind="factor.recorded").data
    judgement = Fact.objects.get(case=cast.ellis, kind="judgement.made").data
    assert factors["factors"] == ["regularly_missing", "older_person"]
    assert factors["concerns"] == ["trafficking"]
    assert (judgement["question"], judgement["answer"]) == ("factors_indicate_risk", "yes")
    assert cast.ellis.prompts.filter(prompt="nrm-referral").exists()


def test_a_complete_tool_is_read_and_never_changed(draft, cast, signed_in, now, time_stands_still):
    client = signed_in(cast.hannah)
    fill(client, cast)
    form_commands.complete_response(response=draft, by=cast.hannah, now=now)

    with pytest.raises(form_commands.AlreadyComplete):
        save(draft, cast.hannah, now, "Later words")
    response = client.get(reverse("concerns:response", args=[cast.ellis.reference, draft.pk]))
    assert "I want to go into town" in response.content.decode()


def test_a_stranger_finds_no_draft(draft, cast, signed_in):
    client = signed_in(cast.tom)

    assert client.get(section(cast)).status_code == 404
    assert client.post(section(cast), {"child_view": "x"}, **JSON).status_code == 404


def fill(client, cast):
    """Answer everything that the tool requires, each section on its page."""
    texts = {
        "child": {"child_name": "Ellis Hartwood"},
        "views": {
            "child_view": "I want to go into town without looking over my shoulder.",
            "family_view": "Mum wants help.",
            "child_told": "yes",
        },
        "strengths": {"strengths": "Good with his hands."},
        "view": {"proposed_rating": "significant", "presenter_view": "He is being targeted."},
    }
    for name, data in texts.items():
        version = FormResponse.objects.get().revision
        client.post(section(cast, name), data | {"version": version})

"""The record of a discussion: every field of the template, and nothing said in confidence."""

import io
from dataclasses import replace

import docx
import pypdf
import pytest

from casework.cast import at
from casework.chronology import policy
from casework.documents import pdf, word
from casework.meetings import record_commands, record_content, record_document
from casework.meetings.models import Slot
from casework.meetings.outcome import Rating
from casework.meetings.tests.after import POINTS, SECRET, WRITTEN, complete, end, talk


@pytest.fixture
def slot(stage):
    found = talk(stage)
    end(stage)
    return found


def content(slot):
    return record_content.content_of(record_commands.held(slot), now=WRITTEN)


def document(slot, **more):
    return record_document.document_of(
        content(slot), reference=slot.meeting.reference, invented=True, **more
    )


def answers(slot):
    """Every answer of the record by question; a repeated one holds a list."""
    found = {}
    for section in content(slot)["sections"]:
        for question in section["questions"]:
            texts = [row[question["id"]]["text"] for row in section["rows"]]
            found[question["id"]] = texts if section["repeats"] else texts[0]
    return found


def pdf_text(document):
    printed = pdf.render(document, now=WRITTEN)
    pages = pypdf.PdfReader(io.BytesIO(printed)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def word_text(document):
    file = docx.Document(io.BytesIO(word.render(document, now=WRITTEN)))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    texts = [one.text for one in file.paragraphs] + cells
    return " ".join(" ".join(texts).split())


# --- every field ----------------------------------------------------------------------


def test_every_question_of_the_template_stands_in_the_pdf_and_in_the_word_file(slot):
    template = policy.form("surrey", "recording-template")
    printed, written = pdf_text(document(slot)), word_text(document(slot))

    # In the grid of the disruption plan the choices stand for the questions.
    grid = {"disruption_who", "disruption_point"}
    wanted = [one.label for one in template.questions() if one.id not in grid]
    wanted += [each.label for one in template.questions() if one.id in grid for each in one.options]

    assert [label for label in wanted if label not in printed] == []
    assert [label for label in wanted if label not in written] == []


@pytest.mark.parametrize("number", range(1, 18))
def test_every_clause_of_the_template_is_asked_by_a_question(number):
    template = policy.form("surrey", "recording-template")
    clause = f"SURR-tmpl-{number:02}"
    of_checklist = policy.form("surrey", "checklist").clauses
    # The renewal every three months is a duty with a clock of its own.
    duties = [each for duty in policy.pack_for("surrey").duties for each in duty.clauses]

    asked = [one for one in template.questions() if one.clause == clause]

    assert asked or clause in of_checklist or clause in duties


def test_what_the_record_knows_is_filled_in(slot):
    told = answers(slot)

    assert told["child_name"] == "Ellis Hartwood"
    assert told["age"] == "15"
    assert told["nhs_number"] == "943 476 5919"
    assert told["tool_latest"] == "12 October 2026"
    assert told["tool_previous"] == "14 July 2026"
    assert told["referred_first"] == "2 June 2026"
    assert told["lead_name"] == "Hannah Osei, Social worker"
    assert told["lead_phone"] == "01632 960 155"


def test_rating_now_and_before_stand_with_their_reasons(slot):
    told = answers(slot)

    assert told["rating_current"].startswith(
        "Significant: criminal exploitation, missing episodes."
    )
    assert "Changed because: a new incident or police report" in told["rating_current"]
    assert told["rating_previous"] == "Emerging: criminal exploitation. Agreed 9 October 2026"


def test_what_the_meeting_said_and_decided_is_filled_in(slot):
    told = answers(slot)

    assert told["discussion"] == "Targeted by older boys\nSeen differently: Education sees it lower"
    assert told["associates"] == "An older boy with a grey car"
    assert told["agency_update"][1] == "Two new reports since October"
    assert told["action_state"] == ["ONGOING"]
    assert told["action_explanation"] == ["The mentor is named"]
    assert told["new_action"] == ["See Ellis weekly"]
    assert told["next_review"] == "Wednesday 30 December 2026, 09:30"
    assert told["home"] == "His mum rings before midnight"


def test_the_disruption_plan_is_a_grid_of_subjects_and_who_acts(slot):
    section = next(one for one in content(slot)["sections"] if one["id"] == "disruption")

    table = record_document.table_of(section)

    assert [column.heading for column in table.columns] == [
        "Subject",
        "Local police",
        "CEMU",
        "Other",
    ]
    assert [row[0] for row in table.rows] == [
        "Police actions",
        "Trafficking NRM",
        "Licensing",
        "Housing",
    ]
    assert table.rows[0][1] == "Plain clothes at the parade"
    assert table.rows[3][1:] == ("Not recorded", "Not recorded", "Not recorded")


def test_an_empty_box_is_printed_and_a_check_without_a_yes_is_not_confirmed(slot):
    printed = pdf_text(document(slot))

    assert "CPP" in printed
    assert "LAC" in printed
    assert "Was a CHaRMM referral made about a perpetrator? Not confirmed" in printed


def test_the_next_review_says_which_clause_asks_for_it(slot):
    assert "SURR-interval-04" in content(slot)["why_then"][0]["clauses"]


def test_a_short_update_has_its_own_template(stage):
    slot = talk(stage)
    Slot.objects.filter(pk=slot.pk).update(kind="short")

    assert record_content.template_of(Slot.objects.get(pk=slot.pk)).id == "short-update"


# --- confidence -----------------------------------------------------------------------


def test_what_was_said_in_confidence_is_in_no_form_of_the_record(slot):
    assert SECRET not in str(content(slot))
    assert SECRET not in pdf_text(document(slot))
    assert SECRET not in word_text(document(slot))


def test_a_fact_of_a_closed_compartment_never_enters(stage):
    from casework.chronology import commands as chronology

    slot = talk(stage)
    chronology.record(
        case=stage.cast.ellis,
        kind="assessment.completed",
        at=at("2026-11-19"),
        data={"tool": "risk-assessment-tool"},
        compartment="intelligence",
        by=stage.cast.colin,
        now=at("2026-11-19"),
    )

    assert answers(slot)["tool_latest"] == "12 October 2026"


def test_people_asked_for_another_child_are_not_in_this_childs_record(stage):
    slot = talk(stage)

    names = [who for who, _, _ in content(slot)["meeting"]["attendance"]]

    assert not any("Ben Aldous" in one for one in names)
    assert "Marlowe" not in str(content(slot))


# --- not in line ----------------------------------------------------------------------


def test_a_meeting_without_health_is_recorded_and_shown_with_the_clause(stage):
    from casework.meetings.models import Invitation

    slot = talk(stage)
    Invitation.objects.filter(post=stage.cast.oluchi).update(here_from=None, presence="absent")
    end(stage)

    [first, *_] = content(slot)["not_in_line"]

    assert "Not quorate" in first["text"]
    assert "SURR-attend-01" in first["clauses"]
    assert "Not in line with the procedure" in pdf_text(document(slot))


# --- completing -----------------------------------------------------------------------


def test_completing_freezes_the_record_and_is_a_fact(stage, slot):
    record = complete(stage, slot)

    assert (record.version, record.form, record.form_version) == (1, "recording-template", "1")
    assert record.fact.data == {
        "meeting": slot.meeting.reference,
        "form": "recording-template",
    }
    assert stage.cast.ellis.obligations.get(duty="complete-record").state == "met"
    stage.cast.ellis.child.surname = "Hartwell"
    stage.cast.ellis.child.save()
    record.refresh_from_db()
    assert record.content["child"] == "Ellis Hartwood"


def test_completing_it_twice_gives_the_same_record(stage, slot):
    first = complete(stage, slot)

    assert complete(stage, slot).pk == first.pk
    assert stage.cast.ellis.facts.filter(kind="record.completed").count() == 1


def test_a_correction_is_the_next_version_and_the_old_one_stays(stage, slot):
    complete(stage, slot)
    stage.cast.ellis.child.gp_name = "Dr Adair"
    stage.cast.ellis.child.save()

    second = complete(stage, slot, now=at("2026-11-23", "09:00"))

    assert second.version == 2
    assert [one.version for one in slot.records.all()] == [2, 1]
    assert "Dr Okafor" in str(slot.records.get(version=1).content)


def test_empty_fields_are_said_and_need_a_reason(stage):
    slot = talk(stage, points=POINTS[5:], review=None)

    with pytest.raises(record_commands.StillEmpty) as problem:
        complete(stage, slot)

    assert "Safety plan" in problem.value.empty
    assert "Next review: Date of the next review" in problem.value.empty
    record = complete(stage, slot, although="The plan is made on Monday")
    assert record.content["empty_because"] == "The plan is made on Monday"


def test_minimal_wants_neither_plan_nor_review(stage):
    leaves = Rating(
        "minimal", (), ("effective_support",), "Nothing new for half a year", removal="minimal"
    )
    slot = talk(stage, rating=leaves, points=(), review=None)

    told = answers(slot)

    assert "Safety plan" not in content(slot)["empty"]
    assert told["removal_ground"] == "Goes on the Minimal risk list"
    assert told["removal_reasons"] == "Nothing new for half a year"


def test_nothing_is_completed_before_the_discussion_is_finished(stage):
    slot = stage.talk_about("ellis")

    with pytest.raises(record_commands.CannotComplete, match="Finish the discussion first"):
        complete(stage, slot)


# --- another authority ----------------------------------------------------------------


def test_another_template_needs_no_code(stage, slot, monkeypatch):
    """The same answers under other questions, in another order, with other words."""
    theirs = policy.form("surrey", "recording-template")
    turned = replace(
        theirs,
        id="minutes",
        sections=tuple(
            replace(
                section,
                label=f"{section.label} (ours)",
                questions=tuple(
                    replace(one, id=f"q_{one.id}", label=f"{one.label} (ours)", show_if=None)
                    for one in reversed(section.questions)
                ),
            )
            for section in theirs.sections
        ),
    )
    monkeypatch.setattr(record_content, "template_of", lambda slot: turned)

    record = complete(stage, slot, although="Their conditions are gone")

    assert record.form == "minutes"
    told = {
        question["label"]: section["rows"][0][question["id"]]["text"]
        for section in record.content["sections"]
        for question in section["questions"]
    }
    assert told["Child's name (ours)"] == "Ellis Hartwood"
    assert told["Home (ours)"] == "His mum rings before midnight"
    assert told["How it stands (ours)"] == "ONGOING"
    assert told["Date of the next review (ours)"] == "Wednesday 30 December 2026, 09:30"

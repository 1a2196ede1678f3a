from types import SimpleNamespace

import pytest
from django.template.loader import get_template

from casework.web.pack_forms import flattened, form_from_definition


def question(id, label, type="text", **rest):
    given = {"options": (), "required": False, "hint": "", "clause": "", "show_if": None}
    return SimpleNamespace(id=id, label=label, type=type, **{**given, **rest})


def option(id, label):
    return SimpleNamespace(id=id, label=label, hint="")


NOT_TOLD = SimpleNamespace(question="told", one_of=("no",))
TOOL = SimpleNamespace(
    id="risk-tool",
    label="Risk tool",
    sections=(
        SimpleNamespace(
            id="child",
            label="The child",
            hint="",
            repeats=False,
            questions=(
                question(
                    "told", "Does the child know?", "yes_no", required=True, clause="SURR-check-07"
                ),
                question("why", "Why not?", "textarea", required=True, show_if=NOT_TOLD),
                question("seen", "Last seen", "date"),
                question(
                    "risks",
                    "Key risks",
                    "choices",
                    options=(option("C", "Criminal"), option("M", "Missing")),
                ),
            ),
        ),
        SimpleNamespace(
            id="places",
            label="Place",
            hint="",
            repeats=True,
            questions=(
                question("where", "Where", required=True),
                question("times", "How often", "number"),
            ),
        ),
    ),
)
SENT = {
    "told": "no",
    "why": "She was not at home",
    "seen_day": "3",
    "seen_month": "11",
    "seen_year": "2026",
    "risks": ["C", "M"],
    "places-count": "2",
    "places-0-where": "Station Parade",
    "places-0-times": "3",
    "places-1-where": "",
}


def test_answers_are_ready_to_be_stored():
    form = form_from_definition(TOOL)(SENT)

    assert form.is_valid(), form.errors
    assert form.answers() == {
        "told": "no",
        "why": "She was not at home",
        "seen": "2026-11-03",
        "risks": ["C", "M"],
        "places": [{"where": "Station Parade", "times": 3}],
    }


def test_a_draft_asks_for_nothing_and_keeps_half_a_date():
    draft = form_from_definition(TOOL, draft=True)({"seen_day": "3", "places-0-times": "often"})

    assert draft.is_valid()
    assert draft.answers() == {"seen": "3//", "places": [{"times": "often"}]}


def test_a_draft_is_checked_in_full_before_it_counts():
    draft = form_from_definition(TOOL, draft=True)({"seen_day": "3", "told": "no"})
    assert draft.is_valid()
    full = form_from_definition(TOOL)(flattened(TOOL.sections, draft.answers()))

    assert full.errors["seen"] == ["Date must include a month and year"]
    assert full.errors["why"] == ["Answer “Why not?”"]
    assert full.errors["places-0-where"] == ["Enter where"]


def test_a_question_counts_only_while_its_condition_holds():
    form = form_from_definition(TOOL)({**SENT, "told": "yes", "why": "left over"})

    assert form.is_valid()
    assert "why" not in form.answers()


def test_a_further_row_once_begun_is_asked_for_in_full():
    form = form_from_definition(TOOL)({**SENT, "places-1-times": "2"})

    assert form.errors == {"places-1-where": ["Enter where"]}


def test_one_more_row_is_there_when_asked_for():
    form = form_from_definition(TOOL, draft=True)({**SENT, "add": "places"})

    assert "places-2-where" in form.fields


def test_a_flood_of_rows_is_not_made():
    form = form_from_definition(TOOL)({**SENT, "places-count": "1000000"})

    assert len([name for name in form.fields if name.endswith("-where")]) == 30


def test_one_section_stands_alone():
    form = form_from_definition(TOOL, section="child")({"told": "yes"})

    assert form.is_valid()
    assert "places" not in form.answers()


def test_stored_answers_are_shown_again():
    form = form_from_definition(TOOL, draft=True)(
        answers={"told": "no", "places": [{"where": "Station Parade"}]}
    )

    html = get_template("web/macros/forms.html").template.module.pack_form(form)

    assert 'value="no" checked' in html
    assert 'value="Station Parade"' in html
    assert 'name="places-1-where"' in html
    assert 'data-show-if="told" data-one-of="no"' in html
    assert 'href="/procedure/SURR-check-07/"' in html


@pytest.mark.parametrize("many", [3, 12])
def test_few_answers_are_radios_and_many_a_list(many):
    asked = question(
        "area", "Area", "choice", options=tuple(option(str(n), f"Area {n}") for n in range(many))
    )
    definition = SimpleNamespace(
        id="area",
        label="Area",
        sections=[SimpleNamespace(id="a", label="A", hint="", repeats=False, questions=(asked,))],
    )

    html = form_from_definition(definition)()["area"].as_field_group()

    assert ("govuk-select" in html) == (many > 8)


def test_people_are_chosen_where_they_are_known_and_typed_where_not():
    asked = question("lead", "Lead professional", "person")
    section = SimpleNamespace(id="a", label="A", hint="", repeats=False, questions=(asked,))
    definition = SimpleNamespace(id="lead", label="Lead", sections=[section])

    typed = form_from_definition(definition)()["lead"].as_field_group()
    chosen = form_from_definition(definition, choices={"person": [("7", "Ben Aldous")]})()

    assert "<input" in typed
    assert '<option value="7">Ben Aldous</option>' in chosen["lead"].as_field_group()

from datetime import date

import pytest
from django import forms
from django.http import QueryDict

from casework.web.drawing import first_input_id
from casework.web.forms import DateField, DraftDateField, Form, OneBoxDateField

REAL = date(2026, 11, 24)


class Meeting(Form):
    held_on = DateField(label="When was it held?", what="Date of the meeting", latest=REAL)


def held_on(day="", month="", year=""):
    return Meeting({"held_on_day": day, "held_on_month": month, "held_on_year": year})


def said(form):
    return form.errors["held_on"][0]


@pytest.mark.parametrize("month", ["11", "Nov", "november"])
def test_three_boxes_make_a_date(month):
    form = held_on("24", month, "2026")

    assert form.is_valid()
    assert form.cleaned_data["held_on"] == REAL


@pytest.mark.parametrize("typed", ["24/11/2026", "24.11.2026", "24 Nov 2026", "2026-11-24"])
def test_a_date_typed_whole_is_read_as_well(typed):
    form = Meeting({"held_on": typed})

    assert form.is_valid()
    assert form.cleaned_data["held_on"] == REAL


@pytest.mark.parametrize(
    ("boxes", "message", "leads_to"),
    [
        (("", "", ""), "Enter the date of the meeting", "day"),
        (("24", "", "2026"), "Date of the meeting must include a month", "month"),
        (("", "", "2026"), "Date of the meeting must include a day and month", "day"),
        (("1", "1", "9434765919"), "Date of the meeting must be a real date", "day"),
        (("31", "2", "2026"), "Date of the meeting must be a real date", "day"),
        (("24", "13", "2026"), "Date of the meeting must be a real date", "month"),
        (
            ("24", "11", "26"),
            "Date of the meeting must have a year of four figures, such as 2026",
            "year",
        ),
        (("25", "11", "2026"), "Date of the meeting must be on or before 24 November 2026", "day"),
    ],
)
def test_what_is_wrong_with_a_date_is_said_and_found(boxes, message, leads_to):
    form = held_on(*boxes)

    assert said(form) == message
    assert first_input_id(form["held_on"]) == f"id_held_on_{leads_to}"


def test_only_the_wrong_box_is_marked():
    drawn = held_on("24", "", "2026")["held_on"].as_field_group()

    assert drawn.count("govuk-input--error") == 1
    assert 'id="id_held_on_month" name="held_on_month" type="text" value=""' in drawn


def test_half_a_date_is_kept_in_a_draft_and_shown_again():
    class Draft(Form):
        born = DraftDateField(required=False)

    form = Draft({"born_day": "3", "born_month": "", "born_year": "2011"})

    assert form.is_valid()
    assert form.cleaned_data["born"] == "3//2011"
    again = Draft(initial={"born": "3//2011"})["born"].as_field_group()
    assert 'value="3"' in again
    assert 'value="2011"' in again


def test_one_box_shows_a_date_as_people_type_it():
    class Line(Form):
        by_when = OneBoxDateField(initial=REAL)

    assert 'value="24/11/2026"' in Line()["by_when"].as_field_group()
    assert Line({"by_when": "24 11 2026"}).is_valid()
    assert Line({"by_when": "soon"}).errors["by_when"] == ["Date must be a real date"]


def test_a_date_works_in_a_form_that_was_sent_by_a_browser():
    class Two(Form):
        start = DateField(required=False)
        note = forms.CharField()

    form = Two(QueryDict("start_day=&start_month=&start_year=&note=x"))

    assert form.is_valid()
    assert form.cleaned_data["start"] is None

"""Invented examples of each component, for the page that shows them all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.forms.forms import BaseForm

from casework.web.forms import DateField, Form, OneBoxDateField, Option
from casework.web.look_record import BOUNDS, DAYS, ENTRIES, QUESTIONS, RECORD_DUE
from casework.web.words import LONDON


class LookForm(Form):
    """One field of each kind."""

    name = forms.CharField(label="Name", help_text="As it stands on the record", max_length=60)
    held_on = DateField(label="When was the meeting held?", what="Date of the meeting")
    by_when = OneBoxDateField(label="By when", help_text="For example, 24/11/2026")
    who = forms.ChoiceField(
        label="Who will do it", choices=[("", "Choose"), ("1", "Ben Aldous"), ("2", "DS Baptiste")]
    )
    rating = forms.ChoiceField(
        label="Agreed rating",
        widget=forms.RadioSelect,
        choices=[
            ("minimal", Option("Minimal", hint="Concerns are low. RMM review ends")),
            ("emerging", Option("Emerging", hint="Present evidence of a key risk")),
            ("significant", Option("Significant", hint="Targeted now, not actively exploited")),
            ("experiencing", Option("Experiencing", hint="Known to be exploited now")),
        ],
    )
    reasons = forms.MultipleChoiceField(
        label="Why it changed",
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("known", "More became known or was shared"),
            ("incident", "New incident or police report"),
            ("moved", Option("Moved from Surrey", not_open="she lives in Surrey")),
        ],
    )
    told = forms.ChoiceField(
        label="Does the child know?",
        widget=forms.RadioSelect(attrs={"data-inline": True}),
        choices=[("yes", "Yes"), ("no", "No")],
    )
    words = forms.CharField(
        label="In the meeting’s own words", widget=forms.Textarea(attrs={"rows": 2})
    )
    agreed = forms.BooleanField(label="The chair agrees")
    next_on = forms.ChoiceField(
        label="Next review",
        required=False,
        widget=forms.RadioSelect,
        initial="2026-12-18",
        choices=[
            ("2026-12-04", Option("Fri 4 Dec", hint="2 weeks")),
            ("2026-12-18", Option("Fri 18 Dec", hint="4 weeks, proposed")),
            ("2026-12-23", Option("Wed 23 Dec", hint="later than one month; needs a reason")),
        ],
    )


def examples(form: BaseForm) -> dict[str, Any]:
    """What the page shows; the people, places and dates are the pictures' own."""
    return {
        "states": STATES,
        "risks": RISKS,
        "days": DAYS,
        "record_due": RECORD_DUE,
        "questions": QUESTIONS,
        "entries": ENTRIES,
        "bounds_shown": BOUNDS,
        "columns": COLUMNS,
        "rows": ROWS,
        "filters": FILTERS,
        "todo": STILL_TO_DO,
        "head": HEAD,
        "slot_list": SLOTS,
        "saved_at": datetime(2026, 11, 20, 10, 21, tzinfo=LONDON),
    }


STATES = [
    ("late", "3 working days late"),
    ("today", "Before 09:45"),
    ("next", "In 4 working days"),
    ("met", "Police flag: confirmed 5 Oct"),
    ("cannot", "Cannot tell"),
    ("decide", "For Hannah Osei to decide"),
    ("plain", "Not required"),
]

RISKS = [{"letter": "C", "label": "Criminal"}, {"letter": "M", "label": "Missing"}]


COLUMNS = [
    {"label": "Was due", "says": "Was due"},
    {"label": "Late by", "says": "Late by"},
    {"label": "Child"},
    {"label": "What"},
    {"label": "Who must act", "says": "Who must act"},
]

ROWS = [
    {
        "late": True,
        "cells": [
            {"text": "Fri 2 Oct", "nowrap": True},
            "35 working days",
            {"text": "Bryony Shaw", "href": "#lists", "small": "Significant", "head": True},
            {"text": "Bring the Risk Assessment Tool up to date", "clauses": ["SURR-tmpl-12"]},
            {"text": "Kofi Brandt", "small": "Children’s Services"},
        ],
    },
    {
        "late": True,
        "cells": [
            {"text": "Fri 16 Oct", "nowrap": True},
            "25 working days",
            {"text": "Ellis Hartwood", "href": "#lists", "small": "Significant", "head": True},
            {"text": "Share a photograph", "small": "Action, RMM 2 October"},
            {"text": "DS Baptiste", "small": "Police"},
        ],
    },
]

FILTERS = [
    {
        "name": "team",
        "label": "Team",
        "options": [{"value": "", "text": "Both my teams", "selected": True}],
    },
    {
        "name": "agency",
        "label": "Agency",
        "options": [
            {"value": "", "text": "All agencies", "selected": True},
            {"value": "police", "text": "Police", "selected": False},
        ],
    },
]

STILL_TO_DO = [
    {"sign": "met", "text": "Room and video link"},
    {"sign": "next", "text": "Chase four updates", "href": "#clock", "small": "Mon 23 Nov 09:00"},
    {
        "sign": "doc",
        "text": "Bryony Shaw, school update",
        "small": "Received Fri 20 Nov 08:02 for 10:43 today",
        "state": {"kind": "decide", "text": "Chair informed"},
    },
]

HEAD = {
    "place": "RMM, Surrey North West",
    "on": "Friday 20 November 2026",
    "slot": "slot 4 of 11",
    "title": "Tegan Marlowe, 16",
    "began": None,
    "minutes": 15,
    "used": 8,
    "behind": 3,
}

SLOTS = [
    {"time": "09:30", "name": "Aaron Fielding", "href": "#meeting", "note": "Done. Emerging"},
    {"time": "10:13", "name": "Tegan Marlowe", "note": "Now. Review", "now": True},
    {"time": "10:58", "name": "Break", "note": "10 min", "pause": True},
    {"time": "11:08", "name": "Zac Lindqvist", "href": "#meeting", "note": "Missing, 10 min"},
]

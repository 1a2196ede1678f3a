"""Invented examples of each component, for the page that shows them all."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.forms.forms import BaseForm

from casework.web.forms import DateField, Form, OneBoxDateField, Option
from casework.web.words import LONDON

TODAY = date(2026, 11, 20)


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

WHY = {
    "question": "Why 24 December?",
    "open": True,
    "asks": [
        {
            "text": "Papers go to everyone at least two working days before the meeting.",
            "clauses": ["SURR-referral-13", "SURR-referral-15"],
        }
    ],
    "facts": [
        {
            "text": "Next at RMM on Wed 30 December, 09:30.",
            "source": "Decided today 10:02, chair Marcus Aldridge",
            "href": "#timeline",
        },
        {
            "text": "The RMM of Friday 1 January was moved.",
            "source": "Recorded 12 October, Dilys Frome",
        },
    ],
    "count": {
        "title": "Counted back from the meeting",
        "days": [
            {
                "first": date(2026, 12, 30),
                "last": None,
                "what": "day of the meeting",
                "number": None,
            },
            {"first": date(2026, 12, 29), "last": None, "what": "working day", "number": 1},
            {
                "first": date(2026, 12, 28),
                "last": None,
                "what": "bank holiday, for Boxing Day",
                "number": None,
            },
            {
                "first": date(2026, 12, 26),
                "last": date(2026, 12, 27),
                "what": "weekend",
                "number": None,
            },
            {
                "first": date(2026, 12, 25),
                "last": None,
                "what": "bank holiday, Christmas Day",
                "number": None,
            },
            {
                "first": date(2026, 12, 24),
                "last": None,
                "what": "working day, to its end",
                "number": 2,
            },
        ],
    },
    "also": [
        {
            "text": "The list of children, 48 hours before the start, would be Mon 28 Dec 09:30. "
            "It goes out with the papers: the earlier date governs.",
            "clauses": ["SURR-referral-11"],
        }
    ],
    "calendar": "England and Wales",
}

DAYS = [
    {
        "title": "Late",
        "late": True,
        "items": [
            {
                "who": {"text": "Jaden Whitcombe", "href": "#due"},
                "what": {"text": "Bring the Risk Assessment Tool up to date"},
                "note": "Was due Tue 17 November: three months after the last one, 17 August.",
                "clauses": ["SURR-tmpl-12"],
                "state": {"kind": "late", "text": "3 working days late"},
            }
        ],
    },
    {
        "title": "Today",
        "small": "Friday 20 November",
        "items": [
            {
                "who": {"text": "Ellis Hartwood", "href": "#due"},
                "what": {"text": "Talk with Ellis about the meeting, or record why not"},
                "note": "Fourteen questions, the first: does the child know?",
                "clauses": ["SURR-check-07"],
                "state": {"kind": "today", "text": "Before 09:45"},
            }
        ],
    },
    {
        "title": "Next week",
        "small": "Monday 23 to Friday 27 November",
        "items": [
            {
                "who": {"text": "Skye Penrose", "href": "#due"},
                "what": {"text": "Update for the RMM of 27 November, with her safety plan"},
                "clauses": ["SURR-referral-15"],
                "when": {"text": "Wed 25 Nov", "small": "3 working days"},
            }
        ],
    },
]

RECORD_DUE = [
    {
        "when": {"text": "Fri 16 Oct", "small": "Police"},
        "what": {"text": "Share a photograph of Ellis"},
        "note": "Action agreed at RMM 2 October. DS Baptiste",
        "state": {"kind": "late", "text": "25 working days late"},
        "answers": [{"text": "Record it", "href": "#due"}],
    },
    {
        "when": {"text": "Thu 24 Dec", "small": "Hannah Osei"},
        "what": {"text": "Update and safety plan in, for the RMM of 30 December"},
        "state": {"kind": "next", "text": "In 5 weeks"},
        "why": WHY,
    },
    {
        "when": {"text": "No date given", "small": "Hannah Osei"},
        "what": {"text": "Send Ellis the plan for when he is missing"},
        "note": "The procedure sets no date.",
        "clauses": ["SURR-yn-05"],
        "state": {"kind": "next", "text": "Open"},
    },
]

QUESTIONS = [
    {
        "state": "For Hannah Osei to decide",
        "title": "Trafficking is a concern. Refer Ellis to the NRM?",
        "text": "In the return interview of 19 November Ellis said that he was driven to another "
        "town to carry a bag.",
        "clauses": ["SURR-traffick-01"],
        "answers": [
            {"text": "Start the referral, part filled", "href": "#decision", "first": True},
            {"text": "Not now, because…", "href": "#decision"},
        ],
    },
    {
        "title": "Was Ellis missing for 48 hours?",
        "text": "Cannot tell, because the start (Sat 14 November) and the return (Mon 16 November) "
        "have no time.",
        "clauses": ["SURR-referral-04"],
        "cannot_tell": True,
        "answers": [{"text": "Add the times", "href": "#decision"}],
    },
]

ENTRIES = [
    {
        "when": "Fri 20 Nov",
        "small": "09:46–10:03",
        "datetime": "2026-11-20",
        "title": "Discussed at RMM: Significant, criminal and missing",
        "text": "Rating unchanged. Three new actions.",
        "recorded": "Recorded 10:03, Marcus Aldridge, Children’s Services",
        "answers": [{"text": "Correct this", "href": "#timeline"}],
    },
    {
        "when": "14 to 16 Nov",
        "small": "days known, times not",
        "vague": True,
        "title": "Missing from home",
        "text": "Left on Saturday; back on Monday, tired and without his coat.",
        "recorded": "Recorded 16 Nov 11:25, Hannah Osei, from his mum",
    },
    {
        "when": "Tue 3 Nov",
        "small": "22:10",
        "datetime": "2026-11-03",
        "title": "Missing from home",
        "withdrawn": {
            "when": "Withdrawn 5 Nov 09:30",
            "text": "it was another young person. Not counted in any date.",
        },
        "recorded": "Recorded 3 Nov 23:05, withdrawn by DS Baptiste, police",
    },
]

BOUNDS = [
    {
        "today": TODAY,
        "proposal": date(2026, 12, 18),
        "limit": date(2026, 12, 20),
        "tolerated": date(2027, 1, 1),
    },
    {
        "today": TODAY,
        "proposal": date(2026, 12, 30),
        "limit": date(2027, 1, 15),
        "tolerated": None,
    },
    {
        "today": TODAY,
        "proposal": date(2026, 11, 27),
        "limit": date(2027, 2, 20),
        "tolerated": None,
    },
    {"today": TODAY, "proposal": None, "limit": None, "tolerated": None},
]

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

"""Invented examples of what stands on a record: dates, reasons, questions, entries."""

from __future__ import annotations

from datetime import date

TODAY = date(2026, 11, 20)

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

"""A meeting record with every field of Surrey's appendix 2, and the papers around it."""

from datetime import UTC, datetime

from casework.documents.shapes import (
    Box,
    Boxes,
    Bullets,
    Column,
    Document,
    Field,
    Fields,
    Invitation,
    Note,
    Pack,
    Paragraphs,
    Quotation,
    Section,
    Subsection,
    Table,
)

NOW = datetime(2026, 11, 20, 15, 10, tzinfo=UTC)

FOOTER = (
    "An interpretation of the published procedure; the published procedure prevails.",
    "Demonstration: everybody in this document is invented.",
)

IDENTITY = Section(
    "The child",
    (
        Fields(
            (
                Field("Child's name", "Ellis Hartwood"),
                Field("Date of birth", "2 May 2011"),
                Field("Age at the meeting", "15"),
                Field("LCS number", "4417092"),
                Field("Address", "14 Mill Lane\nChertsey"),
                Field("Ethnicity"),
                Field("Present care or home placement", "At home with his mother since birth"),
                Field("Present education placement", "Fairmead School, year 11"),
                Field("NHS number", "943 476 5919"),
                Field("GP name and address", "Dr Okafor, Abbey Surgery, Chertsey"),
                Field("Legal status", "Child in need (section 17)"),
            )
        ),
        Boxes("Legal status boxes", (Box("CPP"), Box("CPI"), Box("LAC"), Box("CIN", ticked=True))),
    ),
)

RISK = Section(
    "Risk assessment and rating",
    (
        Fields(
            (
                Field("Most recent risk assessment tool", "17 November 2026"),
                Field("Previous risk assessment tool", "14 August 2026"),
                Field("Rating now", "Significant: criminal, missing"),
                Field("Why it changed", "Two missing episodes since the last meeting."),
                Field("Previous rating", "Emerging: criminal, agreed 21 August 2026"),
                Field("Update completed", "18 November 2026"),
                Field("First referred to RMM", "3 July 2026"),
                Field("Lead professional", "Hannah Osei, social worker, children's services"),
                Field("Manager and contact number", "Ruth Pemberton, 01632 960 155"),
            )
        ),
        Bullets(
            ("Regularly missing", "Associating with others at risk of child exploitation"),
            label="Current risk factors, checked at this meeting",
        ),
    ),
    (
        Subsection(
            "Additional risks since the last RMM",
            (
                Bullets(("Leon Draycott, seen together on 9 November",), label="Known associates"),
                Bullets(("Station Parade after 21:00",), label="Unsafe places"),
                Bullets((), label="Unsafe adults", empty="None known since the last meeting."),
            ),
        ),
    ),
)

DISCUSSION = Section(
    "Discussion",
    (
        Note(
            "Not in line with the procedure",
            "Health was not represented, so this meeting was not quorate (SURR-attend-01). "
            "The discussion stands as recorded.",
        ),
        Paragraphs(
            "Ellis went missing twice, on 2 and 9 November.\nHe came back by himself each time.",
            label="Note of the discussion",
        ),
        Quotation("I go because nobody asks where I have been.", "Ellis, to Hannah, 16 November"),
        Table(
            (Column("Agency"), Column("Update", 3)),
            (
                ("Police", "No new crime reports. Neighbourhood team visited Station Parade."),
                ("Education", "Attendance 71 per cent this half-term."),
                ("Health", "No update received."),
            ),
        ),
    ),
    (
        Subsection(
            "Checklist",
            (
                Table(
                    (Column("Question", 2), Column("Answer", 3)),
                    (
                        ("Does the child know of the referral?", "Yes, told by Hannah on 12 Nov."),
                        ("Is there a photograph on LCS?", "Yes"),
                    ),
                ),
                Boxes("Checks", (Box("Risk assessment brought up to date", ticked=True),)),
            ),
        ),
    ),
)

PLANS = Section(
    "Safety plan",
    (),
    (
        Subsection("Home", (Bullets(("His mother rings before midnight, not after.",)),)),
        Subsection("Safe spaces", (Bullets(("The climbing wall on Thursdays.",)),)),
        Subsection("Safe friendships", (Bullets(("His cousin.",)),)),
        Subsection("Who to call", (Bullets(("Hannah, 9 to 5; the night team after that.",)),)),
    ),
)

DISRUPTION = Section(
    "Disruption plan",
    (
        Table(
            (Column("Subject"), Column("Local police", 2), Column("CEMU", 2), Column("Other", 2)),
            (
                ("Police actions", "Plain clothes at Station Parade", "Phone work", ""),
                ("Trafficking (NRM)", "", "", "Referral considered, not made: no indicators"),
                ("Licensing", "", "", "Visit to the off-licence"),
                ("Housing", "", "", "None"),
            ),
        ),
    ),
)

ACTIONS = Section(
    "Actions",
    (),
    (
        Subsection(
            "Review of earlier actions",
            (
                Table(
                    (Column("Action", 3), Column("State"), Column("Explanation", 3)),
                    (
                        ("Hold the return interview", "Completed", "Held on 4 November"),
                        ("Ask the school for a mentor", "Ongoing", "Mentor named, starts Monday"),
                        ("Photograph to police", "Outstanding", "Consent not yet asked for"),
                    ),
                ),
            ),
        ),
        Subsection(
            "New actions",
            (
                Table(
                    (Column("What", 4), Column("By when"), Column("Who is accountable", 2)),
                    (("Visit at home with the mentor", "27 Nov 2026", "Hannah Osei"),),
                    empty="No new actions were agreed.",
                ),
            ),
        ),
    ),
)

NEXT = Section(
    "Next review",
    (
        Fields(
            (
                Field("Date of the next review", "Friday 8 January 2027, 09:30"),
                Field("Why then", "Significant: six to eight weeks (SURR-interval-04)"),
                Field("Chair", "Marcus Aldridge, service manager"),
                Field("Recipients", "Police; community named nurse; GP; CAMHS; Fairmead School"),
            )
        ),
    ),
)


def a_meeting_record(**changed):
    values = {
        "title": "Ellis Hartwood: RMM record",
        "subtitle": "RMM North West, Friday 20 November 2026",
        "reference": "NW-2026-0114",
        "marking": "Confidential",
        "sections": (IDENTITY, RISK, DISCUSSION, PLANS, DISRUPTION, ACTIONS, NEXT),
        "footer": FOOTER,
    }
    return Document(**{**values, **changed})


def a_list_of_children():
    columns = (Column("Time"), Column("Child", 2), Column("Why", 2), Column("Lead", 2))
    rows = (
        ("09:30", "Ellis Hartwood", "Review", "Hannah Osei"),
        ("09:45", "Tegan Marlowe", "New", "Ben Aldous"),
    )
    return Document(
        title="Children to be discussed",
        subtitle="RMM North West, Friday 20 November 2026",
        reference="RMM-NW-2026-11-20",
        marking="Confidential",
        sections=(Section("In this order", (Table(columns, rows),)),),
        footer=FOOTER,
    )


def a_pack_of_papers():
    front = Document(
        title="Papers for RMM North West",
        subtitle="Friday 20 November 2026, 09:30",
        reference="RMM-NW-2026-11-20",
        marking="Confidential",
        sections=(),
        footer=FOOTER,
    )
    return Pack(front, (a_list_of_children(), a_meeting_record()))


def a_long_record(children=60):
    return a_meeting_record(
        sections=(IDENTITY, RISK, DISCUSSION, PLANS, DISRUPTION, ACTIONS) * children
    )


def an_invitation(**changed):
    values = {
        "uid": "6f0c1f0e-6f3b-4d43-9a6c-7a5f5d2c1b11@holdfast",
        "sequence": 0,
        "starts_at": datetime(2027, 1, 8, 9, 30, tzinfo=UTC),
        "ends_at": datetime(2027, 1, 8, 9, 45, tzinfo=UTC),
        "reference": "RMM-NW-2027-01-08",
    }
    return Invitation(**{**values, **changed})

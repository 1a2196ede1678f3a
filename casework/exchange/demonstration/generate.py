"""Write a whole demonstration: an authority's export, its logs, and their dirt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from casework.exchange.demonstration import away, crowd, forums
from casework.exchange.demonstration.cast_rows import write_cast
from casework.exchange.demonstration.days import shift_for
from casework.exchange.demonstration.sizes import SIZES
from casework.exchange.demonstration.story import Cast, read_cast
from casework.exchange.demonstration.writer import Writer


def generate(folder: Path, *, size: str, today: date, authority: str = "surrey") -> int:
    """Write the files into a folder and say how many rows; the same call, the same bytes."""
    to = Writer(folder, SIZES[size], today, f"{authority} {size} {today:%G-%V}")
    cast = read_cast(today, shift_for(today))
    with to.pack:
        _professionals(cast, to)
        crowd.write_staff(to)
        write_cast(cast, to)
        _crowd(cast, to)
        forums.write_meetings(cast.lists, to)
    return to.pack.rows


def _crowd(cast: Cast, to: Writer) -> None:
    everybody = list(crowd.people(to, cast.ids))
    likely = crowd.likely_to_be_missing(everybody, to)
    crowd.write_care(everybody, to)
    crowd.write_referrals(everybody, to)
    crowd.write_assessments(everybody, likely, to)
    crowd.write_enquiries_and_plans(everybody, to)
    away.write_missing(likely, to)
    away.write_twins(likely, to)
    forums.write_register(likely, to)
    forums.write_people_and_places(likely, to)


def _professionals(cast: Cast, to: Writer) -> None:
    for person in cast.professionals:
        to.row(
            "professionals",
            name=person["name"],
            role=person["role"],
            agency=person["agency"],
            email=_address(person["name"]),
            phone="+44 1632 960" + f"{to.chance.between(0, 999):03d}",
            area=person.get("area"),
            panel_member=person.get("panel", False),
        )
        if "id" in person:
            to.row(
                "ssd_professionals",
                prof_professional_id=person["id"],
                prof_staff_id=person["id"],
                prof_professional_name=person["name"],
                prof_professional_job_title=person["role"],
                prof_professional_department="Safeguarding and care, North West",
            )


def _address(name: str) -> str:
    plain = name.lower().removeprefix("ds ").removeprefix("dr ")
    return plain.replace(" ", ".").replace("’", "") + "@surrey.example"

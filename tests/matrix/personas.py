"""Who asks: people of all four authorities, by agency, role and reach, and those outside.

Roles are those of the authorities' own procedures (Bristol runs two editions of one).
Plain data: nothing here knows the product.
"""

from __future__ import annotations

from dataclasses import dataclass

SURREY, BRISTOL = "surrey", "bristol"
HERTFORDSHIRE, SOUTH_GLOUCESTERSHIRE = "hertfordshire", "south-gloucestershire"
AUTHORITIES = (SURREY, BRISTOL, HERTFORDSHIRE, SOUTH_GLOUCESTERSHIRE)
OURS = "childrens_services"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody, and how they stand towards a child of `asks_in` before any relation."""

    name: str
    asks_in: str
    """The authority whose children they ask about."""
    role: str
    agency: str = OURS
    reach: str = "granted"
    """`none`, `granted`, `area` or `authority`."""
    here: bool = True
    """Whether their area is the child's."""
    works_in: str = ""
    """Another authority than the child's, if it is another."""
    door: str = "post"
    """`post`, or why they have none: `signed out`, `no post`, `post ended`."""

    @property
    def authority(self) -> str:
        return self.works_in or self.asks_in

    @property
    def acts(self) -> bool:
        return self.door == "post"


PERSONAS = (
    Persona("social worker", SURREY, "social_worker"),
    Persona("team manager", SURREY, "team_manager", reach="area"),
    Persona("chair", SURREY, "service_manager", reach="area"),
    Persona("minute taker", SURREY, "rmm_admin", reach="area"),
    Persona("manager of another area", SURREY, "team_manager", reach="area", here=False),
    Persona("detective sergeant", SURREY, "detective_sergeant", agency="police"),
    Persona("nurse", SURREY, "community_named_nurse", agency="health"),
    Persona("invited school lead", SURREY, "school_dsl", agency="school"),
    Persona("quality assurance", SURREY, "quality_assurance", reach="authority"),
    Persona("analyst", SURREY, "analyst", reach="none"),
    Persona("administrator", SURREY, "administrator", reach="none"),
    Persona("information governance", SURREY, "information_governance", reach="none"),
    Persona("chair in Bristol", BRISTOL, "practice_lead", reach="area"),
    Persona("reviewing officer in Bristol", BRISTOL, "reviewing_officer"),
    Persona("health in Bristol", BRISTOL, "health_professional", agency="health"),
    Persona("service manager in Bristol", BRISTOL, "service_manager", reach="authority"),
    Persona("chair in Hertfordshire", HERTFORDSHIRE, "team_manager", reach="area"),
    Persona("note taker in Hertfordshire", HERTFORDSHIRE, "marm_admin", reach="area"),
    Persona("police in Hertfordshire", HERTFORDSHIRE, "police_officer", agency="police"),
    Persona("administrator in Hertfordshire", HERTFORDSHIRE, "administrator", reach="none"),
    Persona("chair in South Gloucestershire", SOUTH_GLOUCESTERSHIRE, "conference_chair",
            reach="area"),
    Persona("reviewing officer in South Gloucestershire", SOUTH_GLOUCESTERSHIRE,
            "reviewing_officer"),
    Persona("somebody of another authority", SURREY, "service_manager", reach="authority",
            works_in=HERTFORDSHIRE),
    Persona("somebody whose post has ended", SURREY, "team_manager", reach="authority",
            door="post ended"),
    Persona("somebody without a post", SURREY, "", door="no post"),
    Persona("somebody signed out", SURREY, "", door="signed out"),
)  # fmt: skip

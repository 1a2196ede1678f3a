"""Ways of writing an option that real files show, whatever the source."""

SPELLINGS: dict[str, dict[str, str]] = {
    "sex": {
        "m": "M", "male": "M", "1": "M", "boy": "M",
        "f": "F", "female": "F", "2": "F", "girl": "F",
        "u": "U", "unknown": "U", "0": "U", "9": "U", "indeterminate": "U", "not stated": "U",
    },
    "risk_grade": {
        "h": "high", "m": "medium", "l": "low", "standard": "medium",
        "no apparent risk": "no_apparent_risk", "absent": "no_apparent_risk",
    },
    "offer_outcome": {
        "refused": "declined", "yes": "accepted", "no": "declined",
        "unable to contact": "not_reached", "not reached": "not_reached",
        "missing again": "missing_again", "not offered": "not_offered",
    },
    "risk_level": {"low": "minimal", "no risk": "minimal"},
    "action_status": {
        "complete": "completed", "done": "completed", "closed": "completed",
        "open": "ongoing", "in progress": "ongoing", "late": "outstanding",
    },
    "item_kind": {
        "new case": "new", "out of county": "short", "short update": "short",
        "short_update": "short",
    },
    "agency": {
        "children's services": "childrens_services", "children’s services": "childrens_services",
        "social care": "childrens_services", "csc": "childrens_services",
        "nhs": "health", "education welfare": "education",
        "early help": "early_help", "leaving care": "leaving_care",
        "children's home": "placement", "youth offending": "youth_justice", "yot": "youth_justice",
    },
}  # fmt: skip

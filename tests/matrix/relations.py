"""How somebody stands towards the child of the matrix; plain names, put on stage elsewhere."""

NONE = "none"
INVITED = "invited"
"""Asked to the meeting to come, for this child only."""
PRESENT = "present"
"""Came to the whole of the meeting that is held today, without a place at its table."""
NAMED = "named in the terms of reference"
"""And was sent the record of the child's discussion."""
MEMBER = "member"
"""Has a place at the table of the meeting that listed the child."""
ALLOCATED = "allocated"
EXPIRED = "expired"
"""Was allocated until yesterday."""
EXCLUDED = "excluded"
"""Is allocated, and the record is closed to them as a relative."""
OTHER_AUTHORITY = "other authority"
"""Works in the same role for another authority."""

RELATIONS = (
    NONE, INVITED, PRESENT, NAMED, MEMBER, ALLOCATED, EXPIRED, EXCLUDED, OTHER_AUTHORITY,
)  # fmt: skip

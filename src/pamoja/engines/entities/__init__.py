"""Entities: what is done about one that was sent, when two changes clash, and what the versions tell.

decision = decide(sent, known, occasion)
"""

from pamoja.engines.entities.deciding import decide
from pamoja.engines.entities.history import Difference, Judged, Recorded, differences, judge
from pamoja.engines.entities.refused import EntityRefused, FormEntitiesRefused
from pamoja.engines.entities.sent import Sent, read_uuid
from pamoja.engines.entities.state import (
    Absence,
    Conflict,
    Create,
    Decision,
    Hold,
    Known,
    Occasion,
    Update,
    Version,
)

__all__ = [
    "Absence",
    "Conflict",
    "Create",
    "Decision",
    "Difference",
    "EntityRefused",
    "FormEntitiesRefused",
    "Hold",
    "Judged",
    "Known",
    "Occasion",
    "Recorded",
    "Sent",
    "Update",
    "Version",
    "decide",
    "differences",
    "judge",
    "read_uuid",
]

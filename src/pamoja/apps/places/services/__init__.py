"""Every write on places: units, facilities, imports, the demo's Malawi."""

from .demo import load_demo_places
from .facilities import add_facility, update_facility
from .imports import apply_import, propose_import
from .units import add_country, add_place, retire_place, update_place

__all__ = [
    "add_country",
    "add_facility",
    "add_place",
    "apply_import",
    "load_demo_places",
    "propose_import",
    "retire_place",
    "update_facility",
    "update_place",
]

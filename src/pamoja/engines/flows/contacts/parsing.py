"""A text read as the value of a field: as number, date and place, whatever it can be."""

from collections.abc import Callable
from typing import TypeVar

from pamoja.engines.environment import Environment
from pamoja.engines.environment.locations import DISTRICT, STATE, WARD, Location, is_possible_path
from pamoja.engines.excellent.convert import to_datetime, to_number
from pamoja.engines.excellent.values import XError
from pamoja.engines.flows.assets.kinds import Field
from pamoja.engines.flows.contacts.contact import Contact
from pamoja.engines.flows.contacts.values import FieldValue

LEVELS = {"state": STATE, "district": DISTRICT, "ward": WARD}
NAMES = {level: name for name, level in LEVELS.items()}
T = TypeVar("T")


def parse_value(env: Environment, contact: Contact, field: Field, text: str) -> FieldValue | None:
    """Every reading of a text; None for an empty one. Places below others are looked for where the contact is."""
    if not text:
        return None
    number = _or_none(lambda: to_number(env, text))
    moment = _or_none(lambda: to_datetime(env, text, fill_time=True))
    return FieldValue(text, moment, number, **_places(_place(env, contact, field, text)))


def _or_none(convert: Callable[[], T]) -> T | None:
    try:
        return convert()
    except XError:
        return None


def _place(env: Environment, contact: Contact, field: Field, text: str) -> Location | None:
    """The place that a text names, by its path or (for a field of places) by its name."""
    if env.locations is None:
        return None
    if is_possible_path(text):
        return env.locations.lookup(text)
    level = LEVELS.get(field.type)
    if level is None:
        return None
    above = None if level == STATE else _place_above(env, contact, NAMES[level - 1])
    if level != STATE and above is None:
        return None
    found = env.locations.find_fuzzy(text, level, above, env.input_collation)
    return found[0] if found else None


def _place_above(env: Environment, contact: Contact, kind: str) -> Location | None:
    """The place that the contact's first field of this type names."""
    field = contact.assets.first_field_of(kind)
    value = contact.value_of(field) if field else None
    path: str = getattr(value, kind) if value else ""
    return env.locations.lookup(path) if path and env.locations else None


def _places(place: Location | None) -> dict[str, str]:
    """The paths of a place and of those that it lies in, by type of field."""
    paths: dict[str, str] = {}
    while place is not None and place.level > 0:
        paths[NAMES[place.level]] = place.path
        place = place.parent
    return paths

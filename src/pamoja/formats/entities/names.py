"""How lists and properties may be called (ODK entities specification, "Entity lists", "Properties")."""

from string import digits

RESERVED_PREFIX = "__"
RESERVED = ("name", "label")


def is_dataset_name(name: str) -> bool:
    """Whether a list may have this name: an XML identifier without a dot, and no two underscores before it."""
    return not name.startswith(RESERVED_PREFIX) and _is_identifier(name, first=":_", later=":_-")


def is_property_name(name: str) -> bool:
    """Whether a property may have this name: an XML identifier without a colon, and neither `name` nor `label`."""
    is_free = not name.startswith(RESERVED_PREFIX) and name.lower() not in RESERVED
    return is_free and _is_identifier(name, first="_", later="_.-")


def _is_identifier(name: str, first: str, later: str) -> bool:
    """Letters of any script, digits of ours, and these marks."""
    return bool(name) and _is_one_of(name[0], first) and all(_is_one_of(c, later + digits) for c in name[1:])


def _is_one_of(character: str, marks: str) -> bool:
    return character.isalpha() or character in marks

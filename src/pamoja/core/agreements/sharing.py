"""What can be shared at all: apps name the fields of a kind, everything else stays at home."""

from collections.abc import Mapping

from django.db.models import Q
from django.utils.functional import Promise

Words = str | Promise
SHAREABLE: dict[str, Mapping[str, Words]] = {}
ROWS: dict[str, Q] = {}


def register_shareable(kind: str, fields: Mapping[str, Words], rows: Q | None = None) -> None:
    """Let agreements name these fields of a kind (from an app's `permissions.py`), with the words for each.

    `rows` narrows which of its records may leave at all (not those in the bin).
    """
    if kind in SHAREABLE:
        raise ValueError(f"kind {kind!r} is registered twice")
    SHAREABLE[kind] = fields
    ROWS[kind] = rows or Q()

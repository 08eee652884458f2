"""Version-aware updates of reference data."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from pamoja.apps.places.models import Facility, Place
from pamoja.core.clock import now
from pamoja.core.problems import CONFLICT, Problem

V = TypeVar("V", Place, Facility)


def apply_changes(row: V, changes: Mapping[str, Any], based_on: int) -> list[str]:
    """Put the changes on a locked row and save it; the names of the fields that differ.

    Raises CONFLICT, with the present values of the fields in question, when the row has changed since `based_on`.
    """
    changed = [name for name, value in changes.items() if getattr(row, name) != value]
    if row.version != based_on:
        present = {name: str(getattr(row, name) or "") for name in changed}
        detail = _("It is at version %(now)s; the change was made on version %(then)s.")
        raise Problem(CONFLICT, detail % {"now": row.version, "then": based_on}, version=row.version, present=present)
    for name in changed:
        setattr(row, name, changes[name])
    if changed:
        row.version, row.updated_at = row.version + 1, now()
        row.fill_derived()
        row.save()
    return changed

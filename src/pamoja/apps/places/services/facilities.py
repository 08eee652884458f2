"""Adding and changing facilities."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pamoja.apps.places import events
from pamoja.apps.places.catalogue import SERVICES
from pamoja.apps.places.models import Facility, Place
from pamoja.apps.places.problems import CODE_TAKEN
from pamoja.apps.places.services.versions import apply_changes
from pamoja.core.audit.services import record
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require, require_at_all
from pamoja.core.problems import INVALID_INPUT, Problem


def add_facility(
    actor: Actor,
    place: Place,
    code: str,
    type_: str,
    names: Mapping[str, str],
    *,
    services: Sequence[str] = (),
    **details: Any,
) -> Facility:
    """Add a facility; details are state, state_since, lon and lat (degrees). Raises CODE_TAKEN, INVALID_INPUT."""
    require_at_all(actor, "create", "places.facility")
    row = Facility(place=place, code=code.strip(), type=type_, names=dict(names), services=list(services), **details)
    _check(row)
    with transaction.atomic():
        if Facility.objects.filter(code=row.code).exists():
            raise Problem(CODE_TAKEN, row.code)
        row.save()
        record(actor, "create", row, code=row.code)
        emit(None, events.FACILITY_ADDED, row, code=row.code, pcode=place.pcode)
    return row


def update_facility(actor: Actor, facility: Facility, changes: Mapping[str, Any], based_on: int) -> Facility:
    """Change what a facility is, where, or whether it is open. Raises CONFLICT, INVALID_INPUT."""
    with transaction.atomic():
        current = Facility.objects.select_for_update().get(pk=facility.pk)
        require(actor, "change", current)
        fields = apply_changes(current, changes, based_on)
        _check(current)
        if fields:
            record(actor, "change", current, code=current.code, fields=fields, version=current.version)
            emit(None, events.FACILITY_CHANGED, current, code=current.code, fields=fields)
    return current


def _check(row: Facility) -> None:
    row.fill_derived()
    if not row.code or not any(row.names.values()):
        raise Problem(INVALID_INPUT, _("A facility needs a code and a name."))
    if row.type not in Facility.Type.values or row.state not in Facility.State.values:
        raise Problem(INVALID_INPUT, _("There is no such type or state."))
    unknown = set(row.services) - set(SERVICES[row.type])
    if unknown:
        raise Problem(INVALID_INPUT, _("Not a service of this type: %(codes)s") % {"codes": ", ".join(sorted(unknown))})
    has_point = row.lon is not None and row.lat is not None
    if (row.lon is None) != (row.lat is None) or (has_point and not _is_on_globe(row.lon, row.lat)):
        raise Problem(INVALID_INPUT, _("A point needs a longitude (-180 to 180) and a latitude (-90 to 90)."))


def _is_on_globe(lon: float | None, lat: float | None) -> bool:
    return lon is not None and lat is not None and -180 <= lon <= 180 and -90 <= lat <= 90

"""Everybody signed in reads reference data; operators of the deployment change it."""

from pamoja.apps.places.models import Country, Facility, Place, PlaceImport
from pamoja.apps.places.naming import GAZETTEER
from pamoja.core.accounts.placing import register_gazetteer
from pamoja.core.permissions import Kind, register_kind

register_kind(Kind("places.country", Country, is_reference=True))
register_kind(Kind("places.place", Place, ("view", "create", "change", "import"), is_reference=True))
register_kind(Kind("places.facility", Facility, is_reference=True))
register_kind(Kind("places.import", PlaceImport, ("view", "create", "change"), is_reference=True))
register_gazetteer(GAZETTEER)

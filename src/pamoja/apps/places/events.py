"""What happens to places."""

PLACE_ADDED = "place.added"
PLACE_CHANGED = "place.changed"
PLACE_RETIRED = "place.retired"
PLACES_IMPORTED = "places.imported"
FACILITY_ADDED = "facility.added"
FACILITY_CHANGED = "facility.changed"
FACILITIES_IMPORTED = "facilities.imported"

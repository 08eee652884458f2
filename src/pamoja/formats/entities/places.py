"""Where entities lie: the text of their property `geometry` as GeoJSON (RFC 7946)."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from pamoja.formats.xform.values import geopoint, geoshape, geotrace


def feature_collection(entities: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Pairs of id and text as features; those whose text is no place are left out."""
    found = ((entity_id, geometry_of(text)) for entity_id, text in entities)
    features = [
        {"type": "Feature", "id": entity_id, "properties": None, "geometry": geometry}
        for entity_id, geometry in found
        if geometry
    ]
    return {"type": "FeatureCollection", "features": features}


def geometry_of(text: str) -> dict[str, Any] | None:
    """A point, a line, or an area when the line ends where it began; None for what is none of them."""
    parts = [part.split() for part in text.split(";") if part.strip()]
    is_ring = len(parts) > 3 and parts[0][:2] == parts[-1][:2]
    read = geopoint if ";" not in text else geoshape if is_ring else geotrace
    with suppress(ValueError):
        return read(text)
    return None

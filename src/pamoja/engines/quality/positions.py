"""Where records were collected."""

from dataclasses import dataclass

from pamoja.engines.quality.model import Dataset, Record


@dataclass(frozen=True)
class Located:
    """A record with its position in degrees (WGS 84)."""

    record: Record
    latitude: float
    longitude: float


def located(data: Dataset) -> list[Located]:
    """Every record with the first point that it answers, in the form's order."""
    keys = [each.key for each in data.questions if each.kind == "point"]
    found = ((record, _position(record, keys)) for record in data.records)
    return [Located(record, *position) for record, position in found if position]


def _position(record: Record, keys: list[str]) -> tuple[float, float] | None:
    for key in keys:
        value = record.answers.get(key)
        if isinstance(value, dict) and value.get("type") == "Point":
            longitude, latitude, *_rest = value["coordinates"]
            return float(latitude), float(longitude)
    return None

"""The value of a contact field: a text, and whatever else that text can be read as."""

import datetime as dates
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from pamoja.engines.environment.zones import iso_datetime
from pamoja.engines.flows.checks import if_given, is_time
from pamoja.engines.flows.numbers import json_number
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.schema import prop
from pamoja.engines.flows.times import read_time


@dataclass(frozen=True, slots=True)
class StoredValue:
    """A value of a field in JSON."""

    text: str = prop("")
    datetime: str = prop("", if_given(is_time))
    number: Decimal | None = prop(None)
    state: str = prop("")
    district: str = prop("")
    ward: str = prop("")


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One text with its other readings; places are paths such as `Rwanda > Kigali City`."""

    text: str
    datetime: dates.datetime | None = None
    number: Decimal | None = None
    state: str = ""
    district: str = ""
    ward: str = ""

    @classmethod
    def of(cls, stored: StoredValue) -> Self:
        """A value as events and contacts hold it."""
        moment = read_time(stored.datetime) if stored.datetime else None
        return cls(stored.text, moment, stored.number, stored.state, stored.district, stored.ward)

    def to_json(self) -> Json:
        """The value as events and contacts hold it; a moment always with six digits after the second."""
        data: Json = {"text": self.text}
        if self.datetime is not None:
            data["datetime"] = iso_datetime(self.datetime)
        if self.number is not None:
            data["number"] = json_number(self.number)
        return data | {level: path for level in ("state", "district", "ward") if (path := getattr(self, level))}

    def cut(self, limit: int) -> Self:
        """The same with a text that is not too long."""
        return self if len(self.text) <= limit else replace(self, text=self.text[:limit])

    def of_type(self, kind: str) -> str | Decimal | dates.datetime | None:
        """What a field of this type shows: the text, another reading, or nothing."""
        found: str | Decimal | dates.datetime | None = getattr(self, kind, None)
        return None if found == "" and kind != "text" else found

"""A workspace to ask queries in, and a contact to ask them of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pamoja.engines.contactql.evaluation import QueryValue
from pamoja.engines.contactql.properties import Catalogue, ValueType
from pamoja.engines.contactql.tree import PropertyKind
from pamoja.engines.environment import Environment

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Asset:
    name: str
    uuid: str = ""
    key: str = ""
    type: ValueType = "text"


WORKSPACE = Catalogue(
    [
        Asset("Age", "f-age", "age", "number"),
        Asset("Village", "f-village", "village"),
        Asset("Due date", "f-due", "due", "datetime"),
        Asset("District", "f-district", "district", "district"),
        Asset("Language", "f-language", "language"),
    ],
    groups=[Asset("Youth Club", "g-youth")],
    flows=[Asset("Registration", "l-registration")],
)


def environment(**settings: Any) -> Environment:
    given = {"date_format": "DD-MM-YYYY", "timezone": ZoneInfo("Africa/Kigali"), "country": "RW", **settings}
    return Environment(clock=lambda: NOW, **given)


@dataclass(frozen=True)
class Contact:
    """A contact whose values are given by kind and key."""

    values: Mapping[tuple[PropertyKind, str], Sequence[QueryValue]]
    status: str = "active"
    group_uuids: Sequence[str] = ()

    def query_values(self, environment: Environment, kind: PropertyKind, key: str) -> Sequence[QueryValue]:
        return self.values.get((kind, key), ())

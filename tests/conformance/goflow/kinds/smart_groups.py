"""The smart groups in which a contact is after its properties are looked at again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pamoja.engines.contactql.errors import QueryError
from pamoja.engines.contactql.evaluation import QueryValue
from pamoja.engines.contactql.groups import reevaluate
from pamoja.engines.contactql.properties import Catalogue
from pamoja.engines.contactql.query import ContactQuery, parse_query
from pamoja.engines.contactql.tree import PropertyKind
from pamoja.engines.environment import Environment

from ..result import Result, compared
from ._contactql import environment, field


@dataclass(frozen=True)
class Group:
    uuid: str
    name: str
    query: ContactQuery | None

    def to_json(self) -> dict[str, str]:
        return {"uuid": self.uuid, "name": self.name}


def results(folder: Path) -> Iterator[Result]:
    """Each contact before and after, in a list beside which the assets lie."""
    for path in sorted(folder.rglob("smart_groups.json")):
        assets = path.with_name("smart_groups.assets.json")
        cases = json.loads(path.read_text(encoding="utf-8"), parse_int=Decimal, parse_float=Decimal)
        if assets.is_file() and isinstance(cases, list):
            known = json.loads(assets.read_text(encoding="utf-8"))
            for number, case in enumerate(cases):
                name = f"{number} {case['description']}"
                found = _groups_after(known, case["contact_before"], case.get("redact_urns", False))
                yield compared("smart groups", name, found, case["contact_after"].get("groups", []))


def _groups_after(assets: Mapping[str, Any], data: Mapping[str, Any], redacts: bool) -> list[dict[str, str]]:
    env = environment(redacts=redacts, allowed_languages=("eng", "spa"), country="RW")
    types = {each["key"]: each["type"] for each in assets["fields"]}
    groups = list(_groups(env, assets["groups"], Catalogue(field(key, kind) for key, kind in types.items())))
    contact = Contact(data, types)
    changes = reevaluate(env, groups, contact)
    known = {group.uuid: group for group in groups}
    before = [known[uuid] for uuid in contact.group_uuids if uuid in known]
    return [group.to_json() for group in (*before, *changes.added) if group not in changes.removed]


def _groups(env: Environment, assets: Sequence[Mapping[str, str]], resolver: Catalogue) -> Iterator[Group]:
    """The groups of a workspace; one whose query cannot be read is not there."""
    for each in assets:
        try:
            text = each.get("query", "")
            yield Group(each["uuid"], each["name"], parse_query(env, text, resolver) if text else None)
        except QueryError:
            continue


class Contact:
    """A contact in its JSON form."""

    def __init__(self, data: Mapping[str, Any], types: Mapping[str, str]) -> None:
        self.data = data
        self.types = types
        self.status: str = data["status"]
        self.group_uuids = [each["uuid"] for each in data.get("groups", [])]

    def query_values(self, environment: Environment, kind: PropertyKind, key: str) -> Sequence[QueryValue]:
        if kind is PropertyKind.URN:
            return [path for scheme, path in self._urns() if scheme == key]
        return self._field(key) if kind is PropertyKind.FIELD else self._attribute(key)

    def _urns(self) -> Iterator[tuple[str, str]]:
        for urn in self.data.get("urns", []):
            scheme, _, path = urn.partition(":")
            yield scheme, path.partition("?")[0].partition("#")[0]

    def _attribute(self, key: str) -> Sequence[QueryValue]:
        if key == "urn":
            return [path for _, path in self._urns()]
        if key == "tickets":
            return [Decimal(sum(each.get("status") == "open" for each in self.data.get("tickets", [])))]
        value = self.data.get(key)
        if key in ("created_on", "last_seen_on"):
            return [datetime.fromisoformat(value)] if value else []
        return [value] if key in ("uuid", "name", "language") and value else []

    def _field(self, key: str) -> Sequence[QueryValue]:
        value = self.data.get("fields", {}).get(key, {}).get(self.types[key])
        if value is None:
            return []
        if self.types[key] == "datetime":
            return [datetime.fromisoformat(value)]
        return [value.split(" > ")[-1] if self.types[key] in ("state", "district", "ward") else value]

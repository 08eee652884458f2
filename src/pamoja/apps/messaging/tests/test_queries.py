"""The database finds the contacts that the engine says fit."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from pamoja.apps.messaging.contacts import queries
from pamoja.apps.messaging.contacts.queries import fitting
from pamoja.apps.messaging.contacts.storing import Shelves, store_new
from pamoja.apps.messaging.models import ContactField, ContactGroup
from pamoja.apps.messaging.selectors import contacts, contacts_fitting, read_query
from pamoja.core.ids import uuid7
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.engines.contactql.errors import QueryError
from pamoja.engines.contactql.evaluation import QueryValue, matches
from pamoja.engines.contactql.properties import Catalogue
from pamoja.engines.contactql.query import ContactQuery, parse_query
from pamoja.engines.contactql.tree import PropertyKind
from pamoja.engines.environment import Environment
from pamoja.engines.environment.obfuscation import encode_id
from pamoja.engines.flows import contacts as engine
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.assets.collections import Collection
from pamoja.engines.flows.assets.flows import FlowAssets
from pamoja.engines.flows.assets.kinds import Field, Group

NOW = datetime(2026, 3, 29, 12, tzinfo=UTC)
ENVIRONMENT = Environment(date_format="DD-MM-YYYY", timezone=ZoneInfo("Africa/Kampala"), clock=lambda: NOW)
TYPES = {"age": "number", "village": "text", "due": "datetime", "home": "district"}
NAMES = ["Amina Okello", "amina", "Jean-Marie Uwase", "عائشة محمد", "Bartholomewina Ndayishimiye", "", "  ", "李 雷"]
TEXTS = ["Nyarugenge", "nyarugenge ", "x" * 70, "x" * 71, "%_", "7", "İstanbul"]
NUMBERS = [Decimal(text) for text in ("-12.5", "-12", "0", "0.05", "7", "12.34", "123456789012345678901234567890.5")]
PLACES = ["Kenya > Nairobi > Westlands", "Kenya > Kiambu > Thika"]
PATHS = {"tel": ["+254700000001", "+254700000002", "1234"], "ext": ["AbC-1", "abc-2"], "telegram": ["1234567"]}
"""Each value often enough that conditions overlap, with neighbours that only exact comparison tells apart."""
DAYS = ["27-03-2026", "28-03-2026", "29-03-2026", "30-03-2026"]
ASKED = {
    "age": [*map(str, NUMBERS), "12", "123456789012345678901234567890"],
    "village": TEXTS,
    "due": DAYS,
    "home": ["Westlands", "thika", *PLACES],
    **PATHS,
    "urn": ["0700", "abc-1", "1234"],
    "name": [*NAMES, "AMI", "ndayishimiyes", "uwa jean"],
    "language": ["eng", "SWA"],
    "status": ["active", "blocked"],
    "group": ["youth", "Reporters"],
    "created_on": DAYS,
    "last_seen_on": DAYS,
    "tickets": ["0", "-1", "2.5"],
}
"""What queries ask for by property."""


class Asked:
    """A contact as the engine asks it, who also tells status and groups as the database does."""

    def __init__(self, contact: engine.Contact) -> None:
        self.contact = contact

    def query_values(self, environment: Environment, kind: PropertyKind, key: str) -> Sequence[QueryValue]:
        if kind is PropertyKind.ATTRIBUTE and key == "status":
            return [self.contact.status]
        if kind is PropertyKind.ATTRIBUTE and key == "group":
            return [group.name for group in self.contact.groups]
        return self.contact.query_values(environment, kind, key)


@pytest.fixture
def assets(cast: Cast) -> Iterator[Assets]:
    with workspace_active(cast.river):
        fields = [ContactField.objects.create(key=key, name=key.title(), type=kind) for key, kind in TYPES.items()]
        groups = [ContactGroup.objects.create(name=name) for name in ("Youth", "Reporters")]
        yield Assets(
            FlowAssets([], lambda data: data),
            fields=Collection([Field(each.key, each.name, each.type, str(each.public_id)) for each in fields], "key"),
            groups=Collection([Group(str(each.public_id), each.name) for each in groups]),
        )


def some_contact(assets: Assets, chance: random.Random) -> engine.Contact:
    """Somebody with any of the values above, or without."""
    schemes = [scheme for scheme in PATHS if chance.random() < 0.4]
    return engine.Contact(
        assets,
        str(uuid7()),
        some_moment(chance),
        name=chance.choice(NAMES),
        language=chance.choice(["", "eng", "swa"]),
        status=chance.choice(["active", "active", "blocked", "stopped", "archived"]),
        last_seen_on=chance.choice([None, some_moment(chance)]),
        urns=[
            engine.ContactURN(scheme, f"{chance.choice(PATHS[scheme])}{chance.randrange(10**6)}") for scheme in schemes
        ],
        groups=[group for group in assets.groups if chance.random() < 0.4],
        fields={field.key: some_value(field, chance) for field in assets.fields if chance.random() < 0.7},
    )


def some_urn(scheme: str, chance: random.Random) -> engine.ContactURN:
    """One of few beginnings, and an end that nobody else has."""
    return engine.ContactURN(scheme, f"{chance.choice(PATHS[scheme])}{chance.randrange(10**12)}")


def some_moment(chance: random.Random) -> datetime:
    """Within two days around a midnight of Kampala."""
    return datetime(2026, 3, 28, 21, tzinfo=UTC) + timedelta(seconds=chance.choice([-86400, -1, 0, 1, 86399, 86400]))


def some_value(field: Field, chance: random.Random) -> engine.FieldValue:
    """A value that the field's type can be read from, or not."""
    text = chance.choice(TEXTS)
    if chance.random() < 0.2:
        return engine.FieldValue(text)
    district = chance.choice(PLACES)
    return engine.FieldValue(
        text,
        some_moment(chance) if field.type == "datetime" else None,
        chance.choice(NUMBERS) if field.type == "number" else None,
        state=district.rpartition(" >")[0] if field.type == "district" else "",
        district=district if field.type == "district" else "",
    )


def some_query(chance: random.Random, depth: int = 2) -> str:
    """A query that may be refused, mostly of values that somebody has."""
    if depth and chance.random() < 0.4:
        parts = [some_query(chance, depth - 1) for _ in range(chance.choice([2, 3]))]
        return f"({chance.choice([' AND ', ' OR ']).join(parts)})"
    key = chance.choice(list(ASKED))
    value = chance.choice([*ASKED[key], "", "nothing"])
    return f'{key} {chance.choice(["=", "!=", "~", ">", "<", ">=", "<="])} "{value}"'


def some_queries(assets: Assets, chance: random.Random, number: int) -> Iterator[ContactQuery]:
    resolver = Catalogue(assets.fields, assets.groups)
    while number:
        try:
            yield parse_query(ENVIRONMENT, some_query(chance), resolver)
        except QueryError:
            continue
        number -= 1


@pytest.mark.django_db
@pytest.mark.parametrize(("seed", "many"), [(0, queries.MANY), (1, 20), (2, 60), (3, 0)])
def test_the_database_and_the_engine_find_the_same_contacts(
    assets: Assets, seed: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether all conditions are looked up, or those that few contacts fit, or none."""
    monkeypatch.setattr(queries, "MANY", many)
    monkeypatch.setattr(queries, "COMMON_IN_SAMPLE", many)
    chance = random.Random(seed)
    contacts = {each.uuid: each for each in (some_contact(assets, chance) for _ in range(150))}
    store_new(Shelves.of_workspace(), list(contacts.values()))
    found_some = 0
    for query in some_queries(assets, chance, 150):
        expected = {uuid for uuid, each in contacts.items() if matches(ENVIRONMENT, query, Asked(each))}
        found = {str(uuid) for uuid in fitting(ENVIRONMENT, query).values_list("public_id", flat=True)}
        assert found == expected, query
        found_some += 0 < len(expected) < len(contacts)
    assert found_some > 75


@pytest.mark.django_db
def test_a_contact_is_found_by_what_names_it_alone(assets: Assets) -> None:
    one, other = store_new(Shelves.of_workspace(), [some_contact(assets, random.Random(seed)) for seed in (1, 2)])
    reference = encode_id(one.pk, ENVIRONMENT.obfuscation_key)
    for text in (
        f"uuid = {one.public_id}",
        f"id = {one.pk}",
        f"ref = {reference}",
        f"ref != {'A' * 6} AND id = {one.pk}",
    ):
        assert list(fitting(ENVIRONMENT, parse_query(ENVIRONMENT, text, Catalogue()))) == [one], text
    for text in ("uuid = nobody", "id = x", f"id = {other.pk + 1}", 'flow != ""', 'history != ""'):
        assert not fitting(ENVIRONMENT, parse_query(ENVIRONMENT, text, Catalogue())).exists(), text
    assert fitting(ENVIRONMENT, parse_query(ENVIRONMENT, 'flow = ""', Catalogue())).count() == 2


@pytest.mark.django_db
def test_a_query_never_leaves_the_workspace(cast: Cast, assets: Assets) -> None:
    store_new(Shelves.of_workspace(), [some_contact(assets, random.Random(1))])
    query = parse_query(ENVIRONMENT, 'name != "nobody" OR name = "nobody"', Catalogue())
    assert fitting(ENVIRONMENT, query).count() == 1
    with workspace_active(cast.lake):
        assert fitting(ENVIRONMENT, query).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "number"), [("amina", 1), ("omar", 0), ("dina", 0), ("chol", 0), ("device", 0)])
def test_who_finds_contacts(cast: Cast, assets: Assets, name: str, number: int) -> None:
    store_new(Shelves.of_workspace(), [some_contact(assets, random.Random(1))])
    query = read_query(ENVIRONMENT, 'name != "nobody"')
    assert contacts_fitting(cast.actor(name), ENVIRONMENT, query).count() == number
    assert contacts(cast.actor(name)).count() == number

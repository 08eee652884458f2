"""Whom queries find."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pamoja.engines.contactql.evaluation import QueryValue, matches
from pamoja.engines.contactql.query import parse_query
from pamoja.engines.contactql.tests.workspace import NOW, WORKSPACE, Contact, environment
from pamoja.engines.contactql.tree import PropertyKind

ATTRIBUTE, URN, FIELD = PropertyKind.ATTRIBUTE, PropertyKind.URN, PropertyKind.FIELD
VALUES: dict[tuple[PropertyKind, str], Sequence[QueryValue]] = {
    (ATTRIBUTE, "name"): ["Amina Ndayishimiye"],
    (ATTRIBUTE, "tickets"): [Decimal(0)],
    (ATTRIBUTE, "group"): ["Youth Club", "Farmers"],
    (URN, "tel"): ["+250788123123", "+250722000111"],
    (FIELD, "age"): [Decimal("18.50")],
    (FIELD, "district"): ["Gasabo"],
    (FIELD, "due"): [datetime(2026, 2, 1, 22, 30, tzinfo=UTC)],  # 2 February, 00:30 in Kigali
}
FOUND = {
    'name = " amina NDAYISHIMIYE "': True,
    "ami": True,
    "mina": False,
    "ndayishimana": True,
    "ndayishi": True,
    "ndayixx": False,
    '"x amin"': True,
    "tel = +250722000111": True,
    "tel != +250722000111": False,
    "tel != +250722000112": True,
    "tel ~ 8812": True,
    'tel = ""': False,
    'telegram = ""': True,
    "telegram = 1": False,
    "telegram != 1": True,
    "tickets = 0": True,
    "age = 18.5": True,
    "age != 18.5": False,
    "age > 18.5": False,
    "age >= 18.5": True,
    "age < 19": True,
    "district = GASABO": True,
    'village = ""': True,
    "village = Nyarugenge": False,
    "village != Nyarugenge": True,
    "due = 2-2-2026": True,
    "due = 2026-02-02": True,
    "due = 1-2-2026": False,
    "due > 1-2-2026": True,
    "due > 2-2-2026": False,
    "due >= 2-2-2026": True,
    "due < 2-2-2026": False,
    "due <= 2-2-2026": True,
    "due != 2-2-2026": False,
    'group = "youth club"': True,
    "age = 1 or ami and age > 1": True,
    "(age = 1 or ami) and age < 1": False,
}


@pytest.mark.parametrize(("text", "is_found"), FOUND.items())
def test_a_query_finds_the_contact_or_not(text: str, is_found: bool) -> None:
    query = parse_query(environment(), text, WORKSPACE)
    assert matches(environment(), query, Contact(VALUES)) is is_found


def test_a_value_of_the_wrong_type_is_never_found() -> None:
    contact = Contact({(FIELD, "age"): ["18"], (FIELD, "due"): ["2026-02-01"], (ATTRIBUTE, "name"): [Decimal(1)]})
    for text in ("age = 18", "due = 2026-02-01", "name = 1"):
        assert not matches(environment(), parse_query(environment(), text, WORKSPACE), contact)


def test_a_query_that_was_read_without_a_resolver_is_not_evaluated() -> None:
    with pytest.raises(ValueError, match="resolver"):
        matches(environment(), parse_query(environment(), "age = 18"), Contact({}))


@pytest.mark.parametrize(("text", "readings"), [("due = 2026-02-02", 0), ("due = 2-2-2026", 1), ("due = 2-2-26", 1)])
def test_the_clock_is_asked_once_for_each_date_that_is_not_iso(text: str, readings: int) -> None:
    asked: list[datetime] = []

    def clock() -> datetime:
        asked.append(NOW)
        return NOW

    query = parse_query(environment(), text, WORKSPACE)
    assert matches(replace(environment(), clock=clock), query, Contact(VALUES))
    assert len(asked) == readings

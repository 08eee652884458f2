"""Contacts join and leave smart groups."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from pamoja.engines.contactql.groups import reevaluate
from pamoja.engines.contactql.query import ContactQuery, parse_query
from pamoja.engines.contactql.tests.workspace import WORKSPACE, Contact, environment
from pamoja.engines.contactql.tree import PropertyKind


@dataclass(frozen=True)
class Group:
    uuid: str
    query: ContactQuery | None = None


def group(text: str) -> Group:
    return Group(text, parse_query(environment(), text, WORKSPACE))


BY_HAND, ADULTS, CHILDREN, UNNAMED = Group("by hand"), group("age >= 18"), group("age < 18"), group('name = ""')
GROUPS = [BY_HAND, ADULTS, CHILDREN, UNNAMED]
AGE = {(PropertyKind.FIELD, "age"): [Decimal(20)]}


def test_a_contact_joins_and_leaves_as_the_queries_say() -> None:
    changes = reevaluate(environment(), GROUPS, Contact(AGE, group_uuids=["age < 18", "by hand"]))
    assert (changes.added, changes.removed) == ((ADULTS, UNNAMED), (CHILDREN,))


def test_nothing_changes_the_second_time() -> None:
    changes = reevaluate(environment(), GROUPS, Contact(AGE, group_uuids=["age >= 18", 'name = ""']))
    assert (changes.added, changes.removed) == ((), ())


@pytest.mark.parametrize("status", ["blocked", "stopped", "archived"])
def test_only_an_active_contact_is_in_smart_groups(status: str) -> None:
    changes = reevaluate(environment(), GROUPS, Contact(AGE, status, ["by hand", "age >= 18"]))
    assert (changes.added, changes.removed) == ((), (ADULTS,))

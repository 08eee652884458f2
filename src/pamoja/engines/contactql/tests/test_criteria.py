"""What a database is asked for a query."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pamoja.engines.contactql.comparing import Day
from pamoja.engines.contactql.criteria import NOTHING, AllOf, AnyOf, Comparison, Criterion, criteria_of
from pamoja.engines.contactql.query import ContactQuery, parse_query
from pamoja.engines.contactql.tests.workspace import WORKSPACE, environment
from pamoja.engines.contactql.tree import Operator, PropertyKind

FEBRUARY_2 = Day(datetime(2026, 2, 1, 22, tzinfo=UTC), datetime(2026, 2, 2, 22, tzinfo=UTC))
VALUES = {
    'village = ""': (Comparison.PRESENCE, None),
    'village != " Nyarugenge"': (Comparison.TEXT, "nyarugenge"),
    "language = KIN": (Comparison.TEXT, "kin"),
    "tel ~ 788": (Comparison.PART, "788"),
    '"Amina Ndayishimiye D"': (Comparison.WORDS, ("amina", "ndayishi")),
    "age <= 18.50": (Comparison.NUMBER, Decimal("18.5")),
    "due = 2-2-2026": (Comparison.DAY, FEBRUARY_2),
    'group = "YOUTH club"': (Comparison.ASSET, "g-youth"),
    "history != Registration": (Comparison.ASSET, "l-registration"),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.items())
def test_values_are_ready_to_be_compared(text: str, expected: tuple[Comparison, object]) -> None:
    criterion = criteria_of(environment(), parse_query(environment(), text, WORKSPACE))
    assert isinstance(criterion, Criterion)
    assert (criterion.comparison, criterion.value) == expected


def test_a_query_becomes_criteria_of_the_same_shape() -> None:
    query = parse_query(environment(), "age > 18 and (tel ~ 788 or district = Gasabo)", WORKSPACE)
    age = Criterion(
        PropertyKind.FIELD, "age", "number", Operator.GREATER, Comparison.NUMBER, Decimal(18), field_uuid="f-age"
    )
    tel = Criterion(PropertyKind.URN, "tel", "text", Operator.CONTAINS, Comparison.PART, "788")
    district = Criterion(
        PropertyKind.FIELD, "district", "district", Operator.EQUAL, Comparison.TEXT, "gasabo", field_uuid="f-district"
    )
    assert criteria_of(environment(), query) == AllOf((age, AnyOf((tel, district))))


def test_a_query_of_nothing_finds_nobody() -> None:
    assert criteria_of(environment(), ContactQuery(None, WORKSPACE)) is NOTHING


def test_a_query_that_was_read_without_a_resolver_has_no_criteria() -> None:
    with pytest.raises(ValueError, match="resolver"):
        criteria_of(environment(), parse_query(environment(), "age = 18"))

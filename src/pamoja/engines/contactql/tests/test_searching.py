"""A search that does what criteria say finds whom `matches` finds."""

import operator
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pamoja.engines.contactql.comparing import Day, folded, name_prefixes
from pamoja.engines.contactql.criteria import AllOf, Comparison, Criteria, Criterion, criteria_of
from pamoja.engines.contactql.errors import QueryError
from pamoja.engines.contactql.evaluation import matches
from pamoja.engines.contactql.query import parse_query
from pamoja.engines.contactql.tests.workspace import WORKSPACE, Contact, environment
from pamoja.engines.contactql.tree import Operator, PropertyKind

KIGALI = environment()
MIDNIGHT = datetime(2026, 2, 1, 22, tzinfo=UTC)  # of 2 February there
NAMES = ["Amina Ndayishimiye", "ami", "JOSÉ Ndayi", "", "x"]
# property → its kind, the values that contacts may have, and those that queries ask for
ASKED = {
    "name": (PropertyKind.ATTRIBUTE, NAMES, NAMES),
    "language": (PropertyKind.ATTRIBUTE, ["kin", "fra"], ["KIN", "fra", ""]),
    "group": (PropertyKind.ATTRIBUTE, ["Youth Club", "Farmers"], ["youth club", ""]),
    "tickets": (PropertyKind.ATTRIBUTE, [Decimal(0), Decimal(2)], ["0", "1", "2.0"]),
    "tel": (PropertyKind.URN, ["+250788123123", "+250722000111"], ["+250788123123", "788", "000", ""]),
    "age": (PropertyKind.FIELD, [Decimal("18.5"), Decimal(-1)], ["18.50", "18", "-1", ""]),
    "village": (PropertyKind.FIELD, NAMES[:3], ["JOSé ndayi ", "ami", ""]),
    "due": (
        PropertyKind.FIELD,
        [MIDNIGHT, MIDNIGHT.replace(hour=21), MIDNIGHT.replace(day=2)],
        ["2-2-2026", "1-2-2026", ""],
    ),
}
ORDER = {
    Operator.EQUAL: operator.eq,
    Operator.NOT_EQUAL: operator.eq,
    Operator.GREATER: operator.gt,
    Operator.GREATER_OR_EQUAL: operator.ge,
    Operator.LESS: operator.lt,
    Operator.LESS_OR_EQUAL: operator.le,
}


def in_order(asked: Operator, value: datetime, day: Day) -> bool:
    match asked:
        case Operator.GREATER:
            return value >= day.end
        case Operator.GREATER_OR_EQUAL:
            return value >= day.start
        case Operator.LESS:
            return value < day.start
        case Operator.LESS_OR_EQUAL:
            return value < day.end
    return day.start <= value < day.end


FITS = {
    Comparison.TEXT: lambda asked, value: folded(value) == asked.value,
    Comparison.PART: lambda asked, value: asked.value in folded(value),
    Comparison.WORDS: lambda asked, value: any(word.startswith(asked.value) for word in name_prefixes(value)),
    Comparison.NUMBER: lambda asked, value: ORDER[asked.operator](value, asked.value),
    Comparison.DAY: lambda asked, value: in_order(asked.operator, value, asked.value),
    Comparison.ASSET: lambda asked, value: asked.value == "g-youth" and value == "Youth Club",
}


def finds(criteria: Criteria, contact: Contact) -> bool:
    if isinstance(criteria, Criterion):
        values = contact.query_values(KIGALI, criteria.kind, criteria.key)
        is_negative = criteria.operator is Operator.NOT_EQUAL
        if criteria.comparison is Comparison.PRESENCE:
            return bool(values) is is_negative
        return any(FITS[criteria.comparison](criteria, each) for each in values) is not is_negative
    found = [finds(each, contact) for each in criteria.criteria]
    return all(found) if isinstance(criteria, AllOf) else any(found)


def operators_of(name: str) -> list[Operator]:
    """The operators by which a property can be asked for."""
    if name in ("name", "tel"):
        return [Operator.EQUAL, Operator.NOT_EQUAL, Operator.CONTAINS]
    return [Operator.EQUAL, Operator.NOT_EQUAL] if isinstance(ASKED[name][1][0], str) else list(ORDER)


CONDITIONS = [
    f'{name} {asked} "{value}"'
    for name, (_, _, wanted) in ASKED.items()
    for asked in operators_of(name)
    for value in wanted
]
queries = st.recursive(
    st.sampled_from(CONDITIONS),
    lambda inner: st.builds(lambda a, joined, b: f"({a} {joined} {b})", inner, st.sampled_from(["and", "or"]), inner),
    max_leaves=4,
)
contacts = st.fixed_dictionaries(
    {(kind, name): st.lists(st.sampled_from(values), max_size=2) for name, (kind, values, _) in ASKED.items()}
).map(Contact)


@given(queries, contacts)
def test_a_search_by_criteria_finds_whom_the_query_matches(text: str, contact: Contact) -> None:
    try:
        query = parse_query(KIGALI, text, WORKSPACE)
    except QueryError:
        return
    assert finds(criteria_of(KIGALI, query), contact) is matches(KIGALI, query, contact)

"""A query in ContactQL as a query of the database.

A condition is either looked up first, by its index, or checked for one contact after the other, newest first. Which of
the two is quick depends on how many contacts fit it, and SQLite cannot tell; so they are counted, up to a bound: the
rarest of several that must all hold is looked up, the others are checked.
"""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from pamoja.apps.messaging.contacts.conditions import EVERYBODY, NOBODY, Rows, condition
from pamoja.apps.messaging.models import Contact, ContactUrn
from pamoja.engines.contactql.criteria import AllOf, Comparison, Criteria, Criterion, criteria_of
from pamoja.engines.contactql.query import ContactQuery
from pamoja.engines.contactql.tree import Operator
from pamoja.engines.environment import Environment

MANY = 50_000
"""From here on looking up takes longer than checking: of a million contacts, one in twenty fits."""
SAMPLE = 2_000
COMMON_IN_SAMPLE = SAMPLE // 20


def fitting(environment: Environment, query: ContactQuery) -> QuerySet[Contact]:
    """The contacts of the active workspace that fit a query, whatever their status.

    Raises ValueError for a query that was read without a resolver.
    """
    plan = _plan(environment, criteria_of(environment, query))
    found: QuerySet[Contact] = Contact.objects.filter(plan.looked_up if plan.size < MANY else plan.checked)
    return found


@dataclass(frozen=True, slots=True)
class Plan:
    """Contacts that fit, about how many (at most `MANY`), and the condition in both ways."""

    size: int
    looked_up: Q
    checked: Q


def _plan(environment: Environment, criteria: Criteria) -> Plan:
    if isinstance(criteria, Criterion):
        return _plan_one(criteria, condition(environment, criteria))
    parts = [_plan(environment, part) for part in criteria.criteria]
    return _all_of(parts) if isinstance(criteria, AllOf) else _any_of(parts)


def _plan_one(criterion: Criterion, found: Rows | Q) -> Plan:
    checked = found if isinstance(found, Q) else Q(Exists(found.order_by().filter(contact=OuterRef("pk"))))
    if _is_opposite(criterion):
        return Plan(MANY, ~checked, ~checked)
    if isinstance(found, Q):
        return Plan(_bounded(Contact.objects.filter(found)), found, found)
    return Plan(_size(criterion, found), Q(pk__in=found.order_by().values("contact")), checked)


def _is_opposite(criterion: Criterion) -> bool:
    """Whether the contacts are those without what is looked for: `!=` a value, or `=` none."""
    is_presence = criterion.comparison is Comparison.PRESENCE
    return criterion.operator is (Operator.EQUAL if is_presence else Operator.NOT_EQUAL)


def _bounded(rows: Rows) -> int:
    """How many there are, at most `MANY`."""
    return rows.order_by()[:MANY].count()


def _size(criterion: Criterion, rows: Rows) -> int:
    """How many rows there are, at most `MANY`; of parts of URNs, which no index knows, it is guessed by the newest."""
    if criterion.comparison is not Comparison.PART:
        return _bounded(rows)
    newest = ContactUrn.objects.order_by("-pk")[:SAMPLE]
    hits = rows.filter(pk__in=list(newest.values_list("pk", flat=True))).count()
    return MANY if hits > COMMON_IN_SAMPLE else hits


def _all_of(parts: list[Plan]) -> Plan:
    rarest = min(parts, key=lambda part: part.size)
    others = [part.checked for part in parts if part is not rarest]
    checked = reduce(and_, (part.checked for part in parts), EVERYBODY)
    return Plan(rarest.size, reduce(and_, others, rarest.looked_up), checked)


def _any_of(parts: list[Plan]) -> Plan:
    size = min(sum(part.size for part in parts), MANY)
    looked_up = reduce(or_, (part.looked_up for part in parts), NOBODY)
    return Plan(size, looked_up, reduce(or_, (part.checked for part in parts), NOBODY))

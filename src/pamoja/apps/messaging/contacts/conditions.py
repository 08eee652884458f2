"""Single criteria of a query: rows that belong to contacts, or columns of contacts.

What each criterion means is said in `engines.contactql.criteria`. Only the positive is made here: who has a value, or
one that is equal; `queries` makes the opposite of it.
"""

import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, cast
from uuid import UUID

from django.db.models import Q, QuerySet

from pamoja.apps.messaging.contacts.keys import number_key, text_key
from pamoja.apps.messaging.models import ContactField, ContactUrn, FieldValue, GroupMember, NameWord
from pamoja.core.workspaces.models import WorkspaceModel
from pamoja.engines.contactql.comparing import Day
from pamoja.engines.contactql.criteria import Comparison, Criterion
from pamoja.engines.contactql.tree import Operator, PropertyKind
from pamoja.engines.environment import Environment
from pamoja.engines.environment.obfuscation import decode_id

Rows = QuerySet[Any]
EVERYBODY, NOBODY = ~Q(pk__in=[]), Q(pk__in=[])
AFTER_ANY_LETTER = b"\xff"
NUMBER_OF_CONTACT = re.compile(r"[0-9]{1,18}")
ORDERED = {
    Operator.GREATER: "gt",
    Operator.GREATER_OR_EQUAL: "gte",
    Operator.LESS: "lt",
    Operator.LESS_OR_EQUAL: "lte",
}
SET: Mapping[str, Q] = {
    "text": Q(),
    "number": Q(number_key__isnull=False),
    "datetime": Q(datetime__isnull=False),
    **dict.fromkeys(("state", "district", "ward"), Q(has_place=True)),
}
"""Which values of a field can be read as the field's type."""


def condition(environment: Environment, criterion: Criterion) -> Rows | Q:
    """The rows whose contacts fit, or the condition on contacts themselves."""
    match criterion.kind:
        case PropertyKind.FIELD:
            return _rows(FieldValue, Q(field=_field(criterion)), SET[criterion.values], _of_value(criterion))
        case PropertyKind.URN:
            return _rows(ContactUrn, Q(scheme=criterion.key), _of_path(criterion))
        case _ if criterion.key == "ref":
            return _with_reference(environment, criterion)
        case _:
            return _ATTRIBUTES[criterion.key](criterion)


# -- rows


def _rows(model: type[WorkspaceModel], *conditions: Q) -> Rows:
    found: Rows = model.objects.filter(*conditions)
    return found


def _field(criterion: Criterion) -> Any:
    return ContactField.objects.filter(public_id=criterion.field_uuid).values_list("pk", flat=True).first()


def _of_value(criterion: Criterion) -> Q:
    match criterion.comparison:
        case Comparison.NUMBER:
            return _of_number(criterion)
        case Comparison.DAY:
            return _of_day("datetime", criterion)
        case Comparison.TEXT:
            return Q(key=text_key(str(criterion.value)))
        case _:
            return Q()


def _of_number(criterion: Criterion) -> Q:
    assert isinstance(criterion.value, Decimal)
    lookup = ORDERED.get(criterion.operator, "exact")
    return Q(**{f"number_key__{lookup}": number_key(criterion.value)})


def _of_path(criterion: Criterion) -> Q:
    match criterion.comparison:
        case Comparison.TEXT:
            return Q(folded=criterion.value)
        case Comparison.PART:
            return Q(folded__contains=criterion.value)
        case _:
            return Q()


def _groups(criterion: Criterion) -> Rows:
    return _rows(GroupMember, Q(group__public_id=criterion.value) if criterion.value else Q())


def _name(criterion: Criterion) -> Rows | Q:
    if criterion.comparison is Comparison.WORDS:
        prefixes = cast(tuple[str, ...], criterion.value)
        return _rows(NameWord, reduce(or_, map(_starting, prefixes), NOBODY))
    is_set = ~Q(name="")
    return is_set if criterion.value is None else is_set & Q(name_key=text_key(str(criterion.value)))


def _starting(prefix: str) -> Q:
    start = prefix.encode("utf-8", "surrogatepass")
    return Q(word__gte=start, word__lt=start + AFTER_ANY_LETTER)


# -- columns


def _with_uuid(criterion: Criterion) -> Q:
    try:
        return Q(public_id=UUID(str(criterion.value)))
    except ValueError:
        return NOBODY


def _with_number(criterion: Criterion) -> Q:
    """The number of the contact, by which flows of before references know it."""
    text = str(criterion.value)
    return Q(pk=int(text)) if NUMBER_OF_CONTACT.fullmatch(text) else NOBODY


def _with_reference(environment: Environment, criterion: Criterion) -> Q:
    try:
        return Q(pk=decode_id(str(criterion.value), environment.obfuscation_key))
    except ValueError:
        return NOBODY


def _with_language(criterion: Criterion) -> Q:
    return ~Q(language="") if criterion.value is None else Q(language=criterion.value)


def _with_status(criterion: Criterion) -> Q:
    return Q(status=criterion.value)


def _with_tickets(criterion: Criterion) -> Q:
    """Whole numbers compared with any number: more than 2.5 is 3 or more."""
    wanted = criterion.value
    assert isinstance(wanted, Decimal)
    if criterion.operator not in ORDERED:
        return Q(open_tickets=int(wanted)) if wanted == int(wanted) else NOBODY
    is_from_below = criterion.operator in (Operator.GREATER, Operator.LESS_OR_EQUAL)
    whole = math.floor(wanted) if is_from_below else math.ceil(wanted)
    return Q(**{f"open_tickets__{ORDERED[criterion.operator]}": whole})


def _in_no_flow(criterion: Criterion) -> Q:
    """Nobody is in a flow, or ever was."""
    return NOBODY


def _with_moment(column: str) -> Callable[[Criterion], Q]:
    def moment(criterion: Criterion) -> Q:
        return Q(**{f"{column}__isnull": False}) if criterion.value is None else _of_day(column, criterion)

    return moment


def _of_day(column: str, criterion: Criterion) -> Q:
    day = criterion.value
    assert isinstance(day, Day)
    match criterion.operator:
        case Operator.GREATER:
            return Q(**{f"{column}__gte": day.end})
        case Operator.GREATER_OR_EQUAL:
            return Q(**{f"{column}__gte": day.start})
        case Operator.LESS:
            return Q(**{f"{column}__lt": day.start})
        case Operator.LESS_OR_EQUAL:
            return Q(**{f"{column}__lt": day.end})
        case _:
            return Q(**{f"{column}__gte": day.start, f"{column}__lt": day.end})


_ATTRIBUTES: Mapping[str, Callable[[Criterion], Rows | Q]] = {
    "uuid": _with_uuid,
    "id": _with_number,
    "name": _name,
    "status": _with_status,
    "language": _with_language,
    "urn": lambda criterion: _rows(ContactUrn, _of_path(criterion)),
    "group": _groups,
    "flow": _in_no_flow,
    "history": _in_no_flow,
    "tickets": _with_tickets,
    "created_on": _with_moment("created_at"),
    "last_seen_on": _with_moment("last_seen_at"),
}

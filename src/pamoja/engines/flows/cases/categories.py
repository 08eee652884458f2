"""Tests for the category of a result that the flow has saved before, and two that no longer find anything."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import NUMBER, OBJECT, TEXT, rest
from pamoja.engines.excellent.texts import render
from pamoja.engines.excellent.values import Value, XError, XFunction, XObject
from pamoja.engines.flows.cases.registry import router_test
from pamoja.engines.flows.cases.results import NOT_MATCHED, matched

TEXTS = ("name", "value", "category", "category_localized", "node_uuid", "input")
MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?)(?:Z|[-+](?:[01]\d|2[0-4]):[0-5]\d)", re.ASCII)
NEVER = datetime(1, 1, 1, tzinfo=UTC)


@router_test("has_category", OBJECT, rest(TEXT, 1))
def has_category(call: Call, result: XObject, *categories: str) -> XObject:
    """Whether the category of a result is one of some.

    @(has_category(results.webhook, "Success", "Failure").match) → Success
    @(has_category(results.webhook, "Failure")) → false
    @(has_category(object("name", "Webhook"), "Failure")) → ERROR
    """
    category = _category(result)
    return matched(category) if category in categories else NOT_MATCHED


@router_test("has_intent", OBJECT, TEXT, NUMBER)
def has_intent(call: Call, result: XObject, name: str, confidence: Decimal) -> XObject:
    """Whether a classifier found an intent: never any more, as flows have no classifiers.

    @(has_intent(object(), "ask_for_water", 0.5)) → false
    """
    return NOT_MATCHED


@router_test("has_top_intent", OBJECT, TEXT, NUMBER)
def has_top_intent(call: Call, result: XObject, name: str, confidence: Decimal) -> XObject:
    """Whether a classifier found an intent before all others: never any more, as flows have no classifiers.

    @(has_top_intent(object(), "ask_for_water", 0.5)) → false
    """
    return NOT_MATCHED


def _category(result: XObject) -> str:
    """The category of an object that has the properties of a result. Raises XError for any other object."""
    texts = {name: _text(result.get(name)[0]) for name in TEXTS}
    if not texts["name"] or None in texts.values() or not _is_moment(result.get("created_on")[0]):
        raise XError("first argument must be a result")
    return texts["category"] or ""


def _text(value: Value) -> str | None:
    """What JSON has as text, "" for what it has as null, and None for anything else."""
    if value is None or isinstance(value, XError | XFunction):
        return ""
    return render(value) if isinstance(value, str | date | time) else None


def _is_moment(value: Value) -> bool:
    """A datetime, or a text that is one in RFC 3339, but not that which Go has for none."""
    if isinstance(value, datetime):
        return value != NEVER
    found = MOMENT.fullmatch(value) if isinstance(value, str) else None
    try:
        return found is not None and bool(datetime.fromisoformat(found[1])) and value != "0001-01-01T00:00:00Z"
    except ValueError:
        return False

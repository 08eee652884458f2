"""Tests for errors and for the groups of a contact."""

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import to_object, to_text
from pamoja.engines.excellent.registry import ANY, ARRAY, TEXT, optional
from pamoja.engines.excellent.values import Value, XError, XObject
from pamoja.engines.flows.cases.registry import router_test
from pamoja.engines.flows.cases.results import NOT_MATCHED, matched


@router_test("has_error", ANY)
def has_error(call: Call, value: Value) -> XObject:
    """Whether a value is an error; the match is its message.

    @(has_error(number("three")).match) → error calling number(...): unable to convert "three" to a number
    @(has_error(3)) → false
    """
    return matched(value.message) if isinstance(value, XError) else NOT_MATCHED


@router_test("has_group", ARRAY, TEXT, optional(ANY))
def has_group(call: Call, contact: list[Value], group_uuid: str, name: Value = None) -> XObject:
    """Whether a group is among those of a contact. A case also has its name, which is only for people.

    @(has_group(array(object("uuid", "g-7", "name", "Midwives")), "g-7").match) → {name: Midwives, uuid: g-7}
    @(has_group(array(), "g-7")) → false
    """
    for each in map(to_object, contact):
        if to_text(each.get("uuid")[0]) == group_uuid:
            return matched(each)
    return NOT_MATCHED

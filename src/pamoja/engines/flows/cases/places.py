"""Tests for places: states, districts and wards by the names that people give them.

Where a parent is named, a place within it is wanted; where none is, a name must be the only one of its level.
"""

from collections.abc import Sequence

from pamoja.engines.environment.locations import DISTRICT, STATE, WARD, Location
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import TEXT, optional, rest
from pamoja.engines.excellent.values import XError, XObject
from pamoja.engines.flows.cases.registry import router_test
from pamoja.engines.flows.cases.results import NOT_MATCHED, matched


@router_test("has_state", TEXT)
def has_state(call: Call, text: str) -> XObject:
    """Whether there is the name of a state in a text.

    @(has_state("we come from lusaka").match) → Zambia > Lusaka Province
    @(has_state("we come from afar")) → false
    """
    return _first(_found(call, text, STATE))


@router_test("has_district", TEXT, optional(TEXT, ""))
def has_district(call: Call, text: str, state: str) -> XObject:
    """Whether there is the name of a district in a text, within a state if one is named.

    @(has_district("near Chongwe", "Lusaka").match) → Zambia > Lusaka Province > Chongwe
    @(has_district("near Chongwe", "Copperbelt")) → false
    @(has_district("Chongwe").match) → Zambia > Lusaka Province > Chongwe
    """
    for parent in _found(call, state, STATE)[:1]:
        if within := _found(call, text, DISTRICT, parent):
            return _first(within)
    return NOT_MATCHED if state else _only(_found(call, text, DISTRICT))


@router_test("has_ward", rest(TEXT))
def has_ward(call: Call, *names: str) -> XObject:
    """Whether there is the name of a ward in a text, within the district of a state if both are named.

    @(has_ward("Lukoshi ward", "Lusaka", "Chongwe").match) → Zambia > Lusaka Province > Chongwe > Lukoshi
    @(has_ward("Lukoshi ward", "Lusaka", "Kafue")) → false
    @(has_ward("Lukoshi").match) → Zambia > Lusaka Province > Chongwe > Lukoshi
    """
    if len(names) not in (1, 3):
        raise XError(f"takes one or three arguments, got {len(names)}")
    text, state, district = names if len(names) == 3 else (names[0], "", "")
    for parent in _found(call, state, STATE)[:1]:
        for inner in _found(call, district, DISTRICT, parent)[:1]:
            if within := _found(call, text, WARD, inner):
                return _first(within)
    return NOT_MATCHED if district else _only(_found(call, text, WARD))


def _found(call: Call, text: str, level: int, parent: Location | None = None) -> Sequence[Location]:
    """The places of a level whose names are in a text."""
    if call.env.locations is None:
        raise XError("can't find locations in environment which is not location enabled")
    return call.env.locations.find_fuzzy(text, level, parent, call.env.input_collation)


def _first(found: Sequence[Location]) -> XObject:
    return matched(found[0].path) if found else NOT_MATCHED


def _only(found: Sequence[Location]) -> XObject:
    return _first(found) if len(found) == 1 else NOT_MATCHED

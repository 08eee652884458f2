"""Actions: `setvalue` and `odk:setgeopoint` (ODK XForms specification, "Events and Actions")."""

from __future__ import annotations

from collections.abc import Iterator

from pamoja.engines.xforms.fields import Action, Field
from pamoja.engines.xforms.reader import Reader
from pamoja.engines.xforms.xml import Element, attribute, elements, local_name, namespace_of

FIRST_LOAD, LOAD, NEW_REPEAT = "odk-instance-first-load", "odk-instance-load", "odk-new-repeat"
VALUE_CHANGED = "xforms-value-changed"
ODK = frozenset({"http://www.opendatakit.org/xforms", "http://opendatakit.org/xforms"})
SAME = {"xforms-ready": FIRST_LOAD}
"""Older names of events."""


def read_model_actions(model: Element, reader: Reader) -> tuple[Action, ...]:
    found = (
        action
        for element in elements(model, "setvalue", "setgeopoint")
        for action in _read(element, reader.root, reader)
    )
    return tuple(found)


def read_action(element: Element, context: Field, reader: Reader) -> list[Action]:
    return list(_read(element, context, reader))


def _read(element: Element, context: Field, reader: Reader) -> Iterator[Action]:
    bind = reader.bind_ids.get(attribute(element, "bind"))
    is_place = local_name(str(element.tag)) == "setgeopoint"
    if is_place and namespace_of(str(element.tag)) not in ODK:
        return
    target = reader.expression(attribute(element, "ref") or _absolute(bind, reader), context)
    if target is None:
        reader.problem("dangling", attribute(element, "ref"), "The action names no node")
        return
    events = frozenset(SAME.get(event, event) for event in attribute(element, "event").split())
    aim = reader.find(target.source, context) or context
    value = reader.expression(attribute(element, "value"), aim)
    yield Action(events, target, value, element.text or "", is_place)


def _absolute(field: Field | None, reader: Reader) -> str:
    return "" if field is None else f"/{reader.root.name}{field.path}"

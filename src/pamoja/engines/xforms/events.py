"""Preloads and actions: what happens when an instance is made, opened, extended, finished, or when an answer changes.

Source: ODK XForms specification, "Preload Attributes" and "Events and Actions".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pamoja.engines.xforms.actions import NEW_REPEAT, VALUE_CHANGED
from pamoja.engines.xforms.casting import cast
from pamoja.engines.xforms.data import Data
from pamoja.engines.xforms.fields import Action, Field
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath import Scope, World, XPathFault
from pamoja.engines.xforms.xpath.contextual import own
from pamoja.engines.xforms.xpath.dates import date_text, moment_text

Assign = Callable[[Node, str], None]
START: dict[tuple[str, str], Callable[[World], str]] = {
    ("uid", ""): lambda world: f"uuid:{world.uuid()}",
    ("timestamp", "start"): lambda world: moment_text(world.now()),
    ("date", "today"): lambda world: date_text(world.now()),
}
PHONE = "phonenumber"


def defaults(data: Data) -> None:
    """Make the answers that the form begins with fit their types."""
    for field in data.form.fields:
        if field.kind == "field":
            for node in data.of(field):
                node.text = cast(field, node.text)


def preload(data: Data, world: World, assign: Assign) -> None:
    """Fill what is known when a record is begun."""
    for field in data.form.fields:
        if field.preload[0] and (value := _start_value(field, world)):
            for node in data.of(field):
                assign(node, value)
    _identify(data, world, assign)


def _identify(data: Data, world: World, assign: Assign) -> None:
    """Every record has an identifier ("Metadata": required), also where the form forgot to say how it comes."""
    field = data.form.by_path.get("/meta/instanceID")
    if field is not None and field.calculate is None:
        for node in data.of(field):
            if not node.text:
                assign(node, f"uuid:{world.uuid()}")


def _start_value(field: Field, world: World) -> str:
    kind, parameter = field.preload
    if kind == "property":
        name = parameter.replace(" ", "").lower()
        return world.properties.get(name, "")
    make = START.get((kind, "" if kind == "uid" else parameter))
    return make(world) if make is not None else ""


def finish(data: Data, world: World, assign: Assign) -> None:
    """Fill what is known when a record is finished: the end time."""
    for field in data.form.fields:
        if field.preload == ("timestamp", "end"):
            for node in data.of(field):
                assign(node, moment_text(world.now()))


def dispatch(data: Data, events: frozenset[str], scope: Scope, assign: Assign) -> None:
    """Run the actions of an instance that is loaded, those in repeats once for each instance."""
    for action in data.form.actions:
        if action.events & events:
            act(action, data.root, scope, assign)
    for field in data.form.fields:
        for action in field.actions:
            if action.events & events:
                for node in list(data.of(field)):
                    act(action, node, scope, assign)


def on_new_repeat(top: Node, scope: Scope, assign: Assign) -> None:
    """Run the actions inside a new repeat instance."""
    for node in list(top.walk()):
        for action in _actions(node):
            if NEW_REPEAT in action.events:
                act(action, node, scope, assign)


def on_value_changed(node: Node, scope: Scope, assign: Assign) -> None:
    for action in _actions(node):
        if VALUE_CHANGED in action.events:
            act(action, node, scope, assign, is_forced=True)


def _actions(node: Node) -> Iterator[Action]:
    if node.field is not None:
        yield from node.field.actions


def act(action: Action, at: Node, scope: Scope, assign: Assign, is_forced: bool = False) -> None:
    """Set the target, in the repeat instances of the node that the action belongs to. What is not relevant stays.

    `is_forced` also sets what is not relevant: it then has the value when it becomes relevant.
    """
    try:
        found = action.target.value(at, scope)
        for node in own(found, at)[:1] if isinstance(found, list) else ():
            if node.is_relevant or is_forced:
                assign(node, _value(action, node, scope))
    except XPathFault:
        return


def _value(action: Action, node: Node, scope: Scope) -> str:
    if action.is_place:
        return scope.world.place()
    text = action.text if action.value is None else action.value.string(node, scope)
    return cast(node.field, text) if node.field is not None else text

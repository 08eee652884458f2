"""The page of the reference about what a flow can do, told by what the engine has registered."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from pamoja.engines.flows.definition import reading
from pamoja.engines.flows.definition.parts import Action, Part, Wait
from pamoja.engines.flows.events import MAKERS
from pamoja.engines.flows.modifiers import MODIFIERS
from pamoja.engines.flows.modifiers.base import Modifier
from pamoja.engines.flows.references import Reference
from pamoja.engines.flows.registry import ACTIONS, ANY, ROUTERS, WAITS
from pamoja.engines.flows.resumes import RESUMES, Resume
from pamoja.engines.flows.routers.base import BaseRouter
from pamoja.engines.flows.schema import Prop, props
from pamoja.engines.flows.triggers import TRIGGERS, Trigger

FLOWS = Path("docs/reference/flows.md")
STARTS = "## Actions\n"
KINDS = {str: "text", int: "whole number", bool: "true or false", Decimal: "number", Any: "JSON"}


class Section(NamedTuple):
    """Things of one kind: what is said of all, the class that they share, and all of them by their types."""

    title: str
    about: str
    base: type
    things: Mapping[str, type]


SECTIONS = (
    Section("Actions", "What is done when a node is visited, one after the other.", Action, ACTIONS),
    Section(
        "Routers",
        "Which exit of a node is taken. A category has `uuid`, `name` (translated) and `exit_uuid`.",
        BaseRouter,
        ROUTERS,
    ),
    Section("Waits", "What a router waits for before it chooses.", Wait, WAITS),
    Section("Triggers", "What starts a session.", Trigger, TRIGGERS),
    Section("Resumes", "What continues a session that waits.", Resume, RESUMES),
    Section("Modifiers", "How the host changes a contact, with the same events as a flow.", Modifier, MODIFIERS),
)
ABOUT_EVENTS = """\
What happened, in order. Each event has `uuid`, `type` and `created_on`; members in brackets are only there when there
is something to tell."""


def with_parts(text: str) -> str:
    """The document with everything as it is registered now, in place of whatever stood below its first heading."""
    assert reading.PACKAGES
    parts = [text.partition(STARTS)[0].rstrip("\n")]
    for section in SECTIONS:
        parts += [f"## {section.title}", section.about, *_table(section.base), *_things(section)]
    parts += ["## Events", ABOUT_EVENTS, _events()]
    return "\n\n".join(parts) + "\n"


def _things(section: Section) -> Iterator[str]:
    for type_, cls in sorted(section.things.items()):
        yield f"### `{type_}`"
        yield _purpose(cls)
        yield from _table(cls, section.base)


def _purpose(cls: type) -> str:
    """What it is for; of a part of a flow its module, which has nothing else, says that first."""
    said = [cls.__doc__ or ""]
    if issubclass(cls, Part):
        said.insert(0, sys.modules[cls.__module__].__doc__ or "")
        if cls.FLOW_TYPES != ANY:
            said.append(f"Only in flows of type {', '.join(f'`{each}`' for each in sorted(cls.FLOW_TYPES))}.")
    return textwrap.fill(" ".join(" ".join(said).split()), 120)


def _table(cls: type, base: type | None = None) -> Iterator[str]:
    """One row for each member that not all of its kind have."""
    common = _members(base) if base else {}
    rows = [row for key, row in _members(cls).items() if common.get(key) != row]
    if rows:
        yield "\n".join(["| member | what it is | how |", "|---|---|---|", *rows])


def _members(cls: type) -> dict[str, str]:
    hints = get_type_hints(cls)
    return {each.key: f"| `{each.key}` | {_kind(hints[each.name])} | {_notes(each)} |" for each in props(cls)}


def _notes(member: Prop) -> str:
    notes = {"needed": member.is_required, "template": member.is_evaluated, "translated": member.is_localized}
    return ", ".join(name for name, applies in notes.items() if applies)


def _kind(hint: Any) -> str:
    inner = [each for each in get_args(hint) if each not in (NoneType, ...)]
    if get_origin(hint) is UnionType:
        return _kind(inner[0])
    if get_origin(hint) is tuple:
        return f"list: {_kind(inner[0])}"
    if get_origin(hint) is dict:
        return f"object: {_kind(inner[1])} by name"
    if hint in KINDS:
        return KINDS[hint]
    if issubclass(hint, Reference):
        return f"reference: {hint.TYPE}"
    return "object: " + ", ".join(f"`{each.key}`" for each in props(hint))


def _events() -> str:
    rows = [f"| `{name}` | {_line(make)} | {_told(make)} |" for name, make in sorted(MAKERS.items())]
    return "\n".join(["| event | what happened | members |", "|---|---|---|", *rows])


def _line(make: Callable[..., Any]) -> str:
    return " ".join((make.__doc__ or "").split()).replace("|", "\\|")


def _told(make: Callable[..., Any]) -> str:
    """The members that the function of an event names; in brackets those that it leaves out when they are empty."""
    nodes = list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(make))))))
    left_out = {id(each) for node in nodes if isinstance(node, ast.IfExp) for each in ast.walk(node)}
    members: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Dict):
            shown = "`[{}]`" if id(node) in left_out else "`{}`"
            names = [key.value for key in node.keys if isinstance(key, ast.Constant)]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "present":
            shown, names = "`[{}]`", [each.arg for each in node.keywords]
        else:
            continue
        members |= {str(name): shown.format(name) for name in names if name not in members}
    return ", ".join(members.values())

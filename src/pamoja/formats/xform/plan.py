"""The look-up tables that shredding walks: one node per element of the form, found by tag in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pamoja.formats.xform.values import CONVERTERS, Converter

if TYPE_CHECKING:
    from pamoja.formats.xform.model import EntityDeclaration, Field


STANDARD_META = (
    "instanceID",
    "deprecatedID",
    "instanceName",
    "timeStart",
    "timeEnd",
    "userID",
    "username",
    "deviceID",
    "email",
    "phoneNumber",
    "simSerial",
    "subscriberID",
    "audit",
)
"""The meta elements of OpenRosa 1.0 ("OpenRosa Meta Data Standard") and of the ODK XForms specification."""


@dataclass(slots=True)
class Node:
    """One element that the form declares: a leaf when `children` is None.

    `convert` is None for plain text. `mark` is this level's part of a row id; `is_meta` makes names below
    case-insensitive; `saveto` is the entity property that the answer feeds.
    """

    path: str
    name: str
    table: str
    mark: str
    is_repeat: bool = False
    is_meta: bool = False
    is_entity: bool = False
    declares_entity: bool = False
    convert: Converter | None = None
    saveto: str = ""
    is_special: bool = False
    children: dict[str, Node] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The root node and the name of the root element."""

    root_name: str
    root: Node = field(repr=False)


def compile_plan(root: str, children: Sequence[Field], entities: Sequence[EntityDeclaration]) -> Plan:
    containers = frozenset(entity.path for entity in entities)
    node = Node(path="", name=root, table="Submissions", mark="", declares_entity="/" in containers)
    node.children = _index(children, "Submissions", containers)
    _know_standard_meta(node.children)
    return Plan(root, node)


def _know_standard_meta(top: dict[str, Node]) -> None:
    """Let the OpenRosa meta block stand in every submission, whether the form speaks of it or not."""
    block = Node(path="/meta", name="meta", table="Submissions.meta", mark="%%meta#", is_meta=True, children={})
    meta = top.setdefault("meta", block)
    if meta.children is None:
        return
    declared = {node.name.lower() for node in meta.children.values()}
    for name in STANDARD_META:
        if name.lower() not in declared:
            leaf = Node(path=f"/meta/{name}", name=name, table="", mark="", convert=str.strip)
            meta.children[name] = leaf


def _index(children: Sequence[Field], table: str, containers: frozenset[str]) -> dict[str, Node]:
    """Make the nodes of one level, by expanded tag and by local name."""
    index: dict[str, Node] = {}
    for child in children:
        node = _node(child, f"{table}.{child.name}", containers)
        index[f"{{{child.namespace}}}{child.name}" if child.namespace else child.name] = node
        index.setdefault(child.name, node)
        if child.name == "meta":
            index.setdefault("orx:meta", node)
    return index


def _node(field_: Field, table: str, containers: frozenset[str]) -> Node:
    is_repeat = field_.kind == "repeat"
    node = Node(
        path=field_.path,
        name=field_.name,
        table=table,
        mark=f"%%{field_.name}#",
        is_repeat=is_repeat,
        is_meta=field_.name == "meta",
        is_entity=field_.is_entity,
        declares_entity=field_.path in containers,
        saveto=field_.saveto,
        is_special=bool(field_.saveto) or field_.is_entity,
    )
    if field_.kind == "field" and not field_.is_entity:
        node.convert = _converter(field_)
    else:
        node.children = _index(field_.children, table, containers)
    return node


def _converter(field_: Field) -> Converter | None:
    if field_.is_multiple:
        return str.split
    return str.strip if field_.is_binary or field_.control == "select1" else CONVERTERS.get(field_.type)

"""A submission's XML to rows: one for the form, one per repeat instance, answers by path.

Nothing is dropped: an answer that does not fit its type stays as text, an element that the form does not know
stays under its own path, and each is named in `remarks`. Blank answers are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha1
from typing import Any

from pamoja.engines.xforms.xml import Element, attributes, elements, first, local_name
from pamoja.formats.xform.envelope import Document, Envelope, read_document
from pamoja.formats.xform.model import ROOT_TABLE, FormSchema
from pamoja.formats.xform.plan import Node

MAX_REMARKS = 1000
"""Enough for any honest submission; a hostile one may not fill the memory with remarks."""

MAX_PATH = 1000
"""Letters of the path of an unknown element, for the same reason."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd at `path` of the row with this index; holds no answer, so it may be logged.

    Codes: `bad_value` (kept as text), `unknown_element` (kept under its path), `repeated_element` (kept as
    `path[2]`, `path[3]`...), `text_in_group`, `children_in_answer` (kept under their paths), `other_root`.
    """

    code: str
    path: str
    row: int = 0


@dataclass(slots=True)
class Row:
    """One record: `table` as in OData, `ordinals` its zero-based place at each repeat level.

    `row_id` of the root is the instance ID; of the others the SHA-1 (hex) that OData readers know as `__id`.
    """

    table: str
    row_id: str
    parent_id: str = ""
    ordinals: tuple[int, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class EntityElement:
    """A `meta/entity` as sent, with the answers that the form saves to it, as they stand in the XML.

    `is_there` once the element itself was met; without it, the record speaks of no entity there.
    """

    path: str
    row: int
    is_there: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    label: str = ""
    properties: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shredded:
    """A submission taken apart; `rows[0]` is the form's own record."""

    envelope: Envelope
    rows: tuple[Row, ...]
    entities: tuple[EntityElement, ...] = ()
    remarks: tuple[Remark, ...] = ()


def shred(schema: FormSchema, submission: Document | bytes, *, root_id: str = "") -> Shredded:
    """Take a submission apart; raise XFormRefused (`malformed`, `doctype`) only, and for bytes alone.

    `root_id` is what row ids are made from: the first instance ID of a submission that was edited since, or
    the one the server gave when the client sent none. By default the instance ID in the XML.
    """
    document = read_document(submission) if isinstance(submission, bytes) else submission
    element, envelope = document.root, document.envelope
    key = root_id or envelope.instance_id or ""
    work = _Work(key)
    work.rows.append(Row(ROOT_TABLE, key))
    if envelope.encryption is None:
        if local_name(str(element.tag)) != schema.plan.root_name:
            work.remark("other_root", "/")
        work.container(schema.plan.root, element, _Place(0, "", ()), None)
    entities = tuple(entity for entity in work.entities if entity.is_there)
    return Shredded(envelope, tuple(work.rows), entities, tuple(work.remarks))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands: the row, the id text of its containers and the repeat ordinals."""

    row: int
    trail: str
    ordinals: tuple[int, ...]


class _Work:
    """The state of taking one submission apart."""

    __slots__ = ("copies", "entities", "key", "remarks", "rows")

    def __init__(self, key: str) -> None:
        self.key = key
        self.rows: list[Row] = []
        self.entities: list[EntityElement] = []
        self.remarks: list[Remark] = []
        self.copies: dict[tuple[int, str], int] = {}

    def remark(self, code: str, path: str, row: int = 0) -> None:
        if len(self.remarks) < MAX_REMARKS:
            self.remarks.append(Remark(code, path, row))

    def container(self, node: Node, element: Element, place: _Place, entity: EntityElement | None) -> None:
        """Walk a group, a repeat instance or the root. The loop is the hot path: 250 turns a submission."""
        if node.declares_entity:
            entity = EntityElement(node.path or "/", place.row)
            self.entities.append(entity)
        children = node.children or {}
        values = self.rows[place.row].values
        counts: dict[str, int] = {}
        self.stray(element.text, node, place)
        for child in element:
            found = children.get(child.tag) or _find(node, children, child.tag)
            if found is None:
                self.unknown("unknown_element", child, _below(node.path, child), place.row)
            elif found.children is None:
                self.answer(found, child, values, place.row, entity)
            else:
                self.inner(found, child, place, entity, counts)
            tail = child.tail
            if tail is not None and not tail.isspace():
                self.stray(tail, node, place)

    def answer(
        self, node: Node, element: Element, values: dict[str, Any], row: int, entity: EntityElement | None
    ) -> None:
        """Convert one answer; what does not fit its type stays text."""
        if len(element):
            self.inside_answer(element, node.path, row)
        text, path, convert = element.text, node.path, node.convert
        if entity is not None and node.saveto:  # a blank one too: it clears the property
            entity.properties[node.saveto] = text or ""
        if text is None or text.isspace():
            return
        if path in values:
            path = self.again(path, row)
        try:
            values[path] = text if convert is None else convert(text)
        except ValueError:
            values[path] = text
            self.remark("bad_value", path, row)

    def inner(
        self,
        node: Node,
        element: Element,
        place: _Place,
        entity: EntityElement | None,
        counts: dict[str, int],
    ) -> None:
        """Go into a group, a repeat instance (which starts a row) or a `meta/entity`."""
        trail, ordinals, row = f"{place.trail}{node.mark}", place.ordinals, place.row
        if node.is_entity:
            return self.entity(node, element, row, entity)
        if node.is_repeat:
            ordinal = counts.get(node.path, 0)
            counts[node.path] = ordinal + 1
            trail, ordinals = f"{trail}{ordinal}", (*ordinals, ordinal)
            row_id = row_id_of(self.key, trail)
            self.rows.append(Row(node.table, row_id, self.rows[row].row_id, ordinals))
            row = len(self.rows) - 1
        return self.container(node, element, _Place(row, trail, ordinals), entity)

    def entity(self, node: Node, element: Element, row: int, entity: EntityElement | None) -> None:
        if entity is None or entity.is_there:
            return self.unknown("repeated_element", element, node.path, row)
        entity.is_there, entity.attributes = True, attributes(element)
        label = first(element, "label")
        entity.label = "" if label is None else "".join(map(str, label.itertext()))
        self.keep(element.text, node.path, row)
        for child in elements(element):
            if child is not label:
                self.unknown("unknown_element", child, _below(node.path, child), row)
            self.keep(child.tail, node.path, row)
        return None

    def again(self, path: str, row: int) -> str:
        """Name the second answer to a question that does not repeat, and report it."""
        self.remark("repeated_element", path, row)
        return self.numbered(path, row)

    def numbered(self, path: str, row: int) -> str:
        self.copies[row, path] = number = self.copies.get((row, path), 1) + 1
        return f"{path}[{number}]"

    def stray(self, text: str | None, node: Node, place: _Place) -> None:
        """Keep text that stands between the elements of a group."""
        if text is not None and not text.isspace():
            self.remark("text_in_group", node.path or "/", place.row)
            self.keep(text, node.path or "/", place.row)

    def unknown(self, code: str, element: Element, path: str, row: int) -> None:
        """Keep an element that has no place; a blank one is passed over, there is nothing to lose."""
        before = len(self.rows[row].values)
        self.collect(element, path, row)
        if len(self.rows[row].values) > before:
            self.remark(code, path, row)

    def inside_answer(self, element: Element, path: str, row: int) -> None:
        """Keep what stands inside an answer, where only text belongs."""
        self.remark("children_in_answer", path, row)
        for child in elements(element):
            self.collect(child, _below(path, child), row)
            self.keep(child.tail, path, row)

    def collect(self, element: Element, path: str, row: int) -> None:
        """Keep all texts below an element under their own paths."""
        self.keep(element.text, path, row)
        for child in elements(element):
            self.collect(child, _below(path, child), row)
            self.keep(child.tail, path, row)

    def keep(self, text: str | None, path: str, row: int) -> None:
        values = self.rows[row].values
        if text is not None and not text.isspace():
            values[self.numbered(path, row) if path in values else path] = text


def _below(path: str, element: Element) -> str:
    """Name an element without a place in the form; long made-up names are cut, not the answers under them."""
    return f"{path}/{local_name(str(element.tag))}"[:MAX_PATH]


def row_id_of(root_id: str, trail: str) -> str:
    """Return the id of a repeat instance, the one that OData clients of this protocol already hold."""
    return sha1(f"Submissions#{root_id}{trail}".encode(), usedforsecurity=False).hexdigest()


def _find(node: Node, children: dict[str, Node], tag: str) -> Node | None:
    """Find a child whose tag is not the form's own: another namespace, or meta in another case."""
    name = local_name(tag)
    found = children.get(name)
    if found is None and (node.is_meta or name.lower() == "meta"):
        lower = name.lower()
        return next((child for child in children.values() if child.name.lower() == lower), None)
    return found

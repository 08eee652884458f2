"""The body: controls, groups and repeats in the order in which people see them (ODK XForms, "Body")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pamoja.engines.xforms.actions import read_action
from pamoja.engines.xforms.fields import Field, Item, Itemset, Part
from pamoja.engines.xforms.reader import Reader
from pamoja.engines.xforms.references import itemset_field
from pamoja.engines.xforms.texts import Text
from pamoja.engines.xforms.xml import Element, attribute, attributes, elements, first, local_name

CONTROLS = frozenset({"input", "select1", "select", "rank", "upload", "range", "trigger", "secret"})
KNOWN = frozenset({"ref", "nodeset", "bind", "appearance", "mediatype", "query"})
ACTIONS = frozenset({"setvalue", "setgeopoint"})
TRUE = frozenset({"true()", "true", "1"})
_SEARCH = re.compile(r"(?:^|\s)search\s*\(")


def repeat_paths(body: Element | None, root: str) -> Iterator[tuple[str, str]]:
    """(reference, path of the context) of each repeat; the structure must know them before there are fields."""
    if body is None:
        return
    for element in elements(body):
        reference = attribute(element, "ref") or attribute(element, "nodeset")
        if local_name(str(element.tag)) == "repeat":
            yield reference, root
        if local_name(str(element.tag)) in ("repeat", "group"):
            yield from repeat_paths(element, joined(reference, root))


def joined(reference: str, context: str) -> str:
    """The context for what stands inside an element with this reference."""
    if not reference:
        return context
    return reference if reference.startswith("/") else f"{context}/{reference}"


def read_body(body: Element | None, reader: Reader) -> tuple[Part, ...]:
    parts = () if body is None else tuple(_parts(body, reader.root, reader))
    _note_groups(parts, ())
    return parts


def _note_groups(parts: tuple[Part, ...], around: tuple[Field, ...]) -> None:
    """Note of each question which groups hide it besides those that it is in."""
    for part in parts:
        if part.kind == "question" and part.field is not None:
            own = {part.field, *part.field.ancestors()}
            part.field.shown_in = tuple(each for each in around if each not in own)
        _note_groups(part.parts, around if part.field is None else (*around, part.field))


def _parts(parent: Element, context: Field, reader: Reader) -> Iterator[Part]:
    for element in elements(parent):
        name = local_name(str(element.tag))
        if name in ACTIONS:
            context.actions += read_action(element, context, reader)
        elif name in ("group", "repeat"):
            yield _group(element, context, reader)
        elif name in CONTROLS:
            field = reader.target(element, context)
            if field is None:
                reader.problem("dangling", attribute(element, "ref"), "The question points at no node")
            else:
                _control(element, name, field, reader)
                yield Part("question", field, field.label, field.appearance)


def _group(element: Element, context: Field, reader: Reader) -> Part:
    field = reader.target(element, context)
    at = field or context
    is_repeat = local_name(str(element.tag)) == "repeat" and field is not None
    label = reader.child_text(element, "label", at)
    appearance = attribute(element, "appearance").strip()
    if field is not None and is_repeat:
        _repeat(element, field, reader)
    if field is not None:
        field.label, field.appearance = field.label or label, field.appearance or appearance
    parts = tuple(_parts(element, at, reader))
    if field is not None and field.kind == "repeat" and not is_repeat:
        return Part("group", None, parts=parts)  # it only lends the repeat inside it its label
    return Part("repeat" if is_repeat else "group", field, label, appearance, parts)


def _repeat(element: Element, field: Field, reader: Reader) -> None:
    field.count = reader.expression(attribute(element, "count"), field)
    field.is_fixed = attribute(element, "noAddRemove").strip() in TRUE


def _control(element: Element, name: str, field: Field, reader: Reader) -> None:
    field.control = name
    field.appearance = attribute(element, "appearance").strip()
    field.mediatype = attribute(element, "mediatype")
    field.parameters = {key: text for key, text in attributes(element).items() if key not in KNOWN}
    field.label = reader.child_text(element, "label", field)
    field.hint = reader.child_text(element, "hint", field)
    field.items = tuple(_item(item, field, reader) for item in elements(element, "item"))
    field.itemset = _itemset(first(element, "itemset"), field, reader) or _query(element, field, reader)
    field.is_open = bool(_SEARCH.search(field.appearance))
    for child in elements(element, *ACTIONS):
        field.actions += read_action(child, field, reader)


def _query(element: Element, field: Field, reader: Reader) -> Itemset | None:
    """Choices of `itemsets.csv`: the control is written as a text input with the list as its `query`."""
    nodes = reader.expression(attribute(element, "query"), field)
    value, label = (reader.expression(column, field) for column in ("name", "label"))
    if nodes is None or value is None:
        return None
    field.control = "select1"
    return Itemset(nodes, value, Text(reference=label))


def _item(item: Element, field: Field, reader: Reader) -> Item:
    value = first(item, "value")
    return Item("" if value is None else (value.text or "").strip(), reader.child_text(item, "label", field))


def _itemset(element: Element | None, field: Field, reader: Reader) -> Itemset | None:
    """References of value and label are relative to each item, which may be a node of the primary instance."""
    if element is None:
        return None
    nodes = reader.expression(attribute(element, "nodeset"), field)
    value_element, label_element = first(element, "value"), first(element, "label")
    if nodes is None or value_element is None:
        return None
    at = itemset_field(nodes.tree, field)
    value = reader.expression(attribute(value_element, "ref") or ".", at)
    label: Text | None = None if label_element is None else reader.text(label_element, at)
    return None if value is None else Itemset(nodes, value, label)

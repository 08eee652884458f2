"""The primary instance: a tree of fields, and the nodes that a new instance starts with."""

from __future__ import annotations

from pamoja.engines.xforms.fields import Field
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xml import Element, XFormRefused, elements, has_attribute, local_name

MAX_DEPTH = 64
"""Levels of groups; people use up to about ten, and every level costs the readers of the tree stack."""


def read_structure(root: Element, repeats: frozenset[str]) -> tuple[Field, Node]:
    """Return the root field and the root node of a new instance; `repeats` are the paths that the body repeats."""
    name = local_name(str(root.tag))
    field = Field(name, "", "group", tag=str(root.tag))
    _fill(field, [root], repeats, 0)
    return field, build(root, field)


def _fill(field: Field, rows: list[Element], repeats: frozenset[str], depth: int) -> None:
    """Add what stands below any of the elements that stand for this field."""
    if depth > MAX_DEPTH:
        raise XFormRefused("too_deep", f"There are more than {MAX_DEPTH} levels", field.path)
    for element in (child for row in rows for child in elements(row)):
        name = local_name(str(element.tag))
        if name not in field.children:
            alike = [child for row in rows for child in elements(row, name)]
            field.children[name] = child = _field(field, name, alike, repeats)
            _fill(child, alike, repeats, depth + 1)
            if child.kind == "repeat":
                child.template = _template(child, alike)


def _field(parent: Field, name: str, alike: list[Element], repeats: frozenset[str]) -> Field:
    path = f"{parent.path}/{name}"
    if path in repeats or any(map(is_template, alike)):
        return Field(name, path, "repeat", parent, tag=str(alike[0].tag))
    has_children = any(next(elements(element), None) is not None for element in alike)
    return Field(name, path, "group" if has_children else "field", parent, tag=str(alike[0].tag))


def is_template(element: Element) -> bool:
    return has_attribute(element, "template")


def _template(field: Field, alike: list[Element]) -> Node:
    """What a new repeat instance starts as: the template with its defaults, else the first instance without values."""
    marked = next((element for element in alike if is_template(element)), None)
    if marked is not None:
        return build(marked, field)
    node = build(alike[0], field)
    for each in node.walk():
        each.text = ""
    return node


def build(element: Element, field: Field | None) -> Node:
    """A node for the element and all below it; templates inside are no data."""
    node = Node(local_name(str(element.tag)), own_text(element))
    node.tag, node.field = str(element.tag), field
    for key, text in element.attrib.items():
        if (name := local_name(str(key))) != "template":
            node.set_attribute(name, str(text), str(key))
    for child in elements(element):
        if not is_template(child):
            known = field.children.get(local_name(str(child.tag))) if field is not None else None
            node.append(build(child, known))
    return node


def own_text(element: Element) -> str:
    """The text of a leaf; white space between the elements of a group is no answer."""
    if next(elements(element), None) is not None:
        return ""
    text = element.text or ""
    return text if text.strip() else ""


def clone(node: Node) -> Node:
    """A copy with everything below it, without a parent."""
    copy = Node(node.name, node.text, None, node.kind)
    copy.tag, copy.field = node.tag, node.field
    for name, attribute in node.attributes.items():
        copy.set_attribute(name, attribute.text, attribute.tag).field = attribute.field
    for child in node.children:
        copy.append(clone(child))
    return copy

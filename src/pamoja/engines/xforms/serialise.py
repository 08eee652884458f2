"""An instance as XML, as clients submit it: without what is not relevant, without templates.

Nodes in the XForms namespace, which forms use by accident of their root element, are written without a namespace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from lxml import etree

from pamoja.engines.xforms.fields import Form
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xml import Element, namespace_of

UNWRITTEN = frozenset({"http://www.w3.org/2002/xforms", "http://www.w3.org/1999/xhtml", ""})
Written = Mapping[Node, str]
NOTHING: Written = MappingProxyType({})
_SURROGATES = range(0xD800, 0xE000)
_CONTROL = {code: None for code in (*range(32), *_SURROGATES, 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}


def to_xml(form: Form, root: Node, is_all: bool = False, written: Written = NOTHING) -> bytes:
    """With `is_all` the answers that are not relevant now, too: to be gone on with, never to be submitted.

    `written` are texts of nodes that stand whatever the form says about them.
    """
    spaces: dict[Any, str] = {prefix: uri for prefix, uri in form.namespaces.items() if uri not in UNWRITTEN}
    if (own := namespace_of(root.tag)) not in UNWRITTEN:
        spaces[None] = own
    element = etree.Element(_tag(root.tag), nsmap=spaces)
    around = {above for node in written for above in (node, *node.ancestors())}
    _fill(element, root, lambda node: is_all or node.is_relevant or node in around, written)
    return etree.tostring(element, encoding="utf-8", xml_declaration=True)


def _fill(element: Element, node: Node, is_written: Callable[[Node], bool], written: Written) -> None:
    for attribute in node.attributes.values():
        if is_written(attribute):
            element.set(_tag(attribute.tag), clean_text(attribute.text))
    if not node.children and (text := written.get(node, node.text)):
        element.text = clean_text(text)
    for child in node.children:
        if is_written(child):
            _fill(etree.SubElement(element, _tag(child.tag)), child, is_written, written)


def _tag(tag: str) -> str:
    """The name without a namespace that is not written; an undeclared prefix goes."""
    local = tag.rpartition("}")[2].rpartition(":")[2]
    space = namespace_of(tag)
    return local if space in UNWRITTEN else f"{{{space}}}{local}"


def clean_text(text: str) -> str:
    """The text without control characters and halves of characters: XML 1.0 has no place for them."""
    return text.translate(_CONTROL)

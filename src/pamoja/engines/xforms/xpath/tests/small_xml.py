"""Trees for tests."""

import xml.etree.ElementTree as Xml

from pamoja.engines.xforms.nodes import Node, document


def small_document(text: str, is_static: bool = False) -> Node:
    return document(_node(Xml.fromstring(text), is_static))


def _node(element: Xml.Element, is_static: bool) -> Node:
    node = Node(element.tag, element.text or "")
    for name, text in element.attrib.items():
        node.set_attribute(name, text)
    for child in element:
        node.append(_node(child, is_static))
    if is_static:
        node.index = {}
    return node

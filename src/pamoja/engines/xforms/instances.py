"""From XML to the nodes of an instance, and the scope in which its expressions stand."""

from __future__ import annotations

from collections.abc import Callable

from pamoja.engines.xforms import offers
from pamoja.engines.xforms.data import Data, complete
from pamoja.engines.xforms.fields import Form
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.structure import build
from pamoja.engines.xforms.xml import XFormRefused, local_name, parse_xml
from pamoja.engines.xforms.xpath import Scope, World


def read_instance(form: Form, instance: bytes) -> Node:
    """The nodes of a submission; those that it leaves out are there, blank."""
    element = parse_xml(instance)
    if local_name(str(element.tag)) != form.root.name:
        raise XFormRefused("not_an_instance", "The root element is not that of the form", f"/{element.tag}")
    root = build(element, form.root)
    complete(root)
    return root


def make_scope(form: Form, data: Data, world: World, language: Callable[[], str]) -> Scope:
    def text(text_id: str) -> str:
        return form.texts.translated(text_id, data.root, scope, language()).text

    def label(node: Node, value: str) -> str:
        return "" if node.field is None else offers.label_of(node.field, node, value, scope, form.texts, language())

    scope = Scope(data.document, world, form.instances, text, label, form.version)
    return scope

"""Read a form: XML and the files beside it to a Form."""

from __future__ import annotations

from collections.abc import Mapping

from pamoja.engines.xforms.actions import read_model_actions
from pamoja.engines.xforms.binds import read_binds
from pamoja.engines.xforms.body import read_body, repeat_paths
from pamoja.engines.xforms.fields import Form
from pamoja.engines.xforms.graph import make_graph
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.reader import Reader, location
from pamoja.engines.xforms.references import Shown, fields_read
from pamoja.engines.xforms.secondary import read_instances
from pamoja.engines.xforms.structure import read_structure
from pamoja.engines.xforms.translations import read_translations
from pamoja.engines.xforms.xml import (
    Element,
    XFormRefused,
    attribute,
    descendants,
    elements,
    first,
    local_name,
    parse_xml,
)


def load(xml: bytes, files: Mapping[str, bytes] | None = None) -> Form:
    """Read a form with the files of its lists, by name; raise XFormRefused when it is no form."""
    html = parse_xml(xml)
    if local_name(str(html.tag)) != "html":
        raise XFormRefused("not_an_xform", "The root element is not html", f"/{local_name(str(html.tag))}")
    model = next(descendants(html, "model"), None)
    if model is None:
        raise XFormRefused("no_model", "The form has no model", "/html/head/model")
    primary = first(model, "instance")
    root = next(elements(primary), None) if primary is not None else None
    if primary is None or root is None:
        raise XFormRefused("no_instance", "The model has no instance with an element", "/html/head/model/instance")
    return _form(html, model, primary, root, files or {})


def _form(html: Element, model: Element, primary: Element, root: Element, files: Mapping[str, bytes]) -> Form:
    body = next(descendants(html, "body"), None)
    field, template = read_structure(root, _repeats(body, local_name(str(root.tag))))
    reader = Reader(field, {each.path: each for each in field.walk()})
    read_binds(model, reader)
    parts = read_body(body, reader)
    actions = read_model_actions(model, reader)
    texts = read_translations(model, reader)
    instances, missing = read_instances(model, primary, files, reader)
    _settle(reader, template, Shown(texts, instances))
    graph, cycles = make_graph(field.walk())
    return Form(
        form_id=attribute(root, "id"),
        version=attribute(root, "version"),
        title=_title(html),
        root=field,
        body=parts,
        texts=texts,
        instances=instances,
        missing=missing,
        actions=actions,
        template=template,
        namespaces={prefix: uri for prefix, uri in root.nsmap.items() if prefix},
        graph=graph,
        problems=(*reader.problems, *cycles),
    )


def _repeats(body: Element | None, root: str) -> frozenset[str]:
    """The paths that the body repeats, root element left out."""
    found = set()
    for reference, context in repeat_paths(body, f"/{root}"):
        around = location(context, (root,)) or (root,)
        steps = location(reference, around)
        if steps:
            found.add("/" + "/".join(steps[1:]))
    return frozenset(found)


def _settle(reader: Reader, template: Node, shown: Shown) -> None:
    """What could only be done when all fields were known: what expressions read, and which attributes have rules."""
    for expression, at in reader.expressions:
        expression.reads, expression.calls = fields_read(expression.tree, at, shown)
    for field in reader.root.walk():
        if field.template is not None:
            _attach(field.template)
    _attach(template)


def _attach(node: Node) -> None:
    """Give the attributes with binds their field, and make those that the instance leaves out."""
    for each in node.walk():
        for name, field in each.field.attributes.items() if each.field is not None else ():
            (each.attributes.get(name) or each.set_attribute(name, "")).field = field


def _title(html: Element) -> str:
    title = next(descendants(html, "title"), None)
    return "" if title is None else (title.text or "").strip()

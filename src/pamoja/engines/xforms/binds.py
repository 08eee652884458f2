"""Binds: data types and rules of the fields (ODK XForms specification, "Bindings")."""

from __future__ import annotations

from pamoja.engines.xforms.fields import Field
from pamoja.engines.xforms.reader import Reader, location, steps_of
from pamoja.engines.xforms.xml import Element, attribute, descendants

RULES = ("relevant", "required", "readonly", "constraint", "calculate")
TYPES = {"integer": "int", "datetime": "dateTime", "double": "decimal", "float": "decimal"}


def read_binds(model: Element, reader: Reader) -> None:
    seen: set[str] = set()
    for element in descendants(model, "bind"):
        reference = attribute(element, "nodeset") or attribute(element, "ref")
        field = reader.find(reference, reader.root) or _attribute_field(reference, reader)
        if field is None:
            reader.problem("dangling", reference, "The bind points at no node")
        elif field.path in seen:
            reader.problem("duplicate", field.path, "The node has a second bind")
        else:
            seen.add(field.path)
            _apply(element, field, reader)


def _attribute_field(reference: str, reader: Reader) -> Field | None:
    """The field of an attribute with a bind, such as `/data/meta/entity/@id`; made when the bind names it."""
    steps = location(reference, steps_of(reader.root))
    if not steps or not steps[-1].startswith("@") or steps[0] != reader.root.name:
        return None
    owner = reader.fields.get("/" + "/".join(steps[1:-1]) if len(steps) > 2 else "")
    if owner is None:
        return None
    name = steps[-1][1:]
    field = Field(name, f"{owner.path}/@{name}", "attribute", owner, tag=name)
    owner.attributes[name] = reader.fields[field.path] = field
    return field


def _apply(element: Element, field: Field, reader: Reader) -> None:
    kind = attribute(element, "type").strip().rpartition(":")[2]
    field.type = TYPES.get(kind, kind) or "string"
    for rule in RULES:
        setattr(field, rule, reader.expression(attribute(element, rule), field))
    field.required_message = reader.message(attribute(element, "requiredMsg"), field)
    field.constraint_message = reader.message(attribute(element, "constraintMsg"), field)
    field.preload = (attribute(element, "preload").strip(), attribute(element, "preloadParams").strip())
    if name := attribute(element, "id"):
        reader.bind_ids.setdefault(name, field)

"""The fields of a form as the ODK Central API lists them, and what it makes of a change between two versions.

Types are those of the binds, as written; a node without a typed bind is a `structure` when it has children, else
`unknown`. What follows here the API's letter rather than good sense (binds are matched with their prefixes) does so
because programs compare these lists.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pamoja.engines.xforms.xml import Element, attribute, descendants, elements, first, has_attribute, parse_xml
from pamoja.formats.odata.names import identifier

CONTAINERS = ("structure", "repeat")
QUIET_ENDINGS = ("/meta", "/meta/entity", "/meta/entity/label")
"""What may vanish from a form without a warning: its word about entities."""


@dataclass(frozen=True, slots=True)
class ListedField:
    """One node of the primary instance. `path` leaves out the root element and all prefixes."""

    path: str
    name: str
    type: str
    is_binary: bool = False
    is_multiple: bool = False

    def to_json(self) -> dict[str, Any]:
        """As the API writes it: what is not so is null."""
        binary, multiple = self.is_binary or None, self.is_multiple or None
        return {"path": self.path, "name": self.name, "type": self.type, "binary": binary, "selectMultiple": multiple}


@dataclass(frozen=True, slots=True)
class _Model:
    """What decides on types: binds and repeats by the full path, prefixes and all."""

    root: str
    types: Mapping[str, str]
    repeats: frozenset[str]
    multiples: frozenset[str]


def list_fields(xml: bytes) -> list[ListedField]:
    """Every node of a form, parents before children. XFormRefused for what is no XML."""
    html = parse_xml(xml)
    model, body = first(first(html, "head"), "model"), first(html, "body")
    instance = first(model, "instance")
    root = next(elements(instance), None) if instance is not None else None
    if model is None or root is None:
        return []
    read = _Model(_tag(root), _types(model, _tag(root)), _paths(body, "repeat"), _paths(body, "select"))
    return list(_below(root, read, ""))


def named_for_odata(fields: Iterable[ListedField]) -> list[ListedField]:
    """The same fields under the names that OData readers see."""
    return [
        replace(each, name=identifier(each.name), path="/".join(["", *map(identifier, each.path.split("/")[1:])]))
        for each in fields
    ]


def retyped(versions: Iterable[Sequence[ListedField]], new: Sequence[ListedField]) -> ListedField | None:
    """The first field, as it was, that a new version takes for something else.

    Any answer may become text; nothing else may change, and a group or repeat may not become text either.
    """
    known = {each.path: each for fields in versions for each in fields}
    for field in new:
        old = known.get(field.path)
        if old is None or old.type == field.type or (field.type == "string" and old.type not in CONTAINERS):
            continue
        return old
    return None


def removed_names(old: Sequence[ListedField], new: Sequence[ListedField]) -> list[str]:
    """Names of fields that a new version no longer has."""
    kept = {each.path for each in new}
    return [each.name for each in old if each.path not in kept and not each.path.endswith(QUIET_ENDINGS)]


def title_of(xml: bytes) -> str:
    """The title that stands in a form; empty when none does."""
    title = first(first(parse_xml(xml), "head"), "title")
    return "" if title is None else (title.text or "").strip()


def _below(parent: Element, model: _Model, above: str) -> Iterator[ListedField]:
    """The nodes below one; of a repeat's instances the first alone speaks for all."""
    seen: set[str] = set()
    for node in elements(parent):
        path = f"{above}/{_tag(node)}"
        full = f"/{model.root}{path}"
        if full in model.repeats and full in seen:
            continue
        seen.add(full)
        field = _field(node, model, path, full)
        yield field
        if field.type in CONTAINERS:
            yield from _below(node, model, path)


def _field(node: Element, model: _Model, path: str, full: str) -> ListedField:
    kind = _type(node, model, path, full)
    bare = _without_prefixes(path)
    is_binary = kind == "binary" or bare == "/meta/audit"
    return ListedField(bare, bare.rpartition("/")[2], kind, is_binary, full in model.multiples)


def _type(node: Element, model: _Model, path: str, full: str) -> str:
    if full in model.repeats:
        return "repeat"
    if full in model.types:
        return model.types[full] or "unknown"
    is_entity = _tag(node) == "entity" and "/meta/entity" in path
    return "structure" if len(node) or is_entity else "unknown"


def _types(model: Element, root: str) -> dict[str, str]:
    """Types by full path; the first bind of a node counts."""
    types: dict[str, str] = {}
    for bind in elements(model, "bind"):
        if has_attribute(bind, "type"):
            nodeset = attribute(bind, "nodeset")
            full = nodeset if nodeset.startswith("/") else f"/{root}/{nodeset}"
            types.setdefault(full, attribute(bind, "type"))
    return types


def _paths(body: Element | None, tag: str) -> frozenset[str]:
    found = descendants(body, tag) if body is not None else ()
    return frozenset(_without_prefixes(attribute(each, "nodeset") or attribute(each, "ref")) for each in found)


def _without_prefixes(path: str) -> str:
    return "/".join(step.rpartition(":")[2] for step in path.split("/"))


def _tag(node: Element) -> str:
    """The name with its prefix, as it is written."""
    local = str(node.tag).rpartition("}")[2]
    return f"{node.prefix}:{local}" if node.prefix else local

"""Secondary instances: lists that expressions look things up in, written in the form or in files beside it.

Source: ODK XForms specification, "Secondary Instances". A CSV becomes `root/item` with an element per column; a
GeoJSON the same, with `geometry` as an ODK place beside the properties of each feature.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from pamoja.engines.xforms.nodes import Node, document
from pamoja.engines.xforms.reader import Reader
from pamoja.engines.xforms.structure import build
from pamoja.engines.xforms.xml import Element, XFormRefused, attribute, elements, parse_xml

ITEMSETS = "itemsets.csv"
LAST_SAVED = "jr://instance/last-saved"
SEPARATORS = ",;\t"


def read_instances(
    model: Element, primary: Element, files: Mapping[str, bytes], reader: Reader
) -> tuple[dict[str, Node], frozenset[str]]:
    """Return the documents by id, and the ids of those whose file is missing or cannot be read."""
    found: dict[str, Node] = {}
    missing: set[str] = set()
    for element in elements(model, "instance"):
        name, source = attribute(element, "id"), attribute(element, "src")
        if element is primary or not name:
            continue
        content = next(elements(element), None)
        read = _file(source, files) if source and source != LAST_SAVED else content_document(content)
        if read is None:
            missing.add(name)
            reader.problem("instance", name, f"The file of the list is missing or cannot be read: {source}")
        else:
            found[name] = read
    return {**_itemsets(files.get(ITEMSETS)), **found}, frozenset(missing)


def _itemsets(data: bytes | None) -> dict[str, Node]:
    """The lists of `itemsets.csv`, told apart by their column `list_name`."""
    lists: dict[str, list[list[tuple[str, str]]]] = {}
    for row in _csv(data) if data is not None else ():
        lists.setdefault(dict(row).get("list_name", ""), []).append(row)
    return {name: _items(rows) for name, rows in lists.items() if name}


def content_document(root: Element | None) -> Node:
    return _static(document(build(root, None) if root is not None else None))


def _static(node: Node) -> Node:
    """Mark a tree as one that never changes, so that its children may be indexed."""
    for each in node.walk():
        each.index = {}
    return node


def _file(source: str, files: Mapping[str, bytes]) -> Node | None:
    name = source.rpartition("/")[2]
    data = files.get(name)
    if data is None:
        return None
    kind = name.lower().rpartition(".")[2]
    try:
        if kind == "csv":
            return _items(_csv(data))
        if kind == "geojson":
            return _items(_geojson(data))
        return content_document(parse_xml(data))
    except (XFormRefused, ValueError, csv.Error):
        return None


def _items(rows: Iterable[Iterable[tuple[str, str]]]) -> Node:
    root = Node("root")
    for row in rows:
        item = root.append(Node("item"))
        for name, text in row:
            item.append(Node(name, text))
    return _static(document(root))


def _csv(data: bytes) -> Iterable[list[tuple[str, str]]]:
    text = data.decode("utf-8-sig")
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    names = [name.strip() for name in next(rows, [])]
    return [list(zip(names, [*row, *[""] * len(names)], strict=False)) for row in rows if any(row)]


def _geojson(data: bytes) -> Iterable[list[tuple[str, str]]]:
    content = json.loads(data)
    features = content.get("features") if isinstance(content, dict) else ()
    return [_feature(feature) for feature in features or () if isinstance(feature, dict)]


def _feature(feature: Mapping[str, Any]) -> list[tuple[str, str]]:
    properties = feature.get("properties")
    cells = dict(properties) if isinstance(properties, dict) else {}
    if "id" in feature:
        cells.setdefault("id", feature["id"])
    return [("geometry", _geometry(feature.get("geometry"))), *((name, _cell(cell)) for name, cell in cells.items())]


def _cell(cell: object) -> str:
    if cell is None or isinstance(cell, dict | list):
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _geometry(geometry: object) -> str:
    """A Point as `lat lon 0 0`, a LineString and the outer ring of a Polygon as such places with `;` between."""
    if not isinstance(geometry, dict):
        return ""
    places = geometry.get("coordinates", ())
    shape = {"Point": [places], "LineString": places, "Polygon": places[0] if places else ()}.get(
        geometry.get("type", "")
    )
    return "; ".join(f"{place[1]} {place[0]} 0 0" for place in shape or ())

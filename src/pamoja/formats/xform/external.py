"""Choices that stand in a file beside the form: CSV, GeoJSON or XML (ODK XForms, "Secondary Instances - External").

Columns are those that the form's itemset names, else `name` and `label`, in GeoJSON `id` and `title`. A column
`label::French (fr)` holds the labels in that language. `itemsets.csv` keeps several lists, told apart by `list_name`.

With `search()` in the appearance the choices that the form writes name columns of the CSV: the value is one, the label
one for each language, or several with commas between. A choice whose value is a whole number is one by itself.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pamoja.engines.xforms.xml import XFormRefused, elements, local_name, parse_xml
from pamoja.formats.sheets import BadSheet, read_sheet
from pamoja.formats.xform.files import searched_file
from pamoja.formats.xform.model import Choice, Field, FormSchema, Itemset
from pamoja.formats.xform.refs import instance_steps

ITEMSETS = "itemsets.csv"
LIST = "list_name"
WHOLE = re.compile(r"-?\d+")
Row = Mapping[str, str]


def named_lists(schema: FormSchema) -> frozenset[str]:
    """The files from which questions take their choices."""
    itemsets = (each.itemset for each in schema.fields)
    named = {itemset.file for itemset in itemsets if itemset and itemset.source == "external" and itemset.file}
    return frozenset(named | {name for each in schema.fields if (name := searched_file(each))})


def with_lists(schema: FormSchema, contents: Mapping[str, bytes]) -> FormSchema:
    """The schema with the choices of these files, given by name; a file that is absent or unreadable gives none."""
    rows = {name: list(_rows(name, data, schema)) for name, data in contents.items()}
    return replace(schema, children=tuple(_filled(child, rows, schema) for child in schema.children))


def _filled(field: Field, rows: Mapping[str, Sequence[Row]], schema: FormSchema) -> Field:
    below = tuple(_filled(child, rows, schema) for child in field.children)
    itemset = field.itemset
    if searched := searched_file(field):
        return replace(field, choices=tuple(_searched(field.choices, rows.get(searched, ()))))
    if itemset is None or itemset.source != "external" or itemset.file not in rows:
        return replace(field, children=below) if below else field
    return replace(field, choices=_choices(itemset, rows[itemset.file], schema.languages))


def _choices(itemset: Itemset, rows: Iterable[Row], languages: Sequence[str]) -> tuple[Choice, ...]:
    """One for each value, in the order of the file."""
    is_mapped = itemset.file.lower().endswith(".geojson")
    value = itemset.value_ref or ("id" if is_mapped else "name")
    label = itemset.label_ref or ("title" if is_mapped else "label")
    found: dict[str, Choice] = {}
    for row in rows:
        is_listed = itemset.file != ITEMSETS or row.get(LIST) == itemset.instance_id
        if is_listed and (code := row.get(value, "")):
            found.setdefault(code, Choice(code, _labels(row, label, languages)))
    return tuple(found.values())


def _searched(written: Iterable[Choice], rows: Sequence[Row]) -> Iterator[Choice]:
    """The choices by themselves, then those of the file, each value once."""
    known: set[str] = set()
    for each in sorted(written, key=lambda choice: not WHOLE.fullmatch(choice.value)):
        found = [each] if WHOLE.fullmatch(each.value) else (_of_row(each, row) for row in rows)
        for choice in found:
            if choice.value and choice.value not in known:
                known.add(choice.value)
                yield choice


def _of_row(columns: Choice, row: Row) -> Choice:
    labels = {language: _joined(names, row) for language, names in columns.labels.items()}
    return Choice(row.get(columns.value, ""), {language: text for language, text in labels.items() if text})


def _joined(columns: str, row: Row) -> str:
    """Words of one column, those of others behind in brackets, as collecting apps show them."""
    first, *others = (name.strip() for name in columns.split(","))
    return " ".join([row.get(first, ""), *(f"({name}: {row.get(name, '')})" for name in others)]).strip()


def _labels(row: Row, label: str, languages: Sequence[str]) -> dict[str, str]:
    labels = {"": row.get(label, "")}
    for column, text in row.items():
        start, mark, said = column.partition("::")
        if mark and start.strip() == label:
            labels |= {language: text for language in languages if _is_of(said.strip(), language)}
    return {language: text for language, text in labels.items() if text}


def _is_of(said: str, language: str) -> bool:
    """Whether "French", "fr" or "French (fr)" means the form's "French (fr)"."""
    name, _, code = language.lower().partition("(")
    return said.lower() in {language.lower(), name.strip(), code.rstrip(") ")} - {""}


def _rows(name: str, data: bytes, schema: FormSchema) -> Iterator[Row]:
    kind = name.lower().rpartition(".")[2]
    if kind == "xml":
        nodesets = (each.itemset.nodeset for each in schema.fields if each.itemset and each.itemset.file == name)
        return _of_xml(data, instance_steps(next(nodesets, "")))
    readers: dict[str, Callable[[bytes], Iterator[Row]]] = {"csv": _of_csv, "geojson": _of_geojson}
    return readers[kind](data) if kind in readers else iter(())


def _of_csv(data: bytes) -> Iterator[Row]:
    try:
        heads, *rows = read_sheet(data) or [[]]
    except BadSheet:
        return
    names = [head.strip() for head in heads]
    for cells in rows:
        yield {name: cell.strip() for name, cell in zip(names, cells, strict=False)}


def _of_geojson(data: bytes) -> Iterator[Row]:
    """Properties of each feature; an `id` beside them counts where they have none."""
    try:
        features = json.loads(data)["features"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    for feature in features if isinstance(features, list) else ():
        if isinstance(feature, dict):
            properties = feature.get("properties")
            cells = {"id": feature.get("id"), **(properties if isinstance(properties, dict) else {})}
            yield {name: str(cell).strip() for name, cell in cells.items() if _is_plain(cell)}


def _is_plain(cell: Any) -> bool:
    """Whether it can be a choice; lists and objects cannot, and deep ones could not even be written out."""
    return cell is not None and not isinstance(cell, list | dict)


def _of_xml(data: bytes, steps: Sequence[str]) -> Iterator[Row]:
    """The items at the end of the path, whose first step is the root of the file."""
    try:
        found = [parse_xml(data)]
    except XFormRefused:
        return
    for step in steps[1:]:
        found = [child for parent in found for child in elements(parent, step)]
    for item in found:
        yield {local_name(str(cell.tag)): (cell.text or "").strip() for cell in elements(item)}

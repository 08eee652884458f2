"""Choices of selects: written in the control, or taken from a secondary instance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pamoja.engines.xforms.xml import Element, attribute, elements, first, local_name
from pamoja.formats.xform.itext import Translations, labels_of
from pamoja.formats.xform.model import Choice, Itemset
from pamoja.formats.xform.refs import Steps, instance_id, instance_steps, itext_id


@dataclass(frozen=True)
class Instances:
    """The secondary instances: content of the internal ones, `src` of the external ones, by id."""

    internal: Mapping[str, Element]
    external: Mapping[str, str]
    known: dict[tuple[object, ...], tuple[Choice, ...]] = field(default_factory=dict)
    """Lists that were read already: many questions share one."""


def read_instances(model: Element, primary: Element) -> Instances:
    internal: dict[str, Element] = {}
    external: dict[str, str] = {}
    for instance in elements(model, "instance"):
        name, source = attribute(instance, "id"), attribute(instance, "src")
        if source:
            external[name] = source
        elif instance is not primary and name:
            internal[name] = instance
    return Instances(internal, external)


def read_choices(
    control: Element, instances: Instances, translations: Translations
) -> tuple[tuple[Choice, ...], Itemset | None]:
    """Return the choices that are known from the form alone, and the itemset when there is one."""
    itemset = first(control, "itemset")
    if itemset is None:
        query = attribute(control, "query")
        outside = Itemset(query, "external", instance_id(query), "itemsets.csv") if query else None
        return _written(control, translations), outside
    described = _describe(itemset, instances)
    if described.source != "internal":
        return (), described
    return _listed(described, instances, translations), described


def _listed(itemset: Itemset, instances: Instances, translations: Translations) -> tuple[Choice, ...]:
    steps = instance_steps(itemset.nodeset)
    key = (itemset.instance_id, steps, itemset.value_ref, itemset.label_ref)
    if key not in instances.known:
        items = _items(instances.internal[itemset.instance_id], steps)
        instances.known[key] = tuple(_choice(item, itemset, translations) for item in items)
    return instances.known[key]


def _written(control: Element, translations: Translations) -> tuple[Choice, ...]:
    return tuple(
        Choice(_text(first(item, "value")), labels_of(item, "label", translations))
        for item in elements(control, "item")
    )


def _describe(itemset: Element, instances: Instances) -> Itemset:
    nodeset = attribute(itemset, "nodeset").strip()
    name = instance_id(nodeset)
    value, label = (first(itemset, kind) for kind in ("value", "label"))
    inside = name in instances.internal
    return Itemset(
        nodeset=nodeset,
        source="internal" if inside else "external" if name else "repeat",
        instance_id=name,
        file=instances.external.get(name, "").rpartition("/")[2],
        value_ref=attribute(value, "ref") if value is not None else "",
        label_ref=attribute(label, "ref") if label is not None else "",
        is_filtered="[" in nodeset,
    )


def _items(instance: Element, steps: Steps) -> Iterable[Element]:
    """Follow the steps below the instance; its root element counts as the first step."""
    found: list[Element] = [instance]
    for step in steps:
        found = [child for parent in found for child in elements(parent) if step in ("*", _name(child))]
    return found


def _choice(item: Element, itemset: Itemset, translations: Translations) -> Choice:
    columns = {_name(child): _text(child) for child in elements(item)}
    found = itext_id(itemset.label_ref)
    label_column = _column(found[0] if found else itemset.label_ref)
    label = columns.get(label_column, "")
    labels = translations.labels(label) if found else {"": label}
    value_column = _column(itemset.value_ref)
    properties = {name: text for name, text in columns.items() if name not in (value_column, label_column)}
    return Choice(columns.get(value_column, ""), labels, properties)


def _column(reference: str) -> str:
    return reference.strip().rpartition("/")[2].rpartition(":")[2]


def _name(element: Element) -> str:
    return local_name(str(element.tag))


def _text(element: Element | None) -> str:
    return "" if element is None else (element.text or "").strip()

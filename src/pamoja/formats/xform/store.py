"""FormSchema to plain JSON data and back: empty values left out, long choice lists kept once."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from dataclasses import Field as DataclassField
from typing import Any

from pamoja.formats.xform.model import (
    Choice,
    EntityDeclaration,
    Field,
    FormFile,
    FormRemark,
    FormSchema,
    Itemset,
    SubmissionOptions,
)
from pamoja.formats.xform.refs import instance_steps

FORMAT = 1


def dump_schema(schema: FormSchema) -> dict[str, Any]:
    lists: dict[str, Any] = {}
    data: dict[str, Any] = _dump(schema)
    data["children"] = [_dump_field(child, lists) for child in schema.children]
    return {"format": FORMAT, "lists": lists, **data}


def load_schema(data: Mapping[str, Any]) -> FormSchema:
    lists = {key: _load_choices(items) for key, items in data["lists"].items()}
    plain = _plain(FormSchema, data)
    return FormSchema(
        **plain
        | {
            "children": tuple(_load_field(child, (), lists) for child in data["children"]),
            "languages": tuple(data.get("languages", ())),
            "submission": SubmissionOptions(**data.get("submission", {})),
            "entities": tuple(_load_entity(entity) for entity in data.get("entities", ())),
            "files": tuple(FormFile(**each) for each in data.get("files", ())),
            "remarks": tuple(FormRemark(**each) for each in data.get("remarks", ())),
        }
    )


def _dump_field(field: Field, lists: dict[str, Any]) -> dict[str, Any]:
    """Dump a field; its path follows from where it stands, a list shared by many questions is named once."""
    data: dict[str, Any] = _dump(replace(field, choices=(), children=(), parts=()))
    if field.children:
        data["children"] = [_dump_field(child, lists) for child in field.children]
    if field.choices:
        choices = [_dump(choice) for choice in field.choices]
        if field.itemset:
            data["list"] = _list_key(field.itemset)
            lists[data["list"]] = choices
        else:
            data["choices"] = choices
    return data


def _list_key(itemset: Itemset) -> str:
    steps = "/".join(instance_steps(itemset.nodeset))
    return "|".join((itemset.instance_id, steps, itemset.value_ref, itemset.label_ref))


def _load_field(data: Mapping[str, Any], above: tuple[str, ...], lists: Mapping[str, tuple[Choice, ...]]) -> Field:
    parts = (*above, data["name"])
    listed = lists[data["list"]] if "list" in data else _load_choices(data.get("choices", ()))
    return Field(
        **_plain(Field, data)
        | {
            "parts": parts,
            "choices": listed,
            "itemset": Itemset(**data["itemset"]) if "itemset" in data else None,
            "children": tuple(_load_field(child, parts, lists) for child in data.get("children", ())),
        }
    )


def _load_choices(items: Any) -> tuple[Choice, ...]:
    return tuple(Choice(**item) for item in items)


def _load_entity(data: Mapping[str, Any]) -> EntityDeclaration:
    pairs = tuple((path, name) for path, name in data.get("properties", ()))
    return EntityDeclaration(**{**data, "actions": tuple(data.get("actions", ())), "properties": pairs})


def _plain(kind: type, data: Mapping[str, Any]) -> dict[str, Any]:
    return {each.name: data[each.name] for each in fields(kind) if each.name in data}


def _dump(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_dump(item) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    if not hasattr(value, "__dataclass_fields__"):
        return value
    pairs = ((each, getattr(value, each.name)) for each in fields(value))
    return {each.name: _dump(item) for each, item in pairs if not _is_default(each, item)}


def _is_default(each: "DataclassField[Any]", item: object) -> bool:
    if each.default is not MISSING:
        return bool(item == each.default)
    return each.default_factory is not MISSING and not item

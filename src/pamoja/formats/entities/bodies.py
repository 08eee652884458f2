"""The JSON in which programs send entities (Central API, "Creating entities", "Updating an entity")."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from pamoja.engines.entities import EntityRefused, read_uuid

KEYS = ("label", "uuid", "data")


@dataclass(frozen=True)
class Body:
    """One entity as a program sent it: `uuid` empty when it leaves it to us, `label` None when it is not to change."""

    uuid: str = ""
    label: str | None = None
    data: Mapping[str, str] = field(default_factory=dict)

    @property
    def received(self) -> dict[str, str]:
        """What was said, the label among it."""
        return {**self.data, **({} if self.label is None else {"label": self.label})}


def read_body(body: Any, properties: Collection[str], *, is_new: bool) -> Body:
    """What a program says of an entity. Raises EntityRefused 400.2, 400.8, 400.11, 400.28, 400.31."""
    if not isinstance(body, Mapping) or set(body) - set(KEYS):
        raise EntityRefused("400.31", expected=list(KEYS), actual=_names(body))
    uuid = _uuid(body.get("uuid")) if is_new else ""
    label, data = _label(body.get("label"), is_new), body.get("data")
    if data is None and label is None:
        raise EntityRefused("400.28", reason="No entity data or label provided.")
    return Body(uuid, label, _data(data or {}, properties))


def read_source(source: Any) -> dict[str, Any]:
    """Where a whole list of entities comes from: `name` and, when known, `size`. Raises EntityRefused 400.2, 400.11."""
    if source in (None, "", 0, False):
        raise EntityRefused("400.2", field="source")
    name = source.get("name") if isinstance(source, dict) else None
    size = source.get("size") if isinstance(source, dict) else None
    if not name:
        raise EntityRefused("400.2", field="source.name")
    if not isinstance(name, str):
        raise EntityRefused("400.11", field="name", value=_type(name), expected="string")
    if size is not None and (isinstance(size, bool) or not isinstance(size, int | float)):
        raise EntityRefused("400.11", field="size", value=_type(size), expected="number")
    return {"name": name, **({"size": size} if size else {})}


def _uuid(value: Any) -> str:
    if not value:
        return ""
    if not isinstance(value, str):
        raise EntityRefused("400.11", field="uuid", expected="string")
    return read_uuid(value)


def _label(value: Any, is_needed: bool) -> str | None:
    if value is None:
        if is_needed:
            raise EntityRefused("400.2", field="label")
        return None
    if not isinstance(value, str):
        raise EntityRefused("400.11", field="label", expected="string")
    if not value.strip():
        raise EntityRefused("400.8", field="label", value="(empty string)", reason="Label cannot be blank.")
    return value


def _data(data: Any, properties: Collection[str]) -> dict[str, str]:
    if not isinstance(data, dict):
        raise EntityRefused("400.11", field="data", expected="object")
    for name, value in data.items():
        if not isinstance(value, str):
            raise EntityRefused("400.11", field=name, expected="string")
        if name not in properties:
            reason = f"You specified the dataset property [{name}] which does not exist."
            raise EntityRefused("400.28", reason=reason)
    return dict(data)


def _names(body: Any) -> list[str]:
    """The names of what was sent; of what has no names the places, as programs of the web count them."""
    if isinstance(body, Mapping):
        return list(body)
    return [str(place) for place in range(len(body))] if isinstance(body, (str, list)) else []


def _type(value: Any) -> str:
    """As programs of the web call it."""
    return {"bool": "boolean", "int": "number", "float": "number", "str": "string"}.get(type(value).__name__, "object")

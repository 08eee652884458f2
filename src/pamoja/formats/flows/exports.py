"""An export file, of any version of RapidPro, as it stands; also a single definition by itself.

    {"version": "13", "site": "https://...", "flows": [...], "campaigns": [...], "triggers": [...],
     "fields": [...], "groups": [...]}

Flows of one file may be of different versions. Those up to 6 have their definition within another object, which names
them; those up to 11 keep UUID and name in `metadata`.
"""

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from pamoja.engines.flows.migrations.versions import Version, read_version
from pamoja.engines.flows.reading import FlowReadError

Json = dict[str, Any]
HALF = re.compile(rb"\\ud[89a-f]", re.IGNORECASE)


class NotAnExport(ValueError):
    """The file is no export of flows; the message tells why."""


@dataclass(frozen=True, slots=True)
class ExportedFlow:
    """A flow as the file holds it. `uuid` is empty where old files have none."""

    version: Version
    uuid: str
    name: str
    definition: Json


@dataclass(frozen=True, slots=True)
class Export:
    """What a file holds; nothing in it has been changed."""

    version: Version
    site: str = ""
    flows: tuple[ExportedFlow, ...] = ()
    campaigns: tuple[Json, ...] = ()
    triggers: tuple[Json, ...] = ()
    fields: tuple[Json, ...] = ()
    groups: tuple[Json, ...] = ()


def read_export(content: bytes) -> Export:
    """Read a file (UTF-8). Raises NotAnExport."""
    data = _parse(content)
    if "flows" not in data and ("nodes" in data or "action_sets" in data):
        return Export(_version(data, None), flows=(exported_flow(data, None),))
    version = _version(data, None)
    return Export(
        version,
        site=_text(data, "site"),
        flows=tuple(exported_flow(each, version) for each in _objects(data, "flows")),
        campaigns=_objects(data, "campaigns"),
        triggers=_objects(data, "triggers"),
        fields=_objects(data, "fields"),
        groups=_objects(data, "groups"),
    )


def _parse(content: bytes) -> Json:
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_float=_finite, parse_constant=_finite)
        data = _whole(data) if HALF.search(content) else data
    except (ValueError, RecursionError) as problem:
        raise NotAnExport(f"not JSON: {problem}") from None
    if not isinstance(data, dict):
        raise NotAnExport("not an object")
    return data


def _finite(written: str) -> float:
    """A number that JSON can write again."""
    value = float(written)
    if not math.isfinite(value):
        raise ValueError(f"{written[:20]} is no number")
    return value


def _whole(value: Any) -> Any:
    """The same with U+FFFD for each half of a character, which JSON can write but no text may hold."""
    if isinstance(value, dict):
        return {_whole(key): _whole(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value


def exported_flow(data: Json, version: Version | None) -> ExportedFlow:
    """A flow with its UUID, name and version, from wherever its definition has them; `version` if it has none."""
    metadata = data.get("metadata")
    named = (data, metadata) if isinstance(metadata, dict) else (data,)
    uuid, name = (next(filter(None, (_text(each, key) for each in named)), "") for key in ("uuid", "name"))
    return ExportedFlow(_version(data, version), uuid, name, data)


def _version(data: Json, default: Version | None) -> Version:
    """A version as `spec_version`, or in older ones as `version`, which may be a number."""
    written = next((data[key] for key in ("spec_version", "version") if data.get(key) is not None), None)
    if written is None and default:
        return default
    try:
        return read_version(str(written))
    except FlowReadError:
        raise NotAnExport(f"version {written!r} is none") from None


def _objects(data: Json, key: str) -> tuple[Json, ...]:
    listed = data.get(key) or ()
    if isinstance(listed, list | tuple) and all(isinstance(each, dict) for each in listed):
        return tuple(listed)
    raise NotAnExport(f"'{key}' is not a list of objects")


def _text(data: Json, key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""

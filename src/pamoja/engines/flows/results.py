"""The results of a run: what it learned, by the short form of each result's name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from pamoja.engines.flows import schema
from pamoja.engines.flows.checks import is_time
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.times import read_time, time_text
from pamoja.engines.text.cases import trimmed
from pamoja.engines.text.snake import snakify

MAX_NAME = 64


@dataclass(frozen=True, slots=True)
class _Stored:
    name: str = prop("")
    value: str = prop("")
    category: str = prop("")
    category_localized: str = prop("")
    node_uuid: str = prop("")
    input: str = prop("")
    extra: Any = prop(None)
    created_on: str = prop("", required, is_time)


@dataclass(frozen=True, slots=True)
class Result:
    """One result. `input` is what the router looked at; `extra` more that it found, as JSON text."""

    name: str
    value: str
    category: str
    category_localized: str
    node_uuid: str
    input: str
    created_on: datetime
    extra: str = ""

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Read a stored result; names of old sessions may be longer than is allowed now. Raises FlowReadError."""
        found = schema.read(_Stored, data)
        return cls(
            trimmed(found.name[:MAX_NAME]),
            found.value,
            found.category,
            found.category_localized,
            found.node_uuid,
            found.input,
            read_time(found.created_on),
            json.dumps(found.extra, ensure_ascii=False, separators=(",", ":")) if "extra" in data else "",
        )

    def to_json(self) -> Json:
        """The result as sessions store it."""
        more = {"category": self.category, "category_localized": self.category_localized, "input": self.input}
        return {
            "name": self.name,
            "value": self.value,
            "node_uuid": self.node_uuid,
            "created_on": time_text(self.created_on),
            **{name: text for name, text in more.items() if text},
            **self.extra_json(),
        }

    def extra_json(self) -> Json:
        """`{"extra": …}`, or nothing."""
        return {"extra": json.loads(self.extra)} if self.extra else {}


def read_results(data: Mapping[str, Any]) -> dict[str, Result]:
    """Read the results of a run, under the short forms of their names."""
    results = [Result.from_json(each) for each in data.values()]
    return {snakify(result.name): result for result in results}

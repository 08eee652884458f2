"""Values of expressions as the vectors write them: `{"t": "number", "v": "1.5"}`, null for nil."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pamoja.engines.environment.reading import read_datetime, read_time
from pamoja.engines.excellent.convert import equals
from pamoja.engines.excellent.jsontext import from_json
from pamoja.engines.excellent.registry import lookup
from pamoja.engines.excellent.values import Value, XError, XFunction, XObject

ANY_ERROR = "I am error"
"""What the errors say that are given without a message."""
_CONSTANTS: Mapping[str, Value] = {
    "types.XTimeZero": time(),
    "types.XDateZero": date.min,
    "types.XDateTimeZero": datetime.min.replace(tzinfo=UTC),
    "types.XTextEmpty": "",
    "types.XNumberZero": Decimal(0),
    "types.XBooleanTrue": True,
    "types.XBooleanFalse": False,
    "types.XArrayEmpty": [],
    "types.XObjectEmpty": XObject({}),
}


def read(tagged: Any) -> Value:
    """The value; LookupError for a tag or constant that is not known."""
    if tagged is None:
        return None
    if "const" in tagged:
        return _CONSTANTS[tagged["const"]]
    return _READERS[tagged["t"]](tagged.get("v"))


def fits(found: Value, tagged: Any) -> bool:
    """Whether a result is the value that is written; an error without a message stands for any error."""
    if tagged is not None and tagged.get("t") == "error" and "v" not in tagged:
        return isinstance(found, XError)
    return equals(found, read(tagged))


def _zone(name: str) -> tzinfo:
    return ZoneInfo(name or "UTC")


def _datetime(written: Mapping[str, str]) -> datetime:
    """A local time and the zone of its clock."""
    return read_datetime("YYYY-MM-DDTtt:mm:ss", written["datetime"], _zone(written.get("tz", "")))


def _function(name: str) -> XFunction:
    found = lookup(name)
    if found is None:
        raise LookupError(name)
    return found


_READERS: Mapping[str, Callable[[Any], Value]] = {
    "text": str,
    "number": Decimal,
    "boolean": bool,
    "date": date.fromisoformat,
    "time": lambda written: read_time("tt:mm:ss", written),
    "datetime": _datetime,
    "array": lambda items: [read(each) for each in items],
    "object": lambda items: XObject({name: read(each) for name, each in items.items()}),
    "function": _function,
    "json": lambda data: from_json(json.dumps(data)),
    "error": lambda message: XError(message or ANY_ERROR),
}

"""Calls of web services: what was sent and came back, as events log it and expressions see it."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from math import isinf
from typing import Any, Self

import re2

from pamoja.engines.excellent.jsontext import DEEPEST
from pamoja.engines.excellent.quoting import is_nested_deeper
from pamoja.engines.flows import schema
from pamoja.engines.flows.json_types import HALF
from pamoja.engines.flows.limits import MAX_TRACE_CHARS, MAX_TRACE_URL_CHARS
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.schema import prop
from pamoja.engines.flows.texts import ellipsis

SUCCESS, RESPONSE_ERROR, CONNECTION_ERROR = "success", "response_error", "connection_error"
SUBSCRIBER_GONE = "subscriber_gone"
GONE = 410
_NULLS = re2.compile(r"\\+u0000")
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Request:
    """What a flow wants to send."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """One call as it went over the wire, told by the service that made it.

    `request` and `response` are the dumps (the response without its body); no response: `status` is 0. `body` is None
    when it was thrown away because it was too long; `content_length` then tells its size.
    """

    method: str
    url: str
    request: bytes
    started_on: datetime
    ended_on: datetime
    status: int = 0
    headers: dict[str, str] | None = None
    response: bytes = b""
    body: bytes | None = b""
    content_length: int = 0
    retries: int = 0
    is_too_long: bool = False

    def outcome(self, is_resthook: bool = False) -> str:
        """Whether the call did what it should. What a subscriber answers is not read, so it may be of any length."""
        if not self.status or (self.is_too_long and not is_resthook):
            return CONNECTION_ERROR
        if is_resthook and self.status == GONE:
            return SUBSCRIBER_GONE
        return SUCCESS if self.status // 100 == 2 else RESPONSE_ERROR

    def log(self, outcome: str) -> Json:
        """The call as events log it: readable and cut to a bearable length."""
        head, _, sent = self.request.partition(b"\r\n\r\n")
        response = replace_nulls(_readable(self.response, self.body or b""), REPLACEMENT)
        received = len(self.response) + (self.content_length if self.body is None else len(self.body))
        optional = {"status_code": self.status, "response": ellipsis(response, MAX_TRACE_CHARS)}
        return {
            "url": ellipsis(self.url, MAX_TRACE_URL_CHARS),
            **{name: value for name, value in optional.items() if value},
            "request": ellipsis(_readable(head + b"\r\n\r\n", sent), MAX_TRACE_CHARS),
            "elapsed_ms": int((self.ended_on - self.started_on).total_seconds() * 1000),
            "retries": self.retries,
            "sizes": {"request": len(self.request), "response": received},
            "status": outcome,
        }


def _readable(head: bytes, body: bytes) -> str:
    """A dump as text without null characters; a body that is no text is left out."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = "..."
    return (head.decode(errors="replace") + text).replace("\0", REPLACEMENT)


def replace_nulls(text: str, by: str) -> str:
    """Replace each escaped null (`\\u0000`), but not a backslash followed by the letters `u0000`."""

    def fixed(match: "re2._Match[str]") -> str:
        found: str = match.group()
        slashes = found.count("\\")
        return found if slashes % 2 == 0 else "\\" * (slashes - 1) + by

    replaced: str = _NULLS.sub(fixed, text)
    return replaced


def json_text(body: bytes) -> str:
    """The body as JSON text if it is JSON, without what no database takes; else an empty text.

    What is nested deeper than expressions can go, or has a number that no float can hold, counts as no JSON.
    """
    text = replace_nulls(body.decode(errors="ignore").replace("\0", ""), "")
    if is_nested_deeper(text, DEEPEST):
        return ""
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except ValueError:
        return ""
    return HALF.sub(REPLACEMENT, _compact(value)) if _ESCAPED_HALF.search(text) else text


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _finite(number: str) -> float:
    value = float(number)
    if isinf(value):
        raise ValueError(f"{number} is too great")
    return value


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class _Stored:
    method: str = prop("")
    url: str = prop("")
    status: int = prop(0)
    headers: dict[str, str] | None = prop(None)
    json: Any = prop(None)


@dataclass(frozen=True, slots=True)
class WebhookCall:
    """The last call of a run: what `@webhook` tells. `json` is the body as JSON text, or empty."""

    method: str
    url: str
    status: int
    headers: dict[str, str] | None
    json: str

    @classmethod
    def of(cls, trace: Trace) -> Self:
        """The call that a trace is about."""
        return cls(trace.method, trace.url, trace.status, trace.headers, json_text(trace.body or b""))

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Read a stored call. Raises FlowReadError."""
        found = schema.read(_Stored, data)
        text = "" if found.json is None else _compact(found.json)
        return cls(found.method, found.url, found.status, found.headers, text)

    def to_json(self) -> Json:
        """The call as runs store it."""
        body = json.loads(self.json) if self.json else None
        return {
            "method": self.method,
            "url": self.url,
            "status": self.status,
            "headers": self.headers,
            "json": body,
        }

"""Logs as one JSON object a line, without personal values.

What can be kept out by construction is: a request is its route's pattern and never its path, an exception its types
and places and never its message (messages of databases and validators quote values), extra fields only those of
a list. What is left, the words of a message, passes `redact`.
"""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from pamoja.core.problems import Problem
from pamoja.core.workspaces.context import active_workspace, has_active_workspace

MAX_FRAMES = 30
EXTRAS = ("method", "route", "status", "ms", "bytes", "worker", "job", "attempt")
HIDDEN = "(hidden)"

QUERY = re.compile(r"(?<=[\w/.\-=])\?[^\s\"'<>]*=[^\s\"'<>]*")
PAIR = re.compile(r"\b(token|secret|password|passwd|st|key|code|signature|apikey|api_key)([=:])\s*[^\s&,;\"')]+", re.I)
CREDENTIAL = re.compile(r"\b(bearer|basic|token)\s+[\w.~+/=\-]{8,}", re.I)
EMAIL = re.compile(r"[\w.+%\-]+@[\w\-]+(\.[\w\-]+)+")
PHONE = re.compile(r"\+\d[\d ().\-]{5,}\d|(?<![\w\-.])\d{9,}(?![\w\-])")
AFTER_NAME = re.compile(r"/(key|token|invite|invitation|confirm-email|secret)/[^/\s\"']+", re.I)
SEGMENT = re.compile(r"(?<=/)[\w~:.=%!$\-]{20,}")

current_request: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)


def redact(text: str) -> str:
    """The text without query strings, secrets, addresses of mail, telephone numbers and long path segments."""
    text = QUERY.sub("?" + HIDDEN, text)
    text = AFTER_NAME.sub(rf"/\1/{HIDDEN}", text)
    text = CREDENTIAL.sub(rf"\1 {HIDDEN}", text)
    text = PAIR.sub(rf"\1\2{HIDDEN}", text)
    text = EMAIL.sub(HIDDEN, text)
    text = PHONE.sub(HIDDEN, text)
    return SEGMENT.sub(_unless_uuid, text)


def _unless_uuid(found: re.Match[str]) -> str:
    """Public ids stay: without them no fault could be traced."""
    try:
        UUID(found[0])
    except ValueError:
        return HIDDEN
    return found[0]


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, without the values in it."""
    match = request.resolver_match
    return f"/{match.route}" if match else "(no such page)"


class JsonFormatter(logging.Formatter):
    """One line of JSON for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **_context(),
        }
        line |= {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line["error"] = _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """Django's own words on a request hold its path; ours are its status and its route."""
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        return f"answered {getattr(record, 'status_code', 'nothing')} at {route_of(request)}"
    try:
        return redact(record.getMessage())
    except Exception:  # a wrong number of arguments must not lose the line
        return redact(str(record.msg))


def _context() -> dict[str, str]:
    """Who and where: ids and labels only."""
    found: dict[str, str] = {}
    if has_active_workspace():
        found["workspace"] = str(active_workspace().public_id)
    if (request := current_request.get()) is not None:
        found["request"] = str(getattr(request, "id", ""))
        actor = getattr(request, "actor", None)
        if actor is not None:
            found["actor"] = actor.label
    return found


def _error(error: BaseException) -> dict[str, Any]:
    """Types along the chain of causes, and where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)[-MAX_FRAMES:]
    chain: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(chain) < MAX_FRAMES:
        chain.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"types": chain, "at": places} | ({"problem": error.kind.code} if isinstance(error, Problem) else {})

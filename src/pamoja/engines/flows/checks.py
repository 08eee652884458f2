"""Checks of single properties, with goflow's words for what fails."""

import re
from collections.abc import Collection
from typing import Any

from pamoja.engines.excellent.jsontext import DEEPEST
from pamoja.engines.flows.schema import Check, first_problem
from pamoja.engines.flows.times import read_time, timezone_named
from pamoja.engines.text.attachments import split_attachment
from pamoja.engines.urns import Urn

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_VERSIONED_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-7][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_LOCAL = re.compile(r"[a-z_][a-z0-9_]{0,63}")
HTTP_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def at_most(most: int) -> Check:
    """Of a text at most so many characters, of a list or dict so many members, of a number its greatest."""

    def check(value: Any) -> str:
        if isinstance(value, tuple):
            return f"must have a maximum of {most} items" if len(value) > most else ""
        return f"must be less than or equal to {most}" if _size(value) > most else ""

    return check


def at_least(least: int) -> Check:
    """Of a text at least so many characters, of a list or dict so many members, of a number its smallest."""

    def check(value: Any) -> str:
        if isinstance(value, tuple):
            return f"must have a minimum of {least} items" if len(value) < least else ""
        return f"must be greater than or equal to {least}" if _size(value) < least else ""

    return check


def if_given(*checks: Check) -> Check:
    """Check only what is not empty."""
    return lambda value: first_problem(checks, value) if value else ""


def one_of(options: Collection[str], problem: str = "") -> Check:
    """One of some words, else the problem; goflow has words of its own only for some."""
    told = problem or f"failed tag '{'|'.join(f'eq={each}' for each in options)}'"
    return lambda value: "" if value in options else told


def is_uuid(value: str) -> str:
    """A UUID in lower case."""
    return "" if _UUID.fullmatch(value) else "must be a valid UUID"


def is_versioned_uuid(text: str) -> bool:
    """Whether a text is a UUID in lower case of a version from 1 to 7, and so no other text by accident."""
    return _VERSIONED_UUID.fullmatch(text) is not None


def is_time(value: str) -> str:
    """A moment with an offset."""
    try:
        read_time(value)
    except ValueError:
        return "must be a valid time"
    return ""


def is_urn(value: str) -> str:
    """A URN of a known scheme, with a path that fits it."""
    return "is not a valid URN" if Urn.split(value).problem() else ""


def is_timezone(value: str) -> str:
    """The name of a timezone."""
    return "" if timezone_named(value) else "is not a known timezone"


def local_name(value: str) -> str:
    """The name of a local variable: a letter or underscore, then at most 63 of these or digits, in lower case."""
    return "" if _LOCAL.fullmatch(value) else "is not a valid local variable reference"


def result_name(value: str) -> str:
    """The name of a result: 1 to 64 characters."""
    return "" if 1 <= len(value) <= 64 else "is not a valid result name"


def result_category(value: str) -> str:
    """The category of a result: 1 to 64 characters."""
    return "" if 1 <= len(value) <= 64 else "is not a valid result category"


def is_shallow(value: Any) -> str:
    """JSON that is not nested deeper than expressions can go."""
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _members(outer)]
        if not level:
            return ""
    return f"must not be nested deeper than {DEEPEST}"


def _members(value: Any) -> Collection[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def attachment(value: str) -> str:
    """`<content type>:<url>`, where the type may lack its second half: `image:https://...`."""
    kind, url = split_attachment(value)
    return "" if kind and url else "is not a valid attachment"


http_method: Check = one_of(HTTP_METHODS, "is not a valid HTTP method")


def _size(value: Any) -> int:
    return value if isinstance(value, int) else len(value)

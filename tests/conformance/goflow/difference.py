"""Where two pieces of JSON differ."""

from collections.abc import Iterator
from typing import Any

MOST = 8
LENGTH = 200
_MISSING = object()


def difference(found: Any, expected: Any) -> str:
    """The first places where they differ, a line each; nothing when they are the same."""
    lines = [
        f"{path or '.'}: {_shown(left)}, not {_shown(right)}" for path, left, right in _differ(found, expected, "")
    ]
    more = [f"and {len(lines) - MOST} more"] if len(lines) > MOST else []
    return "\n  ".join(["", *lines[:MOST], *more]) if lines else ""


def _differ(found: Any, expected: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in {**found, **expected}:
            yield from _differ(found.get(key, _MISSING), expected.get(key, _MISSING), f"{path}.{key}")
    elif isinstance(found, list) and isinstance(expected, list):
        for at in range(max(len(found), len(expected))):
            yield from _differ(_at(found, at), _at(expected, at), f"{path}[{at}]")
    elif isinstance(found, bool) is not isinstance(expected, bool) or found != expected:
        yield path, found, expected


def _at(values: list[Any], at: int) -> Any:
    return values[at] if at < len(values) else _MISSING


def _shown(value: Any) -> str:
    text = "nothing" if value is _MISSING else repr(value)
    return text if len(text) <= LENGTH else f"{text[:LENGTH]}…"

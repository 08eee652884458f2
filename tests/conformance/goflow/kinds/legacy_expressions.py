"""Templates of the time before version 13, with what the engine of that time made of them.

What could not be read then cannot be migrated and stays; what failed then fails now as well. What gives another text
now than then is skipped, as goflow's own test compares none: numbers, dates and truth are written differently since.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pamoja.engines.environment import Environment
from pamoja.engines.excellent.templates import Context, compile_template
from pamoja.engines.excellent.values import Value, XObject
from pamoja.engines.flows.legacy import migrate_expression

from ..finding import listed
from ..pcg import Pcg, SequentialClock
from ..result import Outcome, Result, Skipped, guarded

KIND = "legacy_expressions"
OTHERWISE = "gives another text than the engine before version 13; so it may"


def results(folder: Path) -> Iterator[Outcome]:
    """Each template of each file."""
    for case in listed(folder, "template", "context", parse_float=Decimal, parse_int=Decimal):
        yield guarded(KIND, case.name, _judged, f"{case.name} {case.data['template']!r}", case.data)


def _judged(name: str, case: dict[str, Any]) -> Outcome:
    new = migrate_expression(case["template"])
    text, _, errors = compile_template(new).text(_context(case["context"]))
    if case["errors"]:
        is_right = bool(errors) or new == case.get("output")
        return Result(KIND, name, is_right, "" if is_right else f"{new!r} fails no more")
    if any("syntax error" in str(error) for error in errors):
        return Result(KIND, name, False, f"{new!r}: {errors}")
    return Result(KIND, name, True) if text == case.get("output") else Skipped(KIND, name, OTHERWISE)


def _context(given: dict[str, Any]) -> Context:
    now = datetime.fromisoformat(given["now"]) if given.get("now") else None
    clock = SequentialClock().now
    zone = ZoneInfo(given["timezone"])
    env = Environment(date_format="DD-MM-YYYY", timezone=zone, clock=(lambda: now) if now else clock)
    return Context(env, XObject(_variables(given["variables"])), Pcg().float64)


def _variables(old: dict[str, Any]) -> dict[str, Value]:
    """The old variables where they are found since."""
    new: dict[str, Any] = {"fields": {}, "results": {}}
    for name, value in old.items():
        match name.lower():
            case "flow":
                new["run"] = {"results": value}
            case "contact" if isinstance(value, dict):
                new["contact"] = _contact(value)
            case other:
                new[other] = value
    return {name: _value(value) for name, value in new.items()}


def _contact(old: dict[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in old.items() if name.lower() in ("*", "name")}
    return own | {"fields": {name: value for name, value in old.items() if name not in own}}


def _value(old: Any) -> Value:
    return XObject({name.lower(): _value(value) for name, value in old.items()}) if isinstance(old, dict) else old

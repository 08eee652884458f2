"""Templates of the time before version 13, with what the engine of that time made of them.

What could not be read then cannot be migrated and stays; what failed then fails now as well. What it gave is not
compared: numbers, dates and truth are written differently since.
"""

import json
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

from ..pcg import Pcg, SequentialClock
from ..result import Result

KIND = "legacy_expressions"


def results(folder: Path) -> Iterator[Result]:
    """Each template of each file."""
    for path in sorted(folder.rglob("legacy_tests*.json")):
        for number, case in enumerate(
            json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
        ):
            detail = _problem(case)
            yield Result(KIND, f"{path.stem}[{number}] {case['template']!r}", not detail, detail)


def _problem(case: dict[str, Any]) -> str:
    new = migrate_expression(case["template"])
    failed = [str(error) for error in compile_template(new).text(_context(case["context"])).errors]
    if case["errors"] and not failed and new != case.get("output"):
        return f"{new!r} fails no more"
    syntax = [error for error in failed if "syntax error" in error and not case["errors"]]
    return f"{new!r}: {syntax}" if syntax else ""


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

"""A random walk through a form: what somebody does next, decided by a seed and by what the form offers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Literal

from pamoja.engines.xforms.fields import Field

ASKED = frozenset({"input", "select", "rank", "range", "trigger"})
WORDS = ("Amina", "Ben", "نور", "two words", "Ünïcode <&>", "0712345678", "a", "yes", "1")
NUMBERS = (0, 1, 2, 3, 5, 10, 17, 18, 19, 25, 50, 60, 100, -1)
"""None so large that a repeat counted by it would take the oracle minutes."""
TODAY = date(2026, 6, 14)
DAYS_AGO = (0, 1, 7, 30, 200, 400, 1000, 3000, 8000, 15000, -1, -30)
MOST_INSTANCES = 4
MOST_CHOSEN = 3
CLEARED, EXTENDED = 0.08, 0.1
OPEN_FIRST = 0.75
YES_FIRST = 0.5
"""The first choice is mostly yes, and without a yes to consent the rest of a form stays closed."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_INSTANCE = re.compile(r"^(.*)\[\d+\]$")


@dataclass(frozen=True)
class Act:
    do: Literal["set", "add", "remove"]
    path: str
    value: str = ""


def next_act(states: Mapping[str, dict[str, Any]], fields: Mapping[str, Field], random: Random) -> Act | None:
    """Something that can be done now; None when nothing can. `fields` are the form's, by path without positions."""
    ranges = [path[:-2] for path, state in states.items() if state["kind"] == "repeat-range:uncontrolled"]
    asked = [path for path, state in states.items() if _is_asked(state)]
    open_ranges = [path for path in ranges if states[f"{path}[]"]["relevant"]]
    if open_ranges and (not asked or random.random() < EXTENDED):
        return _extend(random.choice(open_ranges), states, random)
    if not asked:
        return None
    unanswered = [path for path in asked if not states[path]["value"]]
    path = random.choice(unanswered if unanswered and random.random() < OPEN_FIRST else asked)
    if states[path]["value"] and random.random() < CLEARED:
        return Act("set", path)
    return Act("set", path, _value(states[path], fields.get(re.sub(r"\[\d+\]", "", path)), random))


def _is_asked(state: Mapping[str, Any]) -> bool:
    has_answers = state["kind"] not in ("select", "rank") or state["choices"]
    return state["kind"] in ASKED and state["relevant"] and not state["readonly"] and bool(has_answers)


def _extend(path: str, states: Mapping[str, Any], random: Random) -> Act:
    there = [each for each in states if (found := _INSTANCE.match(each)) and found[1] == path]
    if there and (len(there) >= MOST_INSTANCES or random.random() < 0.3):
        return Act("remove", random.choice(there))
    return Act("add", path)


def _value(state: Mapping[str, Any], field: Field | None, random: Random) -> str:
    if state["kind"] == "trigger":
        return random.choice(("OK", ""))
    if state["kind"] in ("select", "rank"):
        return _chosen(state, random)
    if state["kind"] == "range" and field is not None:
        return _in_range(field, random)
    rule = field.constraint.source if field is not None and field.constraint is not None else ""
    numbers = [float(found) + step for found in _NUMBER.findall(rule) for step in (-1, 0, 1)]
    number = random.choice([*NUMBERS, *numbers])
    return _typed(state["type"], number, random)


def _in_range(field: Field, random: Random) -> str:
    low, high, step = (float(field.parameters.get(name, 1)) for name in ("start", "end", "step"))
    number = low + random.randint(0, int(abs(high - low) / abs(step or 1))) * (step if low < high else -step)
    return str(int(number)) if field.type == "int" else f"{number:g}"


def _chosen(state: Mapping[str, Any], random: Random) -> str:
    values = list(dict.fromkeys(value for value, _ in state["choices"]))
    if state["kind"] == "rank":
        return " ".join(random.sample(values, len(values)))
    if not state["multiple"]:
        return str(values[0] if random.random() < YES_FIRST else random.choice(values))
    picked = set(random.sample(values, random.randint(1, min(MOST_CHOSEN, len(values)))))
    return " ".join(value for value in values if value in picked)


def _typed(kind: str, number: float, random: Random) -> str:
    day = (TODAY - timedelta(days=random.choice(DAYS_AGO))).isoformat()
    clock = f"{random.randint(0, 23):02}:{random.randint(0, 59):02}:00.000"
    places = [f"{random.randint(-40, 40) + 0.5} {random.randint(1, 90) + 0.25} 0 5" for _ in range(3)]
    typed = {
        "int": str(int(number)),
        "decimal": str(number + random.choice((0, 0.5))),
        "date": day,
        "time": f"{clock}+00:00",
        "dateTime": f"{day}T{clock}+00:00",
        "geopoint": places[0],
        "geotrace": "; ".join(places),
        "geoshape": "; ".join([*places, places[0]]),
        "boolean": random.choice(("true", "false")),
    }
    return typed.get(kind) or random.choice([*WORDS, str(int(number))])

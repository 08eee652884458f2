"""Where the oracle departs from the specification for every form alike, our functions depart with it while they are
compared, so that the walk can go on; what was counted so is told apart as disputed.

The specification's words:
- a number that is none, as text: XPath 1.0, 4.2: "NaN is converted to the string NaN". The oracle: nothing.
- `sum()` of nothing: XPath 1.0, 4.4: "the sum, for each node in the argument node-set", so 0. The oracle: no number.
- `date()`: ODK XForms: "Converts to a string in the date format". The oracle keeps the time of a dateTime.
- `date-time()` is in no specification: the oracle leaves the time out when it is midnight.
- `format-date()` of a number: ODK XForms: "The XPath evaluator will automatically cast function arguments to their
  required data types", here a date. The oracle gives nothing.
- absolute paths inside repeats: the oracle reads them as XPath does, so our sessions are begun that way here.
- `round(-2.5)`: XPath 1.0, 4.4: "If there are two such numbers, then the one that is closest to positive infinity is
  returned". The oracle: -3.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from pamoja.engines.xforms.xpath import Context, Value, compile_source, parse, values
from pamoja.engines.xforms.xpath.dates import moment_text
from pamoja.engines.xforms.xpath.functions import dates, numbers, registry


class Ways:
    """`used` are the points at which the oracle's way gave something else than ours."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def note(self, name: str, ours: Any, theirs: Any) -> Any:
        if ours != theirs and not (ours != ours and theirs != theirs):
            self.used.add(name)
        return theirs

    def total(self, context: Context, value: Value) -> float:
        is_empty = isinstance(value, list) and not value
        ours = numbers.total(context, value)
        return float(self.note("sum", ours, math.nan if is_empty else ours))

    def date(self, context: Context, value: Value) -> str:
        ours, moment = dates.date(context, value), dates.as_moment(context, value)
        is_midnight = moment is None or moment.strftime("%H%M%S%f") == "000000000000"
        return str(self.note("date", ours, ours if is_midnight or moment is None else moment_text(moment)))

    def date_time(self, context: Context, value: Value) -> str:
        ours, moment = dates.date_time(context, value), dates.as_moment(context, value)
        is_midnight = moment is not None and moment.strftime("%H%M%S%f") == "000000000000"
        return str(self.note("date-time", ours, ours[:10] if is_midnight else ours))

    def format_date(self, context: Context, value: Value, pattern: Value) -> str:
        ours = dates.format_date(context, value, pattern)
        return str(self.note("format-date", ours, "" if isinstance(value, float) else ours))

    def format_date_time(self, context: Context, value: Value, pattern: Value) -> str:
        ours = dates.format_date_time(context, value, pattern)
        return str(self.note("format-date", ours, "" if isinstance(value, float) else ours))

    def round(self, context: Context, value: Value, decimals: Value = 0.0) -> float:
        ours = numbers.round_(context, value, decimals)
        number = values.to_number(value, context.scope.zone)
        return float(self.note("round", ours, -numbers.round_(context, -number, decimals) if number < 0 else ours))

    def number_text(self, plain: Callable[[float], str]) -> Callable[[float], str]:
        return lambda number: str(self.note("NaN", plain(number), "" if number != number else plain(number)))


@contextmanager
def as_the_oracle() -> Iterator[Ways]:
    """Our functions as the oracle has them, for as long as the block lasts."""
    ways = Ways()
    functions = {
        "sum": _eager("sum", 1, 1, ways.total),
        "date": _eager("date", 1, 1, ways.date),
        "round": _eager("round", 1, 2, ways.round),
        "date-time": _eager("date-time", 1, 1, ways.date_time),
        "format-date": _eager("format-date", 2, 2, ways.format_date),
        "format-date-time": _eager("format-date-time", 2, 2, ways.format_date_time),
    }
    compile_source.cache_clear()
    with (
        patch.dict(registry._FUNCTIONS, functions),
        patch.object(values, "number_text", ways.number_text(values.number_text)),
    ):
        yield ways
    compile_source.cache_clear()
    parse.cache_clear()


def _eager(name: str, least: int, most: int, compute: Callable[..., Any]) -> registry.Function:
    return registry.Function(name, least, most, lambda arguments: registry._eager(compute, tuple(arguments)))

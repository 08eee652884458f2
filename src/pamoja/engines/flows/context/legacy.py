"""`@legacy_extra`: what the oldest flows called `@extra`, everything that came from outside in one heap."""

import re2

from pamoja.engines.excellent.jsontext import from_json
from pamoja.engines.excellent.values import Value, XObject
from pamoja.engines.flows.context.values import value_of
from pamoja.engines.flows.results import Result
from pamoja.engines.flows.run import Run
from pamoja.engines.text.cases import lower
from pamoja.engines.text.snake import snakify

DEPRECATED = "@legacy_extra is deprecated"
MAX_KEY = 255
_NOT_IN_KEYS = re2.compile(r"[^a-zA-Z0-9_]")


def fill_legacy_extra(run: Run) -> None:
    """Begin with the parameters of the trigger and the results that there are, oldest first."""
    _add_values(run, value_of(run.session.trigger.params))
    for result in sorted(run.results.values(), key=lambda each: each.created_on):
        add_extra(run, result)


def add_extra(run: Run, result: Result) -> None:
    """Add what a result found besides its value: as JSON text under its name, and each of its parts."""
    if result.extra:
        run.legacy_extra[snakify(result.name)] = result.extra
        _add_values(run, from_json(result.extra))


def _add_values(run: Run, values: Value) -> None:
    if isinstance(values, list):
        values = XObject({str(at): each for at, each in enumerate(values)})
    if isinstance(values, XObject):
        for name in values.names:
            key = _NOT_IN_KEYS.sub("_", lower(name))[:MAX_KEY]
            run.legacy_extra[key] = values.properties[name]

"""Number functions (XPath 1.0, 4.4; XPath 3.0 math; ODK XForms, "Number Functions")."""

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.functions.registry import ANY, Run, function, special
from pamoja.engines.xforms.xpath.functions.strings import or_context
from pamoja.engines.xforms.xpath.values import NAN, Value, numbers, to_number

MAX_DECIMALS = 300


@special("number", 0, 1)
def number(*argument: Run) -> Run:
    value = or_context(argument)
    return lambda context: to_number(value(context), context.scope.zone)


@function("random")
def random(context: Context) -> float:
    return context.scope.world.random()


@function("pi")
def pi(_: Context) -> float:
    return math.pi


@function("sum", 1)
def total(context: Context, value: Value) -> float:
    return math.fsum(_plain(numbers(value, context.scope.zone)))


def _plain(found: list[float]) -> list[float]:
    """`fsum` refuses to add infinities of both signs, where the sum is NaN."""
    return [NAN] if math.inf in found and -math.inf in found else found


@function("max", 0, ANY)
def largest(context: Context, *values: Value) -> float:
    return _extreme(max, context, values)


@function("min", 0, ANY)
def smallest(context: Context, *values: Value) -> float:
    return _extreme(min, context, values)


def _extreme(choose: Callable[[list[float]], float], context: Context, values: tuple[Value, ...]) -> float:
    """NaN when there is nothing, or one that is no number (XPath 3.0, 14.4.3)."""
    found = [each for value in values for each in numbers(value, context.scope.zone)]
    return choose(found) if found and not any(map(math.isnan, found)) else NAN


@function("int", 1)
def whole(context: Context, value: Value) -> float:
    found = to_number(value, context.scope.zone)
    return float(math.trunc(found)) if math.isfinite(found) else found


@function("round", 1, 2)
def round_(context: Context, value: Value, decimals: Value = 0.0) -> float:
    """To the nearest, halves upwards (XPath 1.0, 4.4), to so many decimals; negative ones round to tens."""
    found, places = to_number(value, context.scope.zone), to_number(decimals, context.scope.zone)
    if not math.isfinite(found) or not abs(places) <= MAX_DECIMALS:
        return found if not math.isnan(places) else NAN
    step = Decimal(1).scaleb(-int(places))
    return float((Decimal(repr(found)) / step + Decimal("0.5")).to_integral_value(ROUND_FLOOR) * step)


@function("floor", 1)
def floor(context: Context, value: Value) -> float:
    return _to_integral(to_number(value, context.scope.zone), ROUND_FLOOR)


@function("ceiling", 1)
def ceiling(context: Context, value: Value) -> float:
    return _to_integral(to_number(value, context.scope.zone), ROUND_CEILING)


def _to_integral(found: float, rounding: str) -> float:
    return float(Decimal(found).to_integral_value(rounding)) if math.isfinite(found) else found


def _guarded(compute: Callable[..., float], *found: float) -> float:
    """NaN outside of the domain, infinity beyond the largest number: IEEE 754, which XPath follows."""
    if any(map(math.isnan, found)):
        return NAN
    try:
        return float(compute(*found))
    except OverflowError:
        return math.inf
    except ValueError:
        return NAN


def _register(name: str, compute: Callable[..., float], count: int = 1) -> None:
    @function(name, count)
    def run(context: Context, *values: Value) -> float:
        return _guarded(compute, *(to_number(value, context.scope.zone) for value in values))


def _log(compute: Callable[[float], float]) -> Callable[[float], float]:
    return lambda found: -math.inf if found == 0 else compute(found)


def _power(base: float, exponent: float) -> float:
    return math.inf if base == 0 and exponent < 0 else math.pow(base, exponent)


for _name, _compute in {
    "abs": math.fabs,
    "acos": math.acos,
    "asin": math.asin,
    "atan": math.atan,
    "cos": math.cos,
    "exp": math.exp,
    "exp10": lambda found: math.pow(10, found),
    "log": _log(math.log),
    "log10": _log(math.log10),
    "sin": math.sin,
    "sqrt": math.sqrt,
    "tan": math.tan,
}.items():
    _register(_name, _compute)
_register("atan2", math.atan2, 2)
_register("pow", _power, 2)

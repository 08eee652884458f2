"""The functions of the old expressions in Excellent: the same, renamed, or other words for the same."""

from collections.abc import Callable, Sequence
from functools import partial

from pamoja.engines.flows.legacy.expressions.adding import whole

Migration = Callable[[str, Sequence[str]], str]
Argument = Callable[[str], str]


def migrated_call(name: str, arguments: Sequence[str]) -> str:
    """The new text of a call, its arguments already migrated; a function that nobody knows stays as it is.

    Empty when the old call has fewer arguments than its function asked for.
    """
    return MIGRATIONS.get(name, _same)(name, arguments)


def _call(name: str, arguments: Sequence[str]) -> str:
    return f"{name}({', '.join(arguments)})"


def _same(name: str, arguments: Sequence[str]) -> str:
    return _call(name, arguments)


def _renamed(new: str) -> Migration:
    return lambda name, arguments: _call(new, arguments)


def _joined(operator: str) -> Migration:
    return lambda name, arguments: operator.join(arguments)


def _pattern(count: int, pattern: str) -> Migration:
    """A pattern with {0}, {1}... for the first `count` arguments; more were never asked for and are left out."""
    return lambda name, arguments: pattern.format(*arguments) if len(arguments) >= count else ""


def _each(new: str, *migrations: Argument, defaults: Sequence[str] = ()) -> Migration:
    return partial(_call_each, new, migrations, defaults)


def _call_each(
    new: str, migrations: Sequence[Argument], defaults: Sequence[str], name: str, arguments: Sequence[str]
) -> str:
    if len(arguments) > len(migrations):
        return ""
    full = [*arguments, *defaults[len(arguments) :]]
    return _call(new, [migration(argument) for migration, argument in zip(migrations, full, strict=False)])


def _kept(argument: str) -> str:
    return argument


def _from_zero(argument: str) -> str:
    """Old functions count from 1, those of Excellent from 0."""
    number = whole(argument)
    return f"{argument} - 1" if number is None else str(number - 1)


def _by_spaces(argument: str) -> str:
    """Whether words part at spaces only, as the characters that part them."""
    return r'" \t"' if argument.strip().lower() == "true" else "NULL"


MIGRATIONS: dict[str, Migration] = {
    "average": _renamed("mean"),
    "concatenate": _joined(" & "),
    "date": _renamed("date_from_parts"),
    "datedif": _renamed("datetime_diff"),
    "datevalue": _renamed("date"),
    "day": _pattern(1, 'format_date({0}, "D")'),
    "days": _pattern(2, 'datetime_diff({1}, {0}, "D")'),
    "edate": _pattern(2, 'datetime_add({0}, {1}, "M")'),
    "exp": _pattern(1, "2.718281828459045 ^ {0}"),
    "false": _pattern(0, "false"),
    "field": _each("field", _kept, _from_zero, _kept),
    "first_word": _pattern(1, "word({0}, 0)"),
    "fixed": _each("format_number", _kept, _kept, _kept, defaults=("", "2")),
    "format_date": _renamed("format_datetime"),
    "hour": _pattern(1, 'format_datetime({0}, "tt")'),
    "int": _renamed("round_down"),
    "left": _pattern(2, "text_slice({0}, 0, {1})"),
    "len": _renamed("text_length"),
    "minute": _pattern(1, 'format_datetime({0}, "m")'),
    "month": _pattern(1, 'format_date({0}, "M")'),
    "power": _pattern(2, "{0} ^ {1}"),
    "proper": _renamed("title"),
    "randbetween": _renamed("rand_between"),
    "read_digits": _renamed("read_chars"),
    "regex_group": _renamed("regex_match"),
    "rept": _renamed("repeat"),
    "right": _pattern(2, "text_slice({0}, -{1})"),
    "rounddown": _renamed("round_down"),
    "roundup": _renamed("round_up"),
    "second": _pattern(1, 'format_datetime({0}, "s")'),
    "substitute": _renamed("replace"),
    "sum": _joined(" + "),
    "time": _pattern(3, "time_from_parts({0}, {1}, {2})"),
    "timevalue": _pattern(1, "time({0})"),
    "true": _pattern(0, "true"),
    "trunc": _renamed("round_down"),
    "unichar": _renamed("char"),
    "unicode": _renamed("code"),
    "weekday": _pattern(1, "weekday({0}) + 1"),
    "word": _each("word", _kept, _from_zero, _by_spaces),
    "word_count": _each("word_count", _kept, _by_spaces),
    "word_slice": _each("word_slice", _kept, _from_zero, _from_zero, _by_spaces),
    "year": _pattern(1, 'format_date({0}, "YYYY")'),
}

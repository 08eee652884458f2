"""What `+` and `-` of the old grammar mean depends on what they stand between: numbers, dates or times."""

import re

CALL = re.compile(r"([A-Za-z0-9_]+)\(")
WHOLE = re.compile(r"[-+]?[0-9]{1,19}")
BIGGEST = 2**63

# What a function of Excellent gives, as far as adding must know; by the name that the migrated call has.
GIVES = {
    **dict.fromkeys(("abs", "max", "mean", "min", "mod", "rand", "round", "round_down", "round_up", "sum"), "number"),
    **dict.fromkeys(("datetime", "datetime_add", "datetime_from_parts", "now"), "datetime"),
    **dict.fromkeys(("date", "format_date", "today"), "date"),
    **dict.fromkeys(("time", "time_from_parts"), "time"),
}


def whole(operand: str) -> int | None:
    """The number that an operand is, when that is a whole one of 64 bits."""
    number = int(operand) if WHOLE.fullmatch(operand) else BIGGEST
    return number if -BIGGEST <= number < BIGGEST else None


def kind_of(operand: str) -> str | None:
    """What an already migrated operand seems to be: number, datetime, date or time; None when it does not tell."""
    if whole(operand) is not None:
        return "number"
    call = CALL.match(operand)
    return GIVES.get(call.group(1)) if call else None


def migrated_sum(sign: str, left: str, right: str, raw_dates: bool) -> str:
    """The new text of `left + right` or `left - right`, both sides already migrated.

    A number added to a date is days; what nobody can tell before a run is left to legacy_add.
    """
    minus = "-" if sign == "-" else ""
    match kind_of(left), kind_of(right):
        case "number", "number":
            return f"{left} {sign} {right}"
        case "datetime", "number":
            return f'datetime_add({left}, {minus}{right}, "D")'
        case "date", "number":
            moved = f'datetime_add({left}, {minus}{right}, "D")'
            return moved if raw_dates else f"format_date({moved})"
        case "datetime", "time":
            minutes = _in_minutes(right)
            return f'datetime_add({left}, {f"-({minutes})" if minus else minutes}, "m")'
        case _, "time" if not minus:
            return f"replace_time({left}, {right})"
    return f"legacy_add({left}, {minus}{right})"


def _in_minutes(time: str) -> str:
    return f'format_time({time}, "tt") * 60 + format_time({time}, "m")'

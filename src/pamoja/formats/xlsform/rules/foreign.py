"""Expressions that one program alone understands: its own functions, and signs written for a web page.

The functions are the Community Health Toolkit's (its documentation, "XPath functions"). No client of OpenRosa has them,
and each opens such a form with an error; the same is said here with the functions of the ODK XForms specification.
"""

import re
from collections.abc import Callable, Container, Iterator

from ..grid import Book
from .base import Defect, cells, expression_columns, replaced
from .cell_texts import LITERAL

FUNCTION = re.compile(r"(?<![\w:.\-])(?:cht:)?(difference-in-months|add-date|parse-timestamp-to-date|coalesce)\s*\(")
ENTITIES = {"&gt;": ">", "&lt;": "<", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
ENTITY = re.compile("|".join(ENTITIES))
MS_PER_DAY = 86_400_000
MAX_ARGUMENTS = 50


def web_signs(book: Book) -> Iterator[Defect]:
    """Find “&gt;” where “>” is meant."""
    reason = "The expression has signs as a web page writes them, which no phone can read."
    yield from _rewritten(book, "xlsform.web-signs", lambda text: ENTITY.sub(lambda m: ENTITIES[m[0]], text), reason)


def foreign_functions(book: Book) -> Iterator[Defect]:
    """Find calls of functions that only one program has."""
    reason = (
        "Only one program understands this function as it is called here: phones and web forms cannot open the form."
    )
    yield from _rewritten(book, "xlsform.foreign-function", in_standard_functions, reason)


def _rewritten(book: Book, code: str, rewrite: Callable[[str], str], reason: str) -> Iterator[Defect]:
    survey = book.sheet("survey")
    if survey is None:
        return
    for row, column, text in cells(survey, expression_columns(survey)):
        fixed = rewrite(text)
        if fixed != text:
            yield replaced(code, survey, (row, column), fixed, reason)


def in_standard_functions(text: str) -> str:
    """The expression with each call that has a standard meaning written out; other text stays as it is."""
    for found in reversed(
        [*FUNCTION.finditer(text)]
    ):  # the last first: what it holds is rewritten before what holds it
        arguments, end = _arguments(text, found.end())
        written = WRITINGS[found[1]](*arguments) if len(arguments) in COUNTS[found[1]] else None
        if written is not None:
            text = text[: found.start()] + written + text[end:]
    return text


def _arguments(text: str, start: int) -> tuple[list[str], int]:
    """The arguments of the call whose bracket opens before `start`, and where it ends; none when it does not end."""
    depth, arguments = 1, [""]
    for part in re.finditer(LITERAL.pattern + r"|.", text[start:], re.S):
        sign = part[0]
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0:
            return [each.strip() for each in arguments], start + part.end()
        if sign == "," and depth == 1:
            arguments.append("")
        else:
            arguments[-1] += sign
    return [], len(text)


def _months(date: str) -> str:
    """Months since the year 0, as a number; the month itself counts from 1."""
    return f"(12 * format-date({date}, '%Y') + format-date({date}, '%m'))"


def difference_in_months(earlier: str, later: str) -> str:
    """Whole months of the calendar; nothing where a date is missing."""
    is_short = f"format-date({later}, '%d') < format-date({earlier}, '%d')"
    months = f"{_months(later)} - {_months(earlier)} - if({is_short}, 1, 0)"
    return f"if(string-length({earlier}) > 0 and string-length({later}) > 0, {months}, '')"


def add_date(date: str, years: str, months: str = "0", days: str = "0") -> str:
    """A day so much later; the day of a shorter month is its last one.

    Reckoned in days at noon, so that neither the time zone nor summer time moves it to another day.
    """
    target = f"({_months(date)} - 1 + 12 * ({years}) + ({months}))"
    day = f"min({_first_of(target)} + format-date({date}, '%d'), {_first_of(f'({target} + 1)')})"
    return f"format-date(date-time({day} + ({days}) - 0.5), '%Y-%m-%d')"


def _first_of(months: str) -> str:
    """The first day of a month, in days; `months` counts from the year 0 and January is 0."""
    text = f"concat(int({months} div 12), '-', substr(101 + {months} mod 12, 1), '-01')"
    return f"decimal-date-time(date({text}))"


def parse_timestamp_to_date(milliseconds: str) -> str:
    """The moment so many milliseconds after 1970."""
    return f"date-time({milliseconds} div {MS_PER_DAY})"


def coalesce(first: str, *others: str) -> str:
    """The first that is not empty; the standard function takes two."""
    return f"coalesce({first}, {coalesce(*others) if len(others) > 1 else others[0]})"


WRITINGS: dict[str, Callable[..., str]] = {
    "difference-in-months": difference_in_months,
    "add-date": add_date,
    "parse-timestamp-to-date": parse_timestamp_to_date,
    "coalesce": coalesce,
}
COUNTS: dict[str, Container[int]] = {
    "difference-in-months": (2,),
    "add-date": (2, 3, 4),
    "parse-timestamp-to-date": (1,),
    "coalesce": range(3, MAX_ARGUMENTS),
}

FOREIGN_RULES = (web_signs, foreign_functions)

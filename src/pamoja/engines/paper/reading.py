"""What somebody keys from a sheet, as the form keeps it, and back.

What cannot be read as an answer of the question stays as it was keyed: paper takes anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pamoja.engines.paper.model import Question
from pamoja.engines.text.digits import ascii_digits

TICKED = "OK"
DAY = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})|(\d{2})(\d{2})(\d{4})")
MONTH = re.compile(r"(\d{1,2})[./ -]?(\d{4})")
YEAR = re.compile(r"\d{4}")
TIME = re.compile(r"(\d{1,2})[:.h]?(\d{2})")
PLACE = re.compile(r"(-?\d+(?:\.\d+)?)[ ,;]+(-?\d+(?:\.\d+)?)")
NUMBER = re.compile(r"-?\d*\.?\d+")
BETWEEN, BETWEEN_NAMES = re.compile(r"[\s,;/+]+"), re.compile(r"\s*[,;]\s*")
Reader = Callable[[Question, str], "str | None"]


def read(question: Question, keyed: str) -> str:
    """The answer: codes as their values, days and times as the form has them."""
    text = " ".join(keyed.split()) if question.space != "lines" else keyed.replace("\r\n", "\n").strip()
    reader = READERS.get(question.space)
    found = reader(question, ascii_digits(text)) if reader and text else None
    return text if found is None else found


def keyed(question: Question, answer: str) -> str:
    """How the answer is keyed, for somebody who looks at it again; as it stands where that would be read otherwise."""
    writer = WRITERS.get(question.space)
    written = writer(question, answer) if writer and answer else answer
    return written if read(question, written) == answer else answer


def words(question: Question, answer: str) -> str:
    """The answer for reading only: choices with their labels."""
    labels = {
        each.value: f"{each.code} {each.label}" if question.is_listed else each.label for each in question.options
    }
    if question.space in ("many", "rank"):
        return ", ".join(labels.get(each, each) for each in answer.split())
    return labels.get(answer) or keyed(question, answer)


def _choice(question: Question, text: str) -> str | None:
    """By its code, its value or its words; two choices with the same words are not told apart by them."""
    for part in ("code", "value", "label"):
        found = [each.value for each in question.options if getattr(each, part).casefold() == text.casefold()]
        if len(found) == 1:
            return found[0]
    return None


def _choices(question: Question, text: str) -> str | None:
    """As they were keyed; where no place among them counts in the order of the paper, so that two people agree."""
    between = BETWEEN if question.is_listed else BETWEEN_NAMES
    found = [_choice(question, each) or each for each in between.split(text) if each]
    if question.space == "many":
        places = {each.value: place for place, each in enumerate(question.options)}
        found = sorted(dict.fromkeys(found), key=lambda value: places.get(value, len(places)))
    return " ".join(found)


def _number(question: Question, text: str) -> str | None:
    found = text.replace(" ", "").replace(",", ".").replace("٫", ".")
    return found if NUMBER.fullmatch(found) else None


def _day(question: Question, text: str) -> str | None:
    found = DAY.fullmatch(text)
    if found is None:
        return None
    day, month, year = found.groups()[:3] if found[1] else found.groups()[3:]
    return f"{year}-{month:0>2}-{day:0>2}"


def _month(question: Question, text: str) -> str | None:
    found = MONTH.fullmatch(text)
    return f"{found[2]}-{found[1]:0>2}-01" if found else None


def _year(question: Question, text: str) -> str | None:
    return f"{text}-01-01" if YEAR.fullmatch(text) else None


def _time(question: Question, text: str) -> str | None:
    found = TIME.fullmatch(text)
    return f"{found[1]:0>2}:{found[2]}:00.000" if found else None


def _moment(question: Question, text: str) -> str | None:
    day, _, time = text.rpartition(" ")
    read_day, read_time = _day(question, day), _time(question, time)
    return f"{read_day}T{read_time}" if read_day and read_time else None


def _point(question: Question, text: str) -> str | None:
    found = PLACE.fullmatch(text)
    return f"{found[1]} {found[2]} 0 0" if found else None


def _tick(question: Question, text: str) -> str | None:
    return TICKED


READERS: dict[str, Reader] = {
    "one": _choice,
    "many": _choices,
    "rank": _choices,
    "digits": _number,
    "decimal": _number,
    "date": _day,
    "month": _month,
    "year": _year,
    "time": _time,
    "moment": _moment,
    "point": _point,
    "tick": _tick,
}


def _code(question: Question, value: str) -> str:
    return next((each.code for each in question.options if each.value == value), value)


def _codes(question: Question, answer: str) -> str:
    return (" " if question.is_listed else ", ").join(_code(question, each) for each in answer.split())


def _written_day(question: Question, answer: str) -> str:
    parts = answer.split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 and all(each.isdigit() for each in parts) else answer


def _written_moment(question: Question, answer: str) -> str:
    day, _, time = answer.partition("T")
    return f"{_written_day(question, day)} {time[:5]}" if time else answer


WRITERS: dict[str, Callable[[Question, str], str]] = {
    "one": _code,
    "many": _codes,
    "rank": _codes,
    "date": _written_day,
    "month": lambda question, answer: _written_day(question, answer).removeprefix("01/"),
    "year": lambda question, answer: answer.removesuffix("-01-01"),
    "time": lambda question, answer: answer[:5] if answer.endswith(":00.000") else answer,
    "moment": _written_moment,
    "point": lambda question, answer: answer.removesuffix(" 0 0"),
}

"""An answer of each kind, as the form engine writes it, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from pamoja.engines.conversation.media import Medium
from pamoja.engines.conversation.reading import moments, numbers, places
from pamoja.engines.conversation.reading.choices import Found, Option, find, find_many
from pamoja.engines.conversation.said import Said
from pamoja.engines.conversation.words import Words, quoted
from pamoja.engines.text.fold import fold
from pamoja.engines.xforms import NodeState

OK = "OK"
AGREED = frozenset({"1", "ok", "okay", "oui", "yes", "نعم"})


@dataclass(frozen=True)
class Asking:
    """A question as it was asked, and when it is answered."""

    kind: str
    state: NodeState
    options: Sequence[Option]
    words: Words
    medium: Medium
    now: datetime


@dataclass(frozen=True)
class Read:
    """The answer; `noted` says in words what was understood where that could be mistaken."""

    value: str
    noted: str = ""
    took: str = ""


@dataclass(frozen=True)
class Misread:
    """Why the text is no answer: a phrase, and the options that it may have meant."""

    phrase: str
    given: Mapping[str, object] = field(default_factory=dict)
    options: tuple[Option, ...] = ()


Answer = Read | Misread


def read(asking: Asking, said: Said) -> Answer:
    """Read what was said as an answer to what was asked."""
    if asking.medium.is_spoken:
        said = Said(said.text.strip().removesuffix("#"), said.attachments, said.place)
    return READERS.get(asking.kind, _text)(asking, said)


def _text(asking: Asking, said: Said) -> Answer:
    text = said.text.strip()
    if "numbers" in asking.state.appearance.split():
        text = numbers.plain_digits(text)
    return Read(text) if text else Misread("required")


def _trigger(asking: Asking, said: Said) -> Answer:
    return Read(OK) if fold(said.text) in AGREED | set(asking.words.yes) else Misread("trigger")


def _one(asking: Asking, said: Said) -> Answer:
    found = find(asking.options, said.text)
    if found.only is None:
        return _unfound(found, said.text)
    return Read(found.only.value, "" if found.is_exact else found.only.label)


def _unfound(found: Found, text: str) -> Misread:
    return Misread("several", options=found.options) if found.options else Misread("not_one", {"text": quoted(text)})


def _many(asking: Asking, said: Said) -> Answer:
    found = find_many(asking.options, said.text, asking.medium.is_spoken)
    wrong = next((each for each in found if each.only is None), None)
    if not found or wrong is not None:
        return _unfound(wrong or Found(), said.text)
    picked = {each.only.value: each.only.label for each in found if each.only is not None}
    is_exact = all(each.is_exact for each in found)
    return Read(" ".join(picked), "" if is_exact else ", ".join(picked.values()))


def _rank(asking: Asking, said: Said) -> Answer:
    answer = _many(asking, said)
    if isinstance(answer, Read) and len(answer.value.split()) != len(asking.options):
        return Misread("not_all")
    return answer


def _whole(asking: Asking, said: Said) -> Answer:
    found = numbers.whole(said.text)
    return Misread("not_a_whole") if found is None else Read(found)


def _number(asking: Asking, said: Said) -> Answer:
    found = numbers.number(said.text, asking.words.thousands, asking.medium.is_spoken)
    if found is None:
        return Misread("not_a_number")
    is_grouped = "." not in found and any(mark in said.text for mark in ",.")
    return Read(found, found if is_grouped else "")


def _range(asking: Asking, said: Said) -> Answer:
    answer = _whole(asking, said) if asking.state.type == "int" else _number(asking, said)
    low, high = ends(asking.state)
    if isinstance(answer, Read) and low and high and not float(low) <= float(answer.value) <= float(high):
        return Misread("not_in_range")
    return answer


def ends(state: NodeState) -> tuple[str, str]:
    """The least and the greatest number of a range; forms may count down."""
    given = [state.parameters.get(end, "") for end in ("start", "end")]
    try:
        low, high = sorted(given, key=float)
    except ValueError:
        return "", ""
    return low, high


def _date(asking: Asking, said: Said) -> Answer:
    found = moments.day(said.text, asking.words, asking.now)
    if found is None:
        return Misread("not_a_date")
    return Read(found.isoformat(), "" if said.text.strip() == found.isoformat() else day_words(found, asking.words))


def day_words(day: date, words: Words) -> str:
    return f"{day.day} {words.months[day.month - 1][0]} {day.year}"


def _month(asking: Asking, said: Said) -> Answer:
    found = moments.month(said.text, asking.words, asking.now)
    return Misread("not_a_month") if found is None else Read(found.isoformat())


def _year(asking: Asking, said: Said) -> Answer:
    found = moments.year(said.text, asking.now)
    return Misread("not_a_year") if found is None else Read(found.isoformat())


def _time(asking: Asking, said: Said) -> Answer:
    found = moments.clock(said.text, asking.words, asking.now)
    return Misread("not_a_time") if found is None else Read(_in_zone(asking.now, asking.now.date(), found)[11:])


def _moment(asking: Asking, said: Said) -> Answer:
    found = moments.moment(said.text, asking.words, asking.now)
    if found is None:
        return Misread("not_a_moment")
    return Read(_in_zone(asking.now, found.date(), found.time()), f"{day_words(found, asking.words)} {found:%H:%M}")


def _in_zone(now: datetime, day: date, at: time) -> str:
    return datetime.combine(day, at, now.tzinfo).isoformat(timespec="milliseconds")


def _place(asking: Asking, said: Said) -> Answer:
    found = places.point(*said.place) if said.place is not None else places.place(said.text)
    return Misread("not_a_place") if found is None else Read(found)


def _trace(asking: Asking, said: Said) -> Answer:
    found = places.trace(said.text, is_closed=asking.state.type == "geoshape")
    return Misread("not_a_trace") if found is None else Read(found)


def _upload(asking: Asking, said: Said) -> Answer:
    for each in said.attachments:
        if asking.kind == "file" or each.mediatype.split("/")[0] == asking.kind:
            return Read(each.name, took=each.name)
    return Misread("not_sent")


READERS: dict[str, Callable[[Asking, Said], Answer]] = {
    "trigger": _trigger,
    "one": _one,
    "many": _many,
    "rank": _rank,
    "boolean": _one,
    "whole": _whole,
    "number": _number,
    "range": _range,
    "date": _date,
    "month": _month,
    "year": _year,
    "time": _time,
    "moment": _moment,
    "place": _place,
    "trace": _trace,
    **dict.fromkeys(("image", "audio", "video", "file"), _upload),
}

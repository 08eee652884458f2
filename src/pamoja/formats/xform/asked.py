"""A form's questions as checks of data quality see them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from pamoja.engines import quality
from pamoja.engines.quality.vocabulary import is_other
from pamoja.formats.xform.model import Field

KINDS: Mapping[str, quality.Kind] = {
    **dict.fromkeys(("int", "integer", "long", "short", "decimal", "double", "float"), "number"),
    **dict.fromkeys(("string", "", "barcode"), "text"),
    "date": "day",
    **dict.fromkeys(("dateTime", "datetime"), "moment"),
    "geopoint": "point",
    "binary": "file",
}
NAMED = re.compile(r"(.+?)[_-]?(?:other|oth|autres?|autre_preciser|specify|preciser|otro|outro)s?", re.IGNORECASE)
TEXT = re.compile(r"'([^']*)'|\"([^\"]*)\"")
F = TypeVar("F", bound=Field)


def _path(field: Field) -> str:
    return field.path


def questions_of(fields: Iterable[F], key_of: Callable[[F], str] = _path) -> tuple[quality.Question, ...]:
    """The questions of one table in the form's order, under the keys that answers have there.

    Notes, which only show words, are left out.
    """
    asked = [each for each in fields if each.kind == "field" and each.parts[0] != "meta" and not _is_note(each)]
    selects = {each.path: each for each in asked if kind_of(each) in ("one", "many")}
    return tuple(_question(each, selects, key_of) for each in asked)


def kind_of(field: Field) -> quality.Kind:
    """What sort of answer a question has."""
    if field.is_multiple:
        return "many"
    if field.control == "select1" or field.type == "select1":
        return "one"
    return KINDS.get(field.type, "other")


def _question(field: F, selects: Mapping[str, F], key_of: Callable[[F], str]) -> quality.Question:
    other_of, other_value = _other(field, selects) if kind_of(field) == "text" else ("", "")
    return quality.Question(
        key=key_of(field),
        kind=kind_of(field),
        words=_words(field.labels),
        options=tuple(_option(each.value, each.labels) for each in field.choices),
        group="/".join(field.parts[:-1]),
        is_asked=field.control != "none" and not field.is_calculated,
        other_of=key_of(selects[other_of]) if other_of else "",
        other_value=other_value,
    )


def _is_note(field: Field) -> bool:
    shows = field.control == "input" and field.is_readonly and field.type == "string"
    return shows and not field.is_calculated and not field.default


def _option(value: str, labels: Mapping[str, str]) -> quality.Option:
    return quality.Option(value, _words(labels))


def _words(labels: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in labels.values() if text))


def _other(field: Field, selects: Mapping[str, F]) -> tuple[str, str]:
    """The select (path) and its choice to which a text question is the "please specify".

    Its relevance names a choice that says "other", or its name is that of a select with "other" behind it.
    """
    found = next(_opened(field, selects), None)
    if found:
        return found
    match = NAMED.fullmatch(field.name)
    named = (each for each in selects.values() if match and each.name == match[1])
    return next(((each.path, _other_value(each)) for each in named), ("", ""))


def _opened(field: Field, selects: Mapping[str, F]) -> Iterator[tuple[str, str]]:
    texts = {one or two for one, two in TEXT.findall(field.relevant)}
    for path, select in selects.items() if texts else ():
        if re.search(rf"{re.escape(path)}(?![\w./-])", field.relevant):
            opening = [each for each in select.choices if each.value in texts]
            if opening and all(is_other(_option(each.value, each.labels)) for each in opening):
                yield path, opening[0].value


def _other_value(select: Field) -> str:
    others: Sequence[str] = [each.value for each in select.choices if is_other(_option(each.value, each.labels))]
    return others[0] if others else ""

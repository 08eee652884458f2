"""What one version of a record changed in another, in the words of the form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pamoja.apps.forms.models import FormVersion
from pamoja.apps.forms.schemas import repeat_paths
from pamoja.apps.forms.seeing.questions import META, Reading
from pamoja.apps.forms.seeing.shown import hidden_word, text_of
from pamoja.formats.xform import Field
from pamoja.formats.xform.differences import differences
from pamoja.formats.xform.values import CONVERTERS


@dataclass(frozen=True)
class Changed:
    """One answer, or an instance of a repeat that came or went, whose answers stand together then."""

    label: str
    old: str
    new: str


def changes_between(reading: Reading, old: bytes, new: bytes, versions: Sequence[FormVersion]) -> list[Changed]:
    """What is said otherwise in the newer XML; `versions` are those of the form that the two were filled in with.

    A changed answer that the reader may not see is not told of.
    """
    repeats = {path for each in versions for path in repeat_paths(each)}
    found = (each for each in differences(old, new, repeats) if each["path"][0] != META)
    changes = (_changed(reading, each["path"], each.get("old", ""), each.get("new", "")) for each in found)
    return [each for each in changes if each.old != each.new]  # a blank answer is as good as none


def _changed(reading: Reading, path: Sequence[Any], old: Any, new: Any) -> Changed:
    names = [each if isinstance(each, str) else each[0] for each in path]
    place = "/" + "/".join(names)
    field = reading.schema.by_path.get(place)
    numbers = ", ".join(str(each[1] + 1) for each in path if not isinstance(each, str))
    label = reading.label(field) if field else place
    words = f"{label} ({numbers})" if numbers else label
    return Changed(words, _text(reading, place, old), _text(reading, place, new))


def _text(reading: Reading, path: str, value: Any) -> str:
    """An answer in words; of a group or an instance, each answer behind its question."""
    if isinstance(value, str):
        if reading.hidden.hides(path):
            return hidden_word()
        return _answer(reading, reading.schema.by_path.get(path), value)
    return " · ".join(_below(reading, path, value))


def _below(reading: Reading, path: str, value: Any) -> Iterator[str]:
    items = value.items() if isinstance(value, Mapping) else ((None, each) for each in value)
    for name, each in items:
        below = f"{path}/{name}" if name else path
        field = reading.schema.by_path.get(below)
        if text := _text(reading, below, each):
            yield f"{reading.label(field) if field else below}: {text}" if isinstance(each, str) else text


def _answer(reading: Reading, field: Field | None, text: str) -> str:
    if field is None or field.kind != "field" or not text.strip():
        return text.strip()
    try:
        value = text.split() if field.is_multiple else CONVERTERS.get(field.type, str)(text)
    except ValueError:
        return text
    return text_of(reading, field, value)

"""What a column header means, decided by pyxform's own tables so that both always agree."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from pyxform import aliases, constants
from pyxform.parsing.sheet_headers import process_header, to_snake_case
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.survey import Survey

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
LIST = "list name"


@cache
def _tables(key: str) -> tuple[dict[str, Any], frozenset[str]]:
    if key == "survey":
        return aliases.survey_header, frozenset(MultipleChoiceQuestion.get_slot_names())
    if key == "settings":
        return aliases.settings_header, frozenset(Survey.get_slot_names())
    if key == "entities":
        return aliases.entities_header, frozenset(i.value for i in constants.EntityColumns.value_list())
    return aliases.list_header, frozenset(Option.get_slot_names())


def understand(cells: Sequence[str], key: str) -> tuple[tuple[str, ...], ...]:
    """Return each header as pyxform's token tuple; an empty header is an empty tuple."""
    double = any("::" in cell for cell in cells)
    return tuple(_token(cell, key, double) for cell in cells)


def _token(cell: str, key: str, double: bool) -> tuple[str, ...]:
    if not cell:
        return ()
    table, known = _tables(key)
    try:
        return tuple(process_header(cell, double, table, known)[1])
    except IndexError:  # a header that ends in "jr:" breaks pyxform's splitter
        return (cell,)


def is_known(header: str, key: str) -> bool:
    """Tell whether the first part of a header is a column that XLSForm defines for this sheet."""
    table, known = _tables(key)
    first = to_snake_case(header.replace("::", ":").split(":")[0])
    return first in table or first in known

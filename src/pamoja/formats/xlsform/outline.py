"""The survey as a tree: which rows are questions, which begin and end what, and who is inside whom."""

import re
from dataclasses import dataclass
from enum import StrEnum

from pyxform import aliases

from . import types
from .grid import Sheet

# The last three are KoboToolbox's, which a repair rewrites as groups.
CONTROLS = "group|lgroup|repeat|loop|looped group|score|rank|kobomatrix"
BEGIN = re.compile(rf"^begin[ _]({CONTROLS})\b")
END = re.compile(rf"^end[ _]({CONTROLS})$")
NO = {"", "no", "No", "NO", "false", "False", "FALSE", "false()"}


class Kind(StrEnum):
    """What a survey row is."""

    BLANK = "blank"
    COMMENT = "comment"
    SETTING = "setting"
    QUESTION = "question"
    BEGIN = "begin"
    END = "end"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the outline. `parents` are the row indexes of the open groups, outermost first."""

    row: int
    kind: Kind
    type: str
    name: str
    control: str = ""
    parents: tuple[int, ...] = ()

    @property
    def parent(self) -> int:
        return self.parents[-1] if self.parents else 0


def kind_of(type_text: str, name: str, label: str, disabled: str) -> tuple[Kind, str]:
    """Return the kind of a row and, for a begin or end, whether it is a group, repeat or loop."""
    if disabled not in NO and disabled in aliases.yes_no:
        return Kind.COMMENT, ""
    if not type_text:
        return (Kind.QUESTION, "") if name or label else (Kind.COMMENT, "")
    if type_text.strip().lower().replace(" ", "_") in aliases.settings_header:
        return Kind.SETTING, ""
    for pattern, kind in ((BEGIN, Kind.BEGIN), (END, Kind.END)):
        found = pattern.match(type_text)
        if found:
            return kind, aliases.control.get(found.group(1), found.group(1))
    return Kind.QUESTION, ""


def outline(sheet: Sheet) -> list[Line]:
    """Return one line for each row below the header; an unmatched end closes nothing."""
    open_rows: list[Line] = []
    lines = []
    labels = sheet.columns("label")
    columns = [sheet.column(c) for c in ("type", "name", "disabled")]
    for index, row in enumerate(sheet.rows[1:], start=1):
        type_text, name, disabled = (row.at(c) for c in columns)
        kind, control = Kind.BLANK, ""
        if not row.is_blank:
            label = next((row.at(c) for c in labels if row.at(c)), "")
            kind, control = kind_of(type_text, name, label, disabled)
        if kind is Kind.END and open_rows and open_rows[-1].control == control:
            open_rows.pop()
        line = Line(index, kind, type_text, name, control, tuple(o.row for o in open_rows))
        lines.append(line)
        if kind is Kind.BEGIN:
            open_rows.append(line)
    return lines


def count_questions(sheet: Sheet | None) -> int:
    """Count the rows that ask, show, compute or record something, however their type is spelt."""
    return sum(line.kind is Kind.QUESTION and _asks(line.type) for line in outline(sheet)) if sheet else 0


def _asks(type_text: str) -> bool:
    meaning = None if types.is_accepted(type_text) else types.understand(type_text)
    return meaning is None or not meaning.type.startswith(("begin_", "end_", "set_form_"))

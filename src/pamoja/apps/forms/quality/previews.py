"""What a decision on many flags would do, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass

from pamoja.apps.forms.models import CleaningLine
from pamoja.apps.forms.quality.access import Checked
from pamoja.apps.forms.quality.decisions import Decision
from pamoja.apps.forms.quality.tables import FormTables
from pamoja.engines.quality import as_text


@dataclass(frozen=True)
class Previewed:
    """One line as it would stand in the log."""

    record: str
    question: str
    old: str
    new: str
    change: str


def previewed(checked: Checked, tables: FormTables, decisions: Sequence[Decision]) -> list[Previewed]:
    """The lines that these decisions would write."""
    return [_line(checked, tables, each) for each in decisions]


def _line(checked: Checked, tables: FormTables, each: Decision) -> Previewed:
    return Previewed(
        record=checked.seen.name(each.submission.instance_name, each.submission.instance_id),
        question=checked.label(each.question) if each.question else "",
        old=as_text(tables.answer(each.submission, each.row, each.question)) if each.question else "",
        new=each.new_value,
        change=str(CleaningLine.Change(each.change).label),
    )

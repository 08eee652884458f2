"""A dataset's records as they may be given away, and the figures of their risk before and after."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pamoja.apps.forms.models import RedactedDataset
from pamoja.apps.forms.protecting.classes import QUASI, SENSITIVE
from pamoja.apps.forms.protecting.classifying import classed_questions
from pamoja.apps.forms.protecting.hiding import require_nothing_hidden
from pamoja.apps.forms.quality.clean import Cleaning
from pamoja.apps.forms.redacting.treatments import DROP, MERGE, is_key, offered, plain, proposed, treated
from pamoja.apps.forms.seeing.access import KIND, Seen, seen_by
from pamoja.apps.forms.seeing.answers import told_apart, with_version
from pamoja.apps.forms.seeing.exports.tables import exported_rows
from pamoja.apps.forms.seeing.questions import Question, is_note
from pamoja.core.permissions import Actor, require_at_all
from pamoja.engines.disclosure import Risk, Suppressed, rare_merged, risk_of, suppress_cells, suppress_records
from pamoja.formats.xform.model import ROOT_TABLE

CHUNK = 500
OTHER = "other"
Cells = dict[str, str | None]
SUPPRESS = {"cells": suppress_cells, "records": suppress_records}


@dataclass(frozen=True)
class Column:
    """A question of the dataset: its class, and what becomes of its answers."""

    question: Question
    label: str
    kind: str
    how: str

    @property
    def name(self) -> str:
        """As the head of a column."""
        return "-".join(self.question.parts) + self.question.key.removeprefix(self.question.path)

    @property
    def is_key(self) -> bool:
        """Whether it helps to find somebody."""
        return is_key(self.how, self.kind)


@dataclass(frozen=True)
class Redacted:
    """The records as they may be given away, and the risk as collected, made coarser, and suppressed."""

    columns: list[Column]
    done: Suppressed
    raw: Risk
    coarse: Risk
    left: Risk

    def figures(self) -> dict[str, Any]:
        """What a version keeps of the risk."""
        risks = {"raw": asdict(self.raw), "coarse": asdict(self.coarse), "left": asdict(self.left)}
        return {**risks, "cells": self.done.cells, "dropped": self.done.dropped}


def seen_for(actor: Actor, form_id: int, language: str = "") -> Seen:
    """The form for who may make datasets of it: they take records out, and see every answer.

    Raises NOT_FOUND, NOT_ALLOWED, ANSWERS_HIDDEN.
    """
    seen = seen_by(actor, form_id, "", language)
    require_at_all(actor, "export", KIND)
    require_nothing_hidden(actor, seen.form)
    return seen


def columns_of(seen: Seen, chosen: Mapping[str, str]) -> list[Column]:
    """Every question of the record itself with what was chosen for it, else what is proposed; repeats are not in it."""
    kinds = {each.field.path: each.class_now for each in classed_questions(seen.form)}
    asked = (each for each in seen.table(ROOT_TABLE).fields if each.kind == "field" and not is_note(each))
    return [_column(seen, each, kinds.get(each.path, QUASI), chosen.get(each.key, "")) for each in asked]


def _column(seen: Seen, question: Question, kind: str, how: str) -> Column:
    how = how if how in offered(question) else proposed(question, kind)
    return Column(question, seen.reading.title(question), kind, how)


def redacted(seen: Seen, dataset: RedactedDataset) -> Redacted:
    """The whole dataset as it would be made now."""
    columns = columns_of(seen, dataset.columns)
    kept = [each for each in columns if each.how != DROP]
    raw: list[Cells] = []
    coarse: list[Cells] = []
    key = dataset.key.encode()
    for answers, place in _answers(seen, dataset):
        values = {each.name: answers.get(each.question.key) for each in kept}
        raw.append({name: None if value is None else plain(value) for name, value in values.items()})
        coarse.append({each.name: treated(each.how, values[each.name], key, place) for each in kept})
    _merge(coarse, [each.name for each in kept if each.how == MERGE], dataset.k)
    keys, sensitive = [each.name for each in kept if each.is_key], [c.name for c in kept if c.kind == SENSITIVE]
    suppress = SUPPRESS.get(dataset.suppression)
    done = suppress(coarse, keys, dataset.k) if suppress else Suppressed(coarse)
    risks = (risk_of(rows, keys, dataset.k, sensitive) for rows in (raw, coarse, done.records))
    return Redacted(columns, done, *risks)


def _merge(rows: Sequence[Cells], names: Sequence[str], least: int) -> None:
    for name in names:
        merged = rare_merged((row[name] for row in rows), least, OTHER)
        for row in rows:
            value = row[name]
            row[name] = None if value is None else merged[value]


def _answers(seen: Seen, dataset: RedactedDataset) -> Iterator[tuple[Mapping[str, Any], str | None]]:
    """The answers of each record with the P-code of its place; as collected, or clean."""
    table = seen.table(ROOT_TABLE)
    rows: Any = exported_rows(seen, table).select_related("submission__place")
    rows = rows.filter(submission__place__path__startswith=dataset.below) if dataset.below else rows
    rows = with_version(rows) if table.clashing else rows
    cleaning = Cleaning(seen.form) if dataset.is_clean else None
    for row in rows.iterator(chunk_size=CHUNK):
        answers = told_apart(table.clashing, row.answers, row.version_id) if table.clashing else row.answers
        if cleaning is None or cleaning.keeps(row):
            place = row.submission.place
            yield (cleaning.answers(table, row, answers) if cleaning else answers), place.pcode if place else None

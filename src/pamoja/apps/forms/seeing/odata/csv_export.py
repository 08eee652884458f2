"""A form's records as ODK clients take them out: one CSV, or a zip of all tables with the files of the records.

Written as it is read, a chunk of records at a time, and never kept: what was encrypted lies nowhere in the clear.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Q
from pydantic_core import from_json, to_json

from pamoja.apps.forms.models import Export, Form, FormVersion, SubmissionVersion
from pamoja.apps.forms.protecting.exports import note_export
from pamoja.apps.forms.protecting.hiding import hidden_from
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.seeing.access import KIND
from pamoja.apps.forms.seeing.odata.csv_columns import CsvTable, Taken, choices_in, csv_tables
from pamoja.apps.forms.seeing.odata.csv_files import csv_text, write_files
from pamoja.apps.forms.seeing.odata.loading import Loader
from pamoja.apps.forms.seeing.odata.selecting import Selection, chunks, select_rows, selected_records
from pamoja.apps.forms.seeing.opening import NO_KEYS, Keys, Opening
from pamoja.core.ids import uuid7
from pamoja.core.permissions import Actor, require_at_all
from pamoja.formats.neutral import neutralise
from pamoja.formats.odata import Options, Row, entity_sets
from pamoja.formats.openrosa import safe_name
from pamoja.formats.xform import Field, Shredded
from pamoja.formats.xform.model import ROOT_TABLE

CHUNK = 250
HEAD = ("SubmissionDate",)
ABOUT = {
    "KEY": "",
    "SubmitterID": "submitterId",
    "SubmitterName": "submitterName",
    "AttachmentsPresent": "attachmentsPresent",
    "AttachmentsExpected": "attachmentsExpected",
    "Status": "status",
    "ReviewState": "reviewState",
    "DeviceID": "deviceId",
    "Edits": "edits",
    "FormVersion": "formVersion",
}
STATUS = {"notDecrypted": "not decrypted", "missingEncryptedFormData": "missing encrypted form data"}


@dataclass(frozen=True)
class CsvOptions:
    """How it is written, and which records: the filter and nothing else of `asked`."""

    asked: Options = Options()
    splits: bool = False
    has_paths: bool = True
    has_deleted: bool = False
    has_files: bool = True


class CsvExport:
    """An export that was chosen and not yet written. `tag` changes when it would be another. Raises NOT_ALLOWED.

    With `keys` the encrypted records that they open are in the clear, and those of other keys are left out.
    """

    def __init__(
        self, actor: Actor, version: FormVersion, is_test: bool, options: CsvOptions, keys: Keys = NO_KEYS
    ) -> None:
        require_at_all(actor, "export", KIND)
        self.actor, self.form, self.version, self.options = actor, version.form, version, options
        self.hidden = hidden_from(actor, version.form)
        schema = self.hidden.schema(schema_of(version))
        self.loader = Loader(version.form, schema, self.hidden)
        self.opening, self.id = Opening(keys), uuid7()
        root = entity_sets(schema)[ROOT_TABLE]
        records = _opened_by(selected_records(actor, version.form, is_test, root, options.asked, "export"), keys)
        self.selection: Selection = select_rows(records, version.form, is_test, root, Options(), Q())
        self.tables = csv_tables(self.hidden.fields(_fields(version, options.has_deleted)), ROOT_TABLE)

    @property
    def name(self) -> str:
        """The form's id as part of a file name."""
        return safe_name(self.form.xml_form_id)

    @property
    def tag(self) -> str:
        """Of these records, the version that names the columns, what is hidden, and the keys that open them."""
        keys = map(str, sorted(self.opening.keys.asked))
        return "-".join([str(self.version.pk), self.selection.tag, self.hidden.tag, *keys])

    def log(self) -> None:
        """Say in the audit that records were taken out."""
        made = Export(public_id=self.id, form=self.form, format="csv", rows=len(self.selection.keys))
        made.asked = {"splits": self.options.splits, "has_deleted": self.options.has_deleted, "via": "ODK Central API"}
        note_export(self.actor, made)

    def root(self) -> Iterator[bytes]:
        """The table of the records."""
        return self.lines(self.tables[0])

    def zip(self) -> Iterator[bytes]:
        """Every table, and the files of the records, in pieces."""
        out = Outbox()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for _written in self._parts(archive):
                if piece := out.taken():
                    yield piece
        yield out.taken()

    def _parts(self, archive: zipfile.ZipFile) -> Iterator[None]:
        for table in self.tables:
            suffix = f"-{table.name}" if table.name else ""
            with archive.open(f"{self.name}{suffix}.csv", "w", force_zip64=True) as entry:
                for piece in self.lines(table):
                    entry.write(piece)
                    yield
        if self.options.has_files:
            log_table = f"{self.name} - audit.csv"
            yield from write_files(archive, self.selection.keys, log_table, self.hidden, self.opening)

    def lines(self, table: CsvTable) -> Iterator[bytes]:
        """A table as CSV, a piece for each chunk of records."""
        columns = table.columns(self._taken(table) if self.options.splits else {}, self.options.has_paths)
        names = [neutralise(column.name) for column in columns]
        yield csv_text([[*HEAD, *names, *ABOUT] if table.table == ROOT_TABLE else [*names, "PARENT_KEY", "KEY"]])
        for rows in self._chunks(table):
            yield csv_text([self._cells(table, columns, row) for row in rows])

    def _cells(self, table: CsvTable, columns: list[Any], row: Row) -> list[Any]:
        answers = {} if row.is_sealed else from_json(row.answers)
        cells = [None if row.is_sealed else column.cell(answers) for column in columns]
        record = neutralise(row.record)
        if table.table != ROOT_TABLE:
            return [*cells, *table.keys(record, row.position)]
        about = [record, *(_about(row.system.get(name)) for name in list(ABOUT.values())[1:])]
        return [row.system["submissionDate"], *cells, *about]

    def _chunks(self, table: CsvTable) -> Iterator[list[Row]]:
        for keys in chunks(self.selection.keys, CHUNK):
            opened = self.opening.answers(keys)
            if table.table == ROOT_TABLE:
                yield [self._opened(row, opened.get(row.record)) for row in self.loader.records(keys)[0]]
            else:
                clear = self.loader.within(list(keys), table.table)
                yield [*clear, *(row for shredded in opened.values() for row in self._rows(shredded, table.table))]

    def _opened(self, row: Row, shredded: Shredded | None) -> Row:
        """The row of an encrypted record with its answers, when it was opened."""
        if shredded is None:
            return row
        answers = self.hidden.json(ROOT_TABLE, to_json(shredded.rows[0].values).decode())
        return row._replace(answers=answers, is_sealed=False, system={**row.system, "status": None})

    def _rows(self, shredded: Shredded, table: str) -> Iterator[Row]:
        """The instances of a repeat in a record that was opened."""
        for each in shredded.rows:
            if each.table == table:
                answers = self.hidden.json(table, to_json(each.values).decode())
                position = ".".join(map(str, each.ordinals))
                yield Row(shredded.rows[0].row_id, each.row_id, each.parent_id, position, answers)

    def _taken(self, table: CsvTable) -> Taken:
        """The choices that anybody took, by question, sorted."""
        paths = [field.path for field in table.fields if field.is_multiple]
        taken: dict[str, set[str]] = {path: set() for path in paths}
        for rows in self._chunks(table) if paths else ():
            for row in rows:
                answers = from_json(row.answers)
                for path in paths:
                    taken[path].update(choices_in(answers.get(path)))
        return {path: sorted(codes) for path, codes in taken.items()}


def _opened_by(records: Any, keys: Keys) -> Any:
    """Without the encrypted records that are for other keys than those asked for; all of them when none is."""
    if not keys.asked:
        return records
    newest = SubmissionVersion.objects.filter(number=F("submission__edits") + 1, form_version__key__in=keys.asked)
    return records.filter(Q(sealed_file="") | Q(pk__in=newest.values("submission")))


def _about(value: Any) -> Any:
    return STATUS.get(value, neutralise(value)) if isinstance(value, str) else value


class Outbox(io.RawIOBase):
    """What is written into it, to be taken out piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        """Keep a piece."""
        self.pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """All that was written since the last time."""
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def _fields(version: FormVersion, has_deleted: bool) -> tuple[Field, ...]:
    """What the version asks; with `has_deleted` also what only earlier ones asked, at the end of its level."""
    fields = schema_of(version).children
    if not has_deleted:
        return fields
    form: Form = version.form
    for earlier in form.versions.filter(published_at__isnull=False).exclude(pk=version.pk).order_by("-pk"):
        fields = _merged(fields, schema_of(earlier).children)
    return fields


def _merged(fields: tuple[Field, ...], others: tuple[Field, ...]) -> tuple[Field, ...]:
    theirs = {field.name: field for field in others}
    kept = tuple(
        replace(each, children=_merged(each.children, theirs[each.name].children)) if each.name in theirs else each
        for each in fields
    )
    names = {field.name for field in fields}
    return (*kept, *(field for field in others if field.name not in names))

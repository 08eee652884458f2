"""The files of an export: what came with the records, and their logs of how they were filled in as one table."""

import csv
import io
import zipfile
from array import array
from collections.abc import Iterator
from typing import Any

from django.db.models.fields.json import KeyTextTransform

from pamoja.apps.forms.models import AnswerRow, SubmissionFile
from pamoja.apps.forms.protecting.hiding import NOTHING, Hidden, shown_files
from pamoja.apps.forms.seeing.odata.selecting import chunks
from pamoja.apps.forms.seeing.opening import Opening
from pamoja.core.crypto.odk.ciphers import NotDecrypted
from pamoja.core.files.services import read_chunks
from pamoja.formats.neutral import neutralise
from pamoja.formats.openrosa import safe_name
from pamoja.formats.xform.model import ROOT_TABLE

CHUNK = 250
LOG, LOG_NAME = "/meta/audit", "audit.csv"
DAMAGED = "damaged.txt"
LOG_NAMES = ("event", "node", "start", "end", "latitude", "longitude", "accuracy", "old-value", "new-value")
LOG_COLUMNS = (*LOG_NAMES, "user", "change-reason")
Found = tuple[str, str, Iterator[bytes]]


def write_files(
    archive: zipfile.ZipFile, keys: "array[int]", log_table: str, hidden: Hidden, opening: Opening
) -> Iterator[None]:
    """The files of these records, and all logs as one table. Pauses now and then.

    What turns out to be damaged while it is opened or read is named in a file of its own.
    """
    damaged: list[str] = []
    yield from _write_media(archive, keys, hidden, opening, damaged)
    if not hidden:  # logs hold old answers and positions
        yield from _write_logs(archive, keys, log_table, opening, damaged)
    if damaged:
        archive.writestr(DAMAGED, "".join(f"{name}\n" for name in damaged))


def _write_media(
    archive: zipfile.ZipFile, keys: "array[int]", hidden: Hidden, opening: Opening, damaged: list[str]
) -> Iterator[None]:
    """The files, the newest first; of several of one name the newest record's is written. Pauses after each piece."""
    written: set[str] = set()
    for _record, name, pieces in _files(keys, opening, are_logs=False, hidden=hidden):
        place = f"media/{safe_name(name)}"
        if place in written:
            continue
        written.add(place)
        with archive.open(place, "w", force_zip64=True) as entry:
            try:
                for piece in pieces:
                    entry.write(piece)
                    yield
            except NotDecrypted:
                damaged.append(place)


def _write_logs(
    archive: zipfile.ZipFile, keys: "array[int]", name: str, opening: Opening, damaged: list[str]
) -> Iterator[None]:
    """One table of all logs, the oldest record's first; nothing when there are none. Pauses after each log."""
    logs = _files(keys[::-1], opening, are_logs=True)
    first = next(logs, None)
    if first is None:
        return
    with archive.open(name, "w", force_zip64=True) as entry:
        entry.write(csv_text([["instance ID", *LOG_COLUMNS]]))
        for record, log, pieces in (first, *logs):
            try:
                for row in log_rows(b"".join(pieces)):
                    entry.write(csv_text([[neutralise(record), *row]]))
            except (NotDecrypted, csv.Error):
                damaged.append(f"{record}: {log}")
            yield


def log_rows(content: bytes) -> Iterator[list[str]]:
    """The known columns of a log; what is missing in a line is empty. Raises csv.Error."""
    lines = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", "replace", newline=""))
    filled = ([cell.strip() for cell in line] for line in lines if any(line))
    head = next(filled, [])
    for line in filled:
        found = dict(zip(head, line, strict=False))
        yield [neutralise(found.get(name, "")) for name in LOG_COLUMNS]


def _files(keys: "array[int]", opening: Opening, are_logs: bool, hidden: Hidden = NOTHING) -> Iterator[Found]:
    """Record, name and content of the files that are logs, or of all others; of encrypted records when they open.

    Which answer names a file of an encrypted record is not looked up: where answers are hidden, none is given.
    """
    for some in chunks(keys, CHUNK):
        places = {key: place for place, key in enumerate(some)}
        rows = AnswerRow.objects.filter(submission__in=list(some), table=ROOT_TABLE).order_by()
        logs = set(rows.annotate(log=KeyTextTransform(LOG, "answers")).values_list("submission_id", "log"))
        files = SubmissionFile.objects.filter(submission__in=list(some), submission__sealed_file="", file__isnull=False)
        found = list(files.select_related("submission", "file__blob").order_by("name"))
        if hidden:
            shown = shown_files(hidden, list(some))
            found = [each for each in found if each.name in shown.get(each.submission_id, ())]
        for each in sorted(found, key=lambda each: places[each.submission_id]):
            if each.file is not None and ((each.submission_id, each.name) in logs) is are_logs:
                yield each.submission.instance_id, each.name, read_chunks(each.file)
        for sealed in () if hidden else opening.media(some):
            if (sealed.name == LOG_NAME) is are_logs:
                yield sealed.record, sealed.name, sealed.pieces


def csv_text(rows: list[list[Any]]) -> bytes:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()

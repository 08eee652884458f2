"""Refused rows come back as a workbook with their reasons, are mended there, and are sent again."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from pamoja.apps.people.models import Import, ImportRow, Person
from pamoja.apps.people.services import begin_import, export_refused, map_import, open_import
from pamoja.apps.people.services.importing import check_batch, discard_stale_imports, write_batch
from pamoja.core.audit.models import AuditEntry
from pamoja.core.clock import now
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast

HEADERS = ["Nom complet", "Sexe", "Date de naissance", "Téléphone", "Remarque"]
GOOD = ["Fatouma Ali", "F", "2015-03-27", "0999123456", ""]
BAD = ["Awa Example", "maybe", "2015", "+265 888 123456", "=1+1"]
WORSE = ["", "F", "soon", "", ""]


def sheet(*rows: list[str]) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for number, row in enumerate((HEADERS, *rows), start=1):
        for column, cell in enumerate(row, start=1):
            written = book.active.cell(number, column)
            written.value, written.data_type = cell, "s"
    book.save(buffer)
    return buffer.getvalue()


def checked(cast: Cast, data: bytes) -> Import:
    source = open_import(cast.actor("amina"), data, "people.xlsx")
    source = map_import(cast.actor("amina"), source, source.mapping)
    to_the_end(cast, source, check_batch)
    return source


def to_the_end(cast: Cast, source: Import, work: object) -> None:
    after = 0
    while reached := work(cast.actor("amina"), source, after)[1]:  # type: ignore[operator]
        after = reached
    source.refresh_from_db()


def done(cast: Cast) -> Import:
    source = begin_import(cast.actor("amina"), checked(cast, sheet(GOOD, BAD, WORSE)))
    to_the_end(cast, source, write_batch)
    return source


def rows_of(data: bytes) -> list[list[str]]:
    cells = load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    return [[str(cell or "") for cell in row] for row in cells]


@pytest.mark.parametrize("is_written", [False, True])
def test_the_workbook_holds_the_refused_rows_alone_with_their_reasons(river: Cast, is_written: bool) -> None:
    source = done(river) if is_written else checked(river, sheet(GOOD, BAD, WORSE))
    head, awa, nobody = rows_of(export_refused(river.actor("amina"), source))
    assert head == [*HEADERS, "Reason for refusal"]
    assert awa[:3] == BAD[:3]
    assert awa[-1] == "Sexe: Sex is female, male, other or empty."
    assert nobody[-1] == (
        "Date de naissance: This is not a date, month, year or age.; Nom complet: Write at least one name."
    )


def test_a_cell_that_a_spreadsheet_would_run_is_harmless_there(river: Cast) -> None:
    awa = rows_of(export_refused(river.actor("amina"), done(river)))[1]
    assert awa[4] == "'=1+1"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_mended_workbook_is_taken_in_and_its_reasons_are_left_out(river: Cast, language: str) -> None:
    url = reverse("people:import_refused", args=[done(river).public_id])
    book = load_workbook(io.BytesIO(river.client("amina").post(url, headers={"Accept-Language": language}).content))
    book.active["B2"], book.active["A3"], book.active["C3"] = "F", "Baba Example", "2010"
    buffer = io.BytesIO()
    book.save(buffer)
    again = checked(river, buffer.getvalue())
    assert (again.headers, again.refused) == (HEADERS, 0)
    assert ImportRow.objects.filter(source=again).first().cells == ["Awa Example", "F", *BAD[2:]]
    to_the_end(river, begin_import(river.actor("amina"), again), write_batch)
    assert sorted(person.name for person in Person.objects.all()) == ["Awa Example", "Baba Example", "Fatouma Ali"]


def test_the_page_offers_the_workbook_and_the_audit_counts_its_rows(river: Cast) -> None:
    source = done(river)
    url, amina = reverse("people:import_refused", args=[source.public_id]), river.client("amina")
    assert url in amina.get(reverse("people:import", args=[source.public_id])).text
    answer = amina.post(url)
    assert answer["Content-Disposition"] == 'attachment; filename="refused-rows.xlsx"'
    assert "no-store" in answer["Cache-Control"]
    entry = AuditEntry.objects.filter(kind="people.import", verb="export").last()
    assert entry is not None
    assert entry.detail == {"rows": 2}


def test_values_stand_in_the_file_alone(river: Cast) -> None:
    source = done(river)
    page = river.client("amina").get(reverse("people:import", args=[source.public_id])).text
    assert "maybe" not in page
    assert "888" not in page


def test_refused_rows_are_forgotten_after_a_week(river: Cast) -> None:
    source = done(river)
    Import.objects.filter(pk=source.pk).update(updated_at=now() - timedelta(days=6))
    discard_stale_imports()
    assert ImportRow.objects.filter(source=source, cells__isnull=False).count() == 2
    Import.objects.filter(pk=source.pk).update(updated_at=now() - timedelta(days=8))
    discard_stale_imports()
    source.refresh_from_db()
    assert source.headers is None
    assert not ImportRow.objects.filter(source=source, cells__isnull=False).exists()
    url = reverse("people:import_refused", args=[source.public_id])
    assert url not in river.client("amina").get(reverse("people:import", args=[source.public_id])).text
    assert river.client("amina").post(url).status_code == 409


def test_an_import_without_refused_rows_keeps_nothing(river: Cast) -> None:
    source = begin_import(river.actor("amina"), checked(river, sheet(GOOD)))
    to_the_end(river, source, write_batch)
    assert source.headers is None
    with pytest.raises(Problem, match="import-state"):
        export_refused(river.actor("amina"), source)


@pytest.mark.parametrize("name", ["ben", "dina", "chol", "omar", "token", "device"])
def test_who_may_not_have_the_rows(river: Cast, name: str) -> None:
    source = done(river)
    with pytest.raises(Problem, match="not-"):
        export_refused(river.actor(name), source)


@pytest.mark.parametrize(("name", "status"), [("ben", 404), ("dina", 404), ("chol", 404), ("nobody", 302)])
def test_others_find_no_such_file(river: Cast, name: str, status: int) -> None:
    url = reverse("people:import_refused", args=[done(river).public_id])
    assert river.client(name).post(url).status_code == status
    assert river.client("amina").get(url).status_code == 405

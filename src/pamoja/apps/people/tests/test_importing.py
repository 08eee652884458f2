"""Importing a sheet: suggestions, dry run, faults by cell, writing, being killed on the way."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from pamoja.apps.people import selectors
from pamoja.apps.people.jobs import import_sheet
from pamoja.apps.people.models import Household, Import, ImportRow, LikelyPair, Membership, Person
from pamoja.apps.people.services import (
    add_contact_point,
    add_identifier,
    begin_import,
    importing,
    map_import,
    open_import,
)
from pamoja.apps.people.services.doubles import compare_batch
from pamoja.apps.people.services.importing import check_batch, discard_stale_imports, write_batch
from pamoja.core.accounts.models import Grant
from pamoja.core.clock import now
from pamoja.core.jobs.models import Progress
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast

HEADERS = ["Nom complet", "Sexe", "Date de naissance", "Téléphone", "رقم الهوية", "P-code", "HH ID", "Relation"]
GOOD = [
    ["Fatouma Ali", "F", "2015-03-27", "0999123456", "ID-1", "MW101", "HH-1", "head"],
    ["محمد علي", "ذكر", "2001", "", "", "MW101", "HH-1", "child"],
    ["Deng Garang", "", "03/1990", "+265888123456", "ID-2", "", "", ""],
]
STATES = {("written", True), ("refused", False)}  # and whether the cells are gone
BAD = [
    ["", "F", "2015", "", "", "", "", ""],
    ["Awa", "maybe", "soon", "12", "", "ZZ9", "HH-2", "boss"],
    ["Musa", "M", "2011", "", "TAKEN", "", "", ""],
]


def sheet(*rows: list[str]) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for row in (HEADERS, *rows):
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def opened(cast: Cast, *rows: list[str]) -> Import:
    return open_import(cast.actor("amina"), sheet(*rows), "people.xlsx")


def to_the_end(work: Any, cast: Cast, source: Import) -> None:
    after = 0
    while reached := work(cast.actor("amina"), source, after)[1]:
        after = reached
    source.refresh_from_db()


def checked(cast: Cast, *rows: list[str]) -> Import:
    source = opened(cast, *rows)
    map_import(cast.actor("amina"), source, source.mapping)
    to_the_end(check_batch, cast, source)
    return source


def test_the_meaning_of_columns_is_suggested_from_three_languages(river: Cast) -> None:
    source = opened(river, *GOOD)
    expected = ["full", "sex", "birth", "phone", "national_id", "place", "household", "role"]
    assert list(source.mapping.values()) == expected
    assert source.total == 3


def test_a_dry_run_names_each_cell_and_reason_and_writes_nothing(river: Cast, here: Person) -> None:
    add_identifier(river.actor("amina"), here, "national_id", "MWI", "TAKEN")
    source = checked(river, *GOOD, *BAD)
    faults = {fault["where"]: fault["detail"] for row in selectors.faulty_rows(source) for fault in row.faults}
    assert set(faults) == {"A5", "B6", "C6", "D6", "F6", "H6", "E7"}
    assert faults["A5"] == "Write at least one name."
    assert "P-code" in faults["F6"]
    assert faults["E7"] == "This number is registered already."
    assert (source.state, source.refused) == ("checked", 3)
    assert Person.objects.count() == 1
    assert "soon" not in str(faults)


def test_what_can_be_written_is_written_and_the_rest_refused(river: Cast) -> None:
    source = begin_import(river.actor("amina"), checked(river, *GOOD, *BAD[:2]))
    to_the_end(write_batch, river, source)
    assert (source.state, source.written, source.refused) == ("done", 3, 2)
    fatouma = selectors.search(river.actor("amina"), "فاطمة")[0].person
    assert (fatouma.sex, fatouma.birth_date, fatouma.place.pcode) == ("female", "2015-03-27", "MW101")
    assert selectors.search(river.actor("amina"), "0888123456")[0].person.birth_precision == "month"
    household = Household.objects.get()
    assert [member.role for member in selectors.members_of(river.actor("amina"), household)] == ["head", "child"]
    assert {(row.state, row.cells is None) for row in ImportRow.objects.all()} == {
        ("written", True),
        ("refused", False),
    }


def test_the_second_of_two_equal_numbers_is_refused_alone(river: Cast) -> None:
    twice = [*GOOD[2][:4], "ID-1", "", "", ""]
    source = begin_import(river.actor("amina"), checked(river, GOOD[0], twice))
    to_the_end(write_batch, river, source)
    assert (source.written, source.refused) == (1, 1)
    assert Person.objects.count() == 1


def test_what_only_the_register_can_refuse_is_refused_alone_in_a_batch(river: Cast) -> None:
    heads = [[f"Head {number}", "", "", "", "", "", "HH-1", "head"] for number in range(2)]
    children = [[f"Child {number}", "", "", "", "", "", "HH-1", "child"] for number in range(5)]
    source = begin_import(river.actor("amina"), checked(river, *children[:3], *heads, *children[3:]))
    to_the_end(write_batch, river, source)
    assert (source.written, source.refused) == (6, 1)
    refused = ImportRow.objects.get(state="refused")
    assert (refused.number, [fault["field"] for fault in refused.faults]) == (6, [""])
    assert "head" in refused.faults[0]["detail"]
    assert Membership.objects.count() == Person.objects.count() == 6


def test_rows_outside_an_importers_reach_are_refused_alone(river: Cast) -> None:
    source = begin_import(river.actor("amina"), checked(river, GOOD[0], ["Awa", "", "", "", "", "MW2", "", ""]))
    Grant.objects.filter(user=river.dina).update(role="manager")
    to_the_end(lambda _actor, *rest: write_batch(river.actor("dina"), *rest), river, source)
    assert (source.written, source.refused) == (1, 1)
    assert [person.place.pcode for person in Person.objects.all()] == ["MW101"]


def test_a_batch_costs_as_many_queries_as_a_row(river: Cast) -> None:
    rows = [["Fatouma Ali", "F", "2015", f"0999{n:06}", f"ID-{n}", "MW101", f"HH-{n // 5}", "child"] for n in range(40)]
    few, many = checked(river, *rows[:1]), checked(river, *rows[1:])
    for source in (few, many):
        begin_import(river.actor("amina"), source)
        source.refresh_from_db()
    amina = river.actor("amina")
    assert _queries(lambda: write_batch(amina, few, 0)) >= _queries(lambda: write_batch(amina, many, 0))
    assert (few.written, many.written) == (1, 39)


def _queries(work: Callable[[], Any]) -> int:
    """Without those for subscriptions, which are remembered for a moment except in tests."""
    with CaptureQueriesContext(connection) as made:
        work()
    return sum("webhooks_subscription" not in query["sql"] for query in made.captured_queries)


@pytest.mark.parametrize("dies_after", [0, 2, 4])
def test_a_killed_worker_loses_and_doubles_nothing(
    river: Cast, monkeypatch: pytest.MonkeyPatch, dies_after: int
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = [[f"Person {number}", "", "", "", "", "", "", ""] for number in range(6)]
    source = begin_import(river.actor("amina"), checked(river, *rows))
    killed, calls = _dying(dies_after)
    monkeypatch.setattr(importing, "write_plans", killed)
    progress = Progress.objects.create(
        workspace=river.river, actor=river.actor("amina").label, name="people.import", arguments={}
    )
    progress.take()
    with pytest.raises(SystemExit):
        import_sheet(progress, river.actor("amina"), source=str(source.public_id))
    monkeypatch.setattr(importing, "write_plans", calls)
    Progress.objects.filter(pk=progress.pk).update(state="waiting", lease=None, leased_until=None)
    again = Progress.objects.get(pk=progress.pk)
    again.take()
    import_sheet(again, river.actor("amina"), source=str(source.public_id))
    source.refresh_from_db()
    assert (source.state, source.written) == ("done", 6)
    assert sorted(person.name for person in Person.objects.all()) == [f"Person {n}" for n in range(6)]


def _dying(after: int) -> tuple[Any, Any]:
    """A writer of rows that dies when it has written more than so many and nothing is committed, and the true one."""
    true, written = importing.write_plans, []

    def write(actor: Any, plans: Any) -> Any:
        people = true(actor, plans)
        written.extend(people)
        if len(written) > after:
            raise SystemExit
        return people

    return write, true


@pytest.mark.parametrize(
    "mapping",
    [{"1": "sex"}, {"0": "full", "1": "full"}, {"0": "full", "1": "shoe"}, {"x": "full"}, {}],
)
def test_a_mapping_without_sense_is_refused(river: Cast, mapping: dict[str, str]) -> None:
    with pytest.raises(Problem, match="invalid-input"):
        map_import(river.actor("amina"), opened(river, *GOOD), mapping)


def test_a_sheet_that_was_not_checked_cannot_be_written(river: Cast) -> None:
    with pytest.raises(Problem, match="import-state"):
        begin_import(river.actor("amina"), opened(river, *GOOD))


@pytest.mark.parametrize("data", [b"", b"Name\n", b"PK\x03\x04", b"\x00"])
def test_what_is_no_sheet_is_refused(river: Cast, data: bytes) -> None:
    with pytest.raises(Problem, match="bad-sheet"):
        open_import(river.actor("amina"), data, "x")


@pytest.mark.parametrize("name", ["ben", "dina", "chol", "omar", "token", "device"])
def test_who_may_not_import(river: Cast, name: str) -> None:
    source = checked(river, *GOOD)
    actor = river.actor(name)
    if name != "chol":
        with pytest.raises(Problem, match="not-allowed"):
            open_import(actor, sheet(*GOOD), "x")
    with pytest.raises(Problem, match="not-"):
        map_import(actor, source, source.mapping)
    with pytest.raises(Problem, match="not-"):
        begin_import(actor, source)


def test_the_whole_way_on_the_pages(river: Cast) -> None:
    amina = river.client("amina")
    file = SimpleUploadedFile("people.xlsx", sheet(*GOOD, BAD[1]))
    answer = amina.post(reverse("people:import_new"), {"sheet": file})
    page = answer.headers["Location"]
    assert "Nom complet" in amina.get(page).content.decode()
    assert amina.post(f"{page}map/", {"column-1": "sex"}).status_code == 422
    mapping = {f"column-{column}": name for column, name in Import.objects.get().mapping.items()}
    progress = amina.post(f"{page}map/", mapping)
    assert progress.headers["Location"].startswith("/jobs/")
    shown = amina.get(page).content.decode()
    assert "B5" in shown
    assert "3 rows can be written" in shown
    done = amina.post(f"{page}apply/")
    assert page in amina.get(done.headers["Location"]).content.decode()
    assert "3 written, 1 refused" in amina.get(page).content.decode()
    assert Person.objects.count() == 3
    for name, status in (("ben", 404), ("dina", 404), ("chol", 404), ("nobody", 302)):
        assert river.client(name).get(page).status_code == status
        assert river.client(name).post(f"{page}apply/").status_code == status
    for name, status in (("ben", 403), ("dina", 403), ("nobody", 302)):
        assert river.client(name).get(reverse("people:import_new")).status_code == status


def test_a_broken_sheet_comes_back_with_422(river: Cast) -> None:
    file = SimpleUploadedFile("x.xlsx", b"PK\x03\x04")
    assert river.client("amina").post(reverse("people:import_new"), {"sheet": file}).status_code == 422


def test_an_import_that_nobody_ends_is_discarded_after_a_week(river: Cast) -> None:
    old, fresh = opened(river, *GOOD), opened(river, *GOOD)
    Import.objects.filter(pk=old.pk).update(updated_at=now() - timedelta(days=8))
    assert discard_stale_imports() == 1
    assert list(Import.objects.all()) == [fresh]
    assert set(ImportRow.objects.values_list("source", flat=True)) == {fresh.pk}


DOUBLE = ["Faduma Example", "F", "2015-03-27", "", "", "", "", ""]


@pytest.fixture
def likely(river: Cast, here: Person) -> Import:
    """A checked sheet whose first row is somebody who is registered already."""
    return checked(river, DOUBLE, GOOD[2])


def test_the_dry_run_names_who_is_registered_already(river: Cast, likely: Import, here: Person) -> None:
    [(row, found)] = selectors.rows_of_likely(river.actor("amina"), likely)
    assert (row.number, [one.person for one in found]) == (2, [here])
    page = river.client("amina").get(reverse("people:import", args=[likely.public_id])).content.decode()
    assert "Leave out row 2" in page
    assert "Leave out row 3" not in page


def test_a_row_that_is_left_out_is_not_written_and_the_others_are(river: Cast, likely: Import, here: Person) -> None:
    client = river.client("amina")
    assert (
        client.post(reverse("people:import_leave_out", args=[likely.public_id]), {"row": ["2", "3"]}).status_code == 302
    )
    likely.refresh_from_db()
    begin_import(river.actor("amina"), likely)
    likely.refresh_from_db()
    to_the_end(write_batch, river, likely)
    assert sorted(person.name for person in Person.objects.all()) == ["Deng Garang", "Fatouma Example"]
    likely.refresh_from_db()
    assert (likely.written, likely.refused) == (1, 1)


def test_a_likely_double_that_is_not_left_out_is_written_and_waits_in_the_queue(river: Cast, likely: Import) -> None:
    begin_import(river.actor("amina"), likely)
    likely.refresh_from_db()
    to_the_end(write_batch, river, likely)
    while compare_batch():
        pass
    assert Person.objects.count() == 3
    assert LikelyPair.objects.get().source == LikelyPair.Source.IMPORT


def test_a_long_sheet_is_compared_after_it_is_written(
    river: Cast, here: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MOST_COMPARED", 1)
    source = opened(river, DOUBLE, GOOD[2])
    map_import(river.actor("amina"), source, source.mapping)
    check_batch(river.actor("amina"), source, 0)
    assert not ImportRow.objects.exclude(likely=[]).exists()


@pytest.mark.parametrize("name", ["ben", "dina", "chol"])
def test_who_may_not_leave_rows_out(river: Cast, likely: Import, name: str) -> None:
    answer = river.client(name).post(reverse("people:import_leave_out", args=[likely.public_id]), {"row": "2"})
    assert answer.status_code == 404
    assert not ImportRow.objects.filter(is_left_out=True).exists()


def test_a_phone_in_the_sheet_finds_whom_the_name_does_not(river: Cast, register: Callable[..., Person]) -> None:
    person = register("Grace Phiri", birth_date="1990-03-04")
    add_contact_point(river.actor("amina"), person, "phone", "+265999123456")
    source = opened(river, ["Gracious", "", "1990-03-04", "0999123456", "", "", "", ""])
    map_import(river.actor("amina"), source, source.mapping)
    check_batch(river.actor("amina"), source, 0)
    assert [found[0].person for _row, found in selectors.rows_of_likely(river.actor("amina"), source)] == [person]

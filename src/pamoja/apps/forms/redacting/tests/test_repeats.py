"""Repeats in a dataset: joined to their records by a number, and counted by records, not by rows."""

import csv
import io
from typing import Any

import pytest

from pamoja.apps.forms.models import Form, RedactedDataset
from pamoja.apps.forms.protecting.classifying import classed_questions, classify
from pamoja.apps.forms.redacting.parts import redacted
from pamoja.apps.forms.redacting.reading import columns_of, seen_for
from pamoja.apps.forms.redacting.services import begin_dataset, make_version
from pamoja.apps.forms.redacting.tests.test_redacting import files_of
from pamoja.apps.forms.seeing.tests.survey import FORM, record_xml
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

CLASSES = {"/hh/source": "quasi", "/member/who": "direct", "/member/age": "quasi", "/member/dose/given": "sensitive"}
CHOSEN = {"/hh/source": "keep", "/member/who": "code", "/member/age": "band10", "/member/dose/given": "month"}


def _member(who: str, age: int, dose: str = "") -> str:
    given = f"<dose><given>{dose}</given></dose>" if dose else ""
    return f"<member><who>ZQ{who}</who><age>{age}</age>{given}</member>"


def _household(number: int) -> str:
    """Six with a well and two adults, of which one has five children too; six with a tap and one adult with a dose."""
    if number >= 6:
        return f"<hh><source>tap</source></hh>{_member(f'A{number}', 35, '2026-03-09')}"
    adults = _member(f"A{number}", 30) + _member(f"B{number}", 34)
    children = "".join(_member(f"C{child}", 3) for child in range(5)) if number == 2 else ""
    return f"<hh><source>well</source></hh>{adults}{children}"


@pytest.fixture
def form(cast: Cast) -> Any:
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        made = create_form(amina, create_project(amina, "Water"), FORM)
        publish_draft(amina, made)
        for number in range(12):
            receive_submission(amina, made.project_id, record_xml(f"uuid:{number}", _household(number)))
        classify(
            amina, made, {each.field.path: CLASSES.get(each.field.path, "open") for each in classed_questions(made)}
        )
        yield made


def _dataset(cast: Cast, form: Form, **values: Any) -> RedactedDataset:
    return begin_dataset(cast.actor("amina"), form, {"name": "Roster", "columns": CHOSEN, **values})


def test_five_of_one_household_hide_nobody(cast: Cast, form: Form) -> None:
    made = redacted(seen_for(cast.actor("amina"), form.pk), _dataset(cast, form))
    root, member, dose = made.parts
    _raw, coarse, left = member.risks
    assert (coarse.records, coarse.classes, coarse.least) == (23, 3, 1)
    assert (coarse.unique, coarse.below) == (5, 5), "five children, and one household"
    assert coarse.expected == 12 / 6 + 5 / 1 + 6 / 6
    assert (left.records, left.least, member.done.dropped, member.done.cells) == (18, 6, 5, 5)
    assert (root.done.dropped, made.whole.unique) == (0, 0)
    assert (dose.risks[-1].records, dose.keys) == (6, ["/hh/source", "/member/age"]), "with those of the rows above"


def test_who_knows_a_whole_family_finds_it(cast: Cast, form: Form) -> None:
    made = redacted(seen_for(cast.actor("amina"), form.pk), _dataset(cast, form, suppression="none"))
    assert made.parts[1].risks[-1].below == 5
    assert (made.whole.unique, made.whole.records) == (1, 12)


def test_rows_of_a_record_that_is_left_out_are_left_out(cast: Cast, form: Form) -> None:
    receive_submission(
        cast.actor("amina"), form.project_id, record_xml("uuid:x", f"<hh><source>none</source></hh>{_member('X', 30)}")
    )
    made = redacted(seen_for(cast.actor("amina"), form.pk), _dataset(cast, form, suppression="records"))
    assert (made.root.done.dropped, len(made.parts[1].done.records)) == (1, 18)
    assert {row["/hh/source"] for row in made.parts[1].done.records} == {"well", "tap"}


def test_tables_are_joined_by_numbers_that_tell_nothing(cast: Cast, form: Form) -> None:
    amina, dataset = cast.actor("amina"), _dataset(cast, form)
    files = files_of(make_version(amina, dataset), cast.client("amina"))
    assert list(files) == [
        "water-redacted-1.csv", "water-redacted-1-member.csv", "water-redacted-1-member-dose.csv",
        "dictionary.csv", "ABOUT.txt",
    ]  # fmt: skip
    assert not any(marker in text for text in files.values() for marker in ("ZQ", "uuid:", "2026-03-09"))
    records, members, doses = (list(csv.DictReader(io.StringIO(text))) for text in list(files.values())[:3])
    assert [list(rows[0]) for rows in (records, members, doses)] == [
        ["RECORD", "hh-source"],
        ["RECORD", "ROW", "member-who", "member-age"],
        ["RECORD", "PARENT", "ROW", "member-dose-given"],
    ]
    source = {row["RECORD"]: row["hh-source"] for row in records}
    assert sorted(source[row["RECORD"]] for row in members) == ["tap"] * 6 + ["well"] * 12
    above = {row["ROW"]: row["RECORD"] for row in members}
    assert all(above[row["PARENT"]] == row["RECORD"] and source[row["RECORD"]] == "tap" for row in doses)
    again = files_of(make_version(amina, dataset), cast.client("amina"))
    assert files["water-redacted-1.csv"] != again["water-redacted-2.csv"], "by chance alike once in 924"
    words = list(csv.DictReader(io.StringIO(files["dictionary.csv"])))
    assert [(row["table"], row["column"]) for row in words][1] == ("water-redacted-1-member", "member-who")
    assert "alone for who knows all rows of their repeats: 0 of 12" in files["ABOUT.txt"]


def test_a_repeat_of_which_nothing_is_kept_is_not_told_of(cast: Cast, form: Form) -> None:
    dataset = _dataset(cast, form, columns={"/hh/source": "keep"})
    files = files_of(make_version(cast.actor("amina"), dataset), cast.client("amina"))
    assert list(files) == ["water-redacted-1.csv", "dictionary.csv", "ABOUT.txt"]
    assert files["water-redacted-1.csv"].splitlines()[0] == "hh-source", "not even how many rows it had"


def test_the_page_shows_each_table(cast: Cast, form: Form) -> None:
    proposed = {each.key: each.how for each in columns_of(seen_for(cast.actor("amina"), form.pk), {})}
    assert (proposed["/member/who"], proposed["/member/age"], proposed["/member/photo"]) == ("drop", "band5", "drop")
    dataset = _dataset(cast, form, suppression="none")
    page = cast.client("amina").get(f"/forms/redacted/{dataset.public_id}/preview/").text
    assert "1 of 12 records is alone for who knows all rows of its repeats" in page
    assert "5 records are alike with fewer than 5" in page and "Member" in page and "ZQ" not in page


def test_the_page_says_when_nothing_is_left(cast: Cast, form: Form) -> None:
    dataset = _dataset(cast, form, suppression="records", k=100)
    page = cast.client("amina").get(f"/forms/redacted/{dataset.public_id}/preview/").text
    assert "No record would be given away" in page
    assert "0 of 0" not in page and "The first records" not in page

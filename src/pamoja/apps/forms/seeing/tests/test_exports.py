"""Files of records, read back by programs of others."""

import csv
import io
import json
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from pamoja.apps.forms.models import Export, Form
from pamoja.apps.forms.seeing import export_views
from pamoja.apps.forms.seeing.jobs import export_records
from pamoja.apps.forms.seeing.tests.reading import body, page
from pamoja.core.accounts.models import Grant
from pamoja.core.audit.models import AuditEntry
from pamoja.core.files.models import StoredFile
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.running import run
from pamoja.core.testing.cast import DINAS_PLACE, Cast

HEAD = [
    "SubmissionDate",
    "name",
    "note",
    "hh-size",
    "hh-source",
    "hh-uses",
    "hh-litres",
    "visit",
    "point-Latitude",
    "point-Longitude",
    "point-Altitude",
    "point-Accuracy",
    "photo",
    "meta-instanceID",
    "meta-instanceName",
    "KEY",
    "SubmitterID",
    "SubmitterName",
    "AttachmentsPresent",
    "AttachmentsExpected",
    "Status",
    "ReviewState",
    "DeviceID",
    "Edits",
    "FormVersion",
    "Place",
]


def taken(cast: Cast, form: Form, format_: str, who: str = "amina", **options: str) -> bytes:
    data = {"format": format_, "language": "English (en)", "shape": "/point", **options}
    response = cast.client(who).post(page(form, "files"), data)
    assert response.status_code == 200, response.content.decode()
    assert response["Content-Disposition"].startswith("attachment")
    return body(response)


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def csv_files(content: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: read(archive.read(name)) for name in archive.namelist() if name != "ABOUT.txt"}


def test_csv_has_a_file_for_each_table_with_the_columns_clients_know(cast: Cast, form: Form) -> None:
    files = csv_files(taken(cast, form, "csv"))
    assert list(files) == ["water.csv", "water-member.csv", "water-dose.csv"]
    ann, bo, cy = files["water.csv"]
    assert list(ann) == HEAD
    shown = {key: value for key, value in ann.items() if value and key not in ("SubmissionDate", "SubmitterID")}
    assert shown == {
        "name": "Ann",
        "hh-size": "4",
        "hh-source": "well",
        "hh-uses": "drink cook",
        "hh-litres": "20.5",
        "visit": "2026-03-02",
        "point-Latitude": "-9.7",
        "point-Longitude": "33.2",
        "point-Altitude": "1200.0",
        "point-Accuracy": "5.0",
        "photo": "ann.png",
        "meta-instanceID": "uuid:ann",
        "meta-instanceName": "Ann of Chitipa",
        "KEY": "uuid:ann",
        "SubmitterName": "Amina",
        "AttachmentsPresent": "1",
        "AttachmentsExpected": "1",
        "Edits": "0",
        "FormVersion": "1",
        "Place": "MW101",
    }
    assert (cy["name"], cy["hh-size"], cy["Place"]) == ("'=1+2", "many", "")
    assert bo["SubmitterName"] == "Ben"


def test_rows_of_repeats_name_their_parents(cast: Cast, form: Form) -> None:
    files = csv_files(taken(cast, form, "csv"))
    assert [(row["who"], row["age"], row["PARENT_KEY"], row["KEY"]) for row in files["water-member.csv"]] == [
        ("A1", "30", "uuid:ann", "uuid:ann/member[1]"),
        ("A2", "2", "uuid:ann", "uuid:ann/member[2]"),
        ("B1", "41", "uuid:bo", "uuid:bo/member[1]"),
    ]
    assert [tuple(row.values()) for row in files["water-dose.csv"]] == [
        ("2026-01-05", "uuid:ann/member[1]", "uuid:ann/member[1]/dose[1]"),
        ("2026-02-05", "uuid:ann/member[1]", "uuid:ann/member[1]/dose[2]"),
    ]


def test_words_and_split_choices_on_demand(cast: Cast, form: Form) -> None:
    options = {"has_labels": "on", "splits_multiple": "on", "has_questions": "on", "language": "French (fr)"}
    ann, bo, _cy = csv_files(taken(cast, form, "csv", **options))["water.csv"]
    assert ann["Source principale"] == "Un puits"
    assert ann["Uses"] == "Drinking, Cooking"
    assert [bo[f"Uses/{word}"] for word in ("Drinking", "Cooking", "Washing")] == ["1", "0", "0"]


def test_xlsx_reads_back(cast: Cast, form: Form) -> None:
    book = openpyxl.load_workbook(io.BytesIO(taken(cast, form, "xlsx")))
    assert book.sheetnames == ["water", "water-member", "water-dose", "about this file"]
    head, ann, _bo, cy = book["water"].values
    assert list(head) == HEAD
    assert (ann[3], ann[6], ann[7]) == (4, 20.5, "2026-03-02")
    assert (cy[1], cy[3]) == ("'=1+2", "many")


def test_parquet_reads_back_with_types(cast: Cast, form: Form) -> None:
    with zipfile.ZipFile(io.BytesIO(taken(cast, form, "parquet"))) as archive:
        rows = pq.read_table(io.BytesIO(archive.read("water.parquet"))).to_pylist()
    assert [(row["name"], row["hh-size"], row["hh-litres"], row["visit"]) for row in rows] == [
        ("Ann", 4, 20.5, date(2026, 3, 2)),
        ("Bo", 6, 55.0, date(2026, 3, 4)),
        ("=1+2", None, None, date(2026, 3, 11)),
    ]


def test_geojson_reads_back(cast: Cast, form: Form) -> None:
    features = json.loads(taken(cast, form, "geojson"))["features"]
    assert [each["geometry"] for each in features] == [
        {"type": "Point", "coordinates": [33.2, -9.7, 1200.0]},
        {"type": "Point", "coordinates": [33.7, -13.9, 0.0]},
        None,
    ]
    assert features[0]["properties"]["hh-source"] == "well"


def test_an_export_is_audited_without_answers(cast: Cast, form: Form) -> None:
    taken(cast, form, "csv")
    entry = AuditEntry.objects.get(verb="export")
    assert (entry.actor, entry.kind) == (cast.actor("amina").label, "forms.submission")
    made = Export.objects.get()
    assert entry.detail == {
        "form": str(form.public_id), "format": "csv", "rows": 8,
        "export": str(made.public_id), "sha256": made.sha256, "columns": {"undecided": 14},
    }  # fmt: skip


def test_only_who_may_export_gets_a_file(cast: Cast, form: Form) -> None:
    url = page(form, "files")
    for who, status in (("ben", 403), ("dina", 403), ("chol", 404), ("nobody", 302), ("device", 302), ("token", 302)):
        assert cast.client(who).get(url).status_code == status, who
        assert cast.client(who).post(url, {"format": "csv"}).status_code == status, who
    assert cast.client("amina").get(url).status_code == 200
    assert "forms-seeing" not in cast.client("ben").get(page(form)).content.decode()
    assert url.rstrip("?") not in cast.client("ben").get(page(form)).content.decode()
    assert not AuditEntry.objects.filter(verb="export").exists()


def test_a_manager_of_one_district_takes_its_records_alone(cast: Cast, form: Form) -> None:
    Grant.objects.create(workspace=cast.river, user=cast.dina, role="manager", scope="place", place_path=DINAS_PLACE)
    files = csv_files(taken(cast, form, "csv", "dina"))
    assert [row["KEY"] for row in files["water.csv"]] == ["uuid:ann"]
    assert [row["who"] for row in files["water-member.csv"]] == ["A1", "A2"]


def test_a_choice_that_is_none_is_refused(cast: Cast, form: Form) -> None:
    assert cast.client("amina").post(page(form, "files"), {"format": "exe"}).status_code == 422


def test_many_rows_become_a_job_whose_file_only_its_starter_gets(
    cast: Cast, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_views, "DIRECT_ROWS", 1)
    response = cast.client("amina").post(page(form, "files"), {"format": "csv"})
    progress = Progress.objects.get(name=export_records.name)
    assert response["Location"] == f"/jobs/{progress.public_id}/"
    run(str(progress.public_id))
    progress.refresh_from_db()
    assert (progress.state, progress.done, progress.total) == ("done", 8, 8)
    stored = StoredFile.objects.get(kind="forms.export")
    url = f"/files/{stored.public_id}/"
    content: Any = cast.client("amina").get(url)
    assert len(csv_files(body(content))["water.csv"]) == 3
    for who in ("ben", "dina", "chol", "nobody"):
        assert cast.client(who).get(url).status_code == 404, who
    assert stored.sensitivity == "protected"

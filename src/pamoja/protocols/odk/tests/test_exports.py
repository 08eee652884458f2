"""Records as CSV and zip over HTTP: what ODK clients find in them, and who may not take them out."""

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from pamoja.apps.forms.models import Export, Form, Submission
from pamoja.apps.forms.seeing.tests.survey import FORM, record_xml
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission, replace_draft
from pamoja.apps.forms.services.records import delete_submission
from pamoja.core.accounts.services.programs import begin_session, number_of
from pamoja.core.audit.models import AuditEntry
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

LOG = b"event,node,start,end\nquestion,/data/name,1,2\n\nquestion,/data/hh/size,2,=1+1\n"


@pytest.fixture
def form(cast: Cast) -> Iterator[Form]:
    """The published survey with its three records; Ann's brought a photo and a log."""
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        form = create_form(amina, create_project(amina, "Water"), FORM)
        publish_draft(amina, form)
        for instance_id in ("uuid:ann", "uuid:bo", "uuid:cy"):
            xml, files = record_xml(instance_id), {}
            if instance_id == "uuid:ann":
                xml = xml.replace(b"<orx:instanceID>", b"<orx:audit>audit.csv</orx:audit><orx:instanceID>")
                files = {"ann.png": io.BytesIO(b"a photo"), "audit.csv": io.BytesIO(LOG)}
            receive_submission(amina, form.project_id, xml, files)
    yield form


def _get(cast: Cast, who: str, form: Form, ending: str) -> Any:
    with workspace_active(cast.river):
        _session, secret, _csrf = begin_session(getattr(cast, who))
    address = f"/odk/v1/projects/{form.project_id}/forms/water/submissions{ending}"
    return Client(headers={"Authorization": f"Bearer {secret}"}).get(address)


def _content(response: Any) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def _table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def _files(content: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def test_the_table_of_records_has_the_columns_that_clients_know(cast: Cast, form: Form) -> None:
    response = _get(cast, "amina", form, ".csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="water.csv"' in response.headers["Content-Disposition"]
    content = _content(response)
    about = b"KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,DeviceID"
    assert content.startswith(b"SubmissionDate,name,note,hh-size,hh-source,hh-uses,hh-litres,visit,point-Latitude,")
    assert about + b",Edits,FormVersion\n" in content
    ann = _table(content)[2]
    assert (ann["KEY"], ann["hh-litres"], ann["hh-uses"]) == ("uuid:ann", "20.50", "drink cook")
    assert (ann["point-Latitude"], ann["point-Altitude"], ann["point-Accuracy"]) == ("-9.7", "1200", "5")
    assert (ann["SubmitterID"], ann["SubmitterName"]) == (str(number_of(cast.amina)), "Amina")
    assert (ann["AttachmentsPresent"], ann["FormVersion"], ann["Edits"]) == ("2", "1", "0")


def test_no_cell_is_run_as_a_formula(cast: Cast, form: Form) -> None:
    assert _table(_content(_get(cast, "amina", form, ".csv")))[0]["name"] == "'=1+2"


def test_the_zip_has_a_table_for_each_repeat_and_the_files(cast: Cast, form: Form) -> None:
    response = _get(cast, "amina", form, ".csv.zip")
    assert 'filename="water.zip"' in response.headers["Content-Disposition"]
    files = _files(_content(response))
    names = ["water.csv", "water-member.csv", "water-dose.csv", "media/ann.png", "water - audit.csv"]
    assert list(files) == names
    assert files["media/ann.png"] == b"a photo"
    members, doses = _table(files["water-member.csv"]), _table(files["water-dose.csv"])
    assert [(row["who"], row["PARENT_KEY"], row["KEY"]) for row in members] == [
        ("B1", "uuid:bo", "uuid:bo/member[1]"),
        ("A1", "uuid:ann", "uuid:ann/member[1]"),
        ("A2", "uuid:ann", "uuid:ann/member[2]"),
    ]
    assert [row["KEY"] for row in doses] == ["uuid:ann/member[1]/dose[1]", "uuid:ann/member[1]/dose[2]"]


def test_the_logs_of_all_records_are_one_table(cast: Cast, form: Form) -> None:
    log = _table(_files(_content(_get(cast, "amina", form, ".csv.zip")))["water - audit.csv"])
    assert [(row["instance ID"], row["node"], row["end"], row["user"]) for row in log] == [
        ("uuid:ann", "/data/name", "2", ""),
        ("uuid:ann", "/data/hh/size", "'=1+1", ""),
    ]


@pytest.mark.parametrize(
    ("asked", "head"),
    [
        ("splitSelectMultiples=true", "hh-uses,hh-uses/cook,hh-uses/drink,hh-uses/wash,hh-litres"),
        ("groupPaths=false", "size,source,uses,litres,visit"),
    ],
)
def test_columns_may_be_asked_for_otherwise(cast: Cast, form: Form, asked: str, head: str) -> None:
    content = _content(_get(cast, "amina", form, f".csv?{asked}"))
    assert head in content.decode().splitlines()[0]


def test_a_split_choice_is_one_where_it_was_taken(cast: Cast, form: Form) -> None:
    rows = _table(_content(_get(cast, "amina", form, ".csv?splitSelectMultiples=true")))
    assert [row["hh-uses/drink"] + row["hh-uses/cook"] + row["hh-uses/wash"] for row in rows] == ["101", "100", "110"]


def test_one_choice_of_an_earlier_version_is_split_like_many(cast: Cast, form: Form) -> None:
    with workspace_active(cast.river):
        newer = FORM.replace(b'version="1"', b'version="2"').replace(b"select1", b"select")
        replace_draft(cast.actor("amina"), form, newer)
        publish_draft(cast.actor("amina"), form)
    rows = _table(_content(_get(cast, "amina", form, ".csv?splitSelectMultiples=true")))
    assert {row["hh-source"] for row in rows} == {"well", "tap"}
    for row in rows:
        taken = [name for name, value in row.items() if name.startswith("hh-source/") and value == "1"]
        assert taken == [f"hh-source/{row['hh-source']}"]


def test_what_only_an_earlier_version_asked_comes_on_demand(cast: Cast, form: Form) -> None:
    with workspace_active(cast.river):
        newer = FORM.replace(b'version="1"', b'version="2"').replace(b"<visit/>", b"")
        replace_draft(cast.actor("amina"), form, newer)
        publish_draft(cast.actor("amina"), form)
    assert "visit" not in _table(_content(_get(cast, "amina", form, ".csv")))[0]
    assert _table(_content(_get(cast, "amina", form, ".csv?deletedFields=true")))[2]["visit"] == "2026-03-02"


def test_a_zip_may_come_without_files_and_with_some_records(cast: Cast, form: Form) -> None:
    response = _get(cast, "amina", form, ".csv.zip?attachments=false&$filter=__id eq 'uuid:bo'")
    assert 'filename="water.csv.zip"' in response.headers["Content-Disposition"]
    files = _files(_content(response))
    assert list(files) == ["water.csv", "water-member.csv", "water-dose.csv"]
    assert [row["KEY"] for row in _table(files["water.csv"])] == ["uuid:bo"]
    assert [row["who"] for row in _table(files["water-member.csv"])] == ["B1"]


def test_deleted_records_stay_here(cast: Cast, form: Form) -> None:
    with workspace_active(cast.river):
        delete_submission(cast.actor("amina"), Submission.objects.get(instance_id="uuid:ann"))
    files = _files(_content(_get(cast, "amina", form, ".csv.zip")))
    assert "media/ann.png" not in files
    assert b"uuid:ann" not in b"".join(files.values())


def test_an_export_is_in_the_audit(cast: Cast, form: Form) -> None:
    answer = _get(cast, "amina", form, ".csv")
    assert answer.headers["Pamoja-Export"] and _content(answer)
    with workspace_active(cast.river):
        entry = AuditEntry.objects.filter(verb="export", kind="forms.submission").latest("pk")
        made = Export.objects.get()
    asked = {"form": str(form.public_id), "format": "csv", "rows": 3}
    assert entry.detail == {**asked, "export": str(made.public_id)}


def test_a_filter_that_cannot_be_answered_is_refused_by_number(cast: Cast, form: Form) -> None:
    response = _get(cast, "amina", form, ".csv?$filter=name eq 'x'")
    assert (response.status_code, response.json()["code"]) == (501, 501.5)


@pytest.mark.parametrize("who", ["ben", "dina"])
@pytest.mark.parametrize("ending", [".csv", ".csv.zip"])
def test_who_may_only_read_records_takes_none_out(cast: Cast, form: Form, ending: str, who: str) -> None:
    assert _get(cast, who, form, ending).status_code == 403


@pytest.mark.parametrize("who", ["chol", "omar"])
@pytest.mark.parametrize("ending", [".csv", ".csv.zip", "/draft"])
def test_strangers_take_nothing(cast: Cast, form: Form, who: str, ending: str) -> None:
    assert _get(cast, who, form, ending).status_code in (403, 404)

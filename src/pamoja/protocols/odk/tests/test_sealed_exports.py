"""Encrypted records as CSV and zip: opened with the passphrase of their key, and with nothing else."""

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from pamoja.apps.forms.models import Form, RecordKey
from pamoja.apps.forms.seeing import opening
from pamoja.apps.forms.services import create_form, encrypt_project, publish_draft, receive_submission
from pamoja.apps.forms.tests.sealing import PASSPHRASE, published, sealed_record, send_sealed, streams
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.cut_off import CUT_OFF
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.protocols.odk import exports
from pamoja.protocols.odk.tests.field import Field
from pamoja.protocols.odk.tests.program import Program, statuses

LOG = b"event,node,start,end\nquestion,/data/name,1,2\n"
MEDIA = {"ada.jpg": b"a photo", "audit.csv": LOG}


@pytest.fixture
def form(cast: Cast, field: Field) -> Iterator[Form]:
    """Encrypted, after one record came in the clear; Ada's is encrypted with a photo and a log, Bo's without files."""
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        receive_submission(amina, field.project.pk, submission_xml("uuid:clear", name="Clara"))
        encrypt_project(amina, field.project, PASSPHRASE)
        send_sealed(amina, field.form, "uuid:ada", submission_xml("uuid:ada", name="Ada", photo="ada.jpg"), MEDIA)
        send_sealed(amina, field.form, "uuid:bo", submission_xml("uuid:bo", name="Bo"))
        yield field.form


@pytest.fixture
def key(form: Form) -> RecordKey:
    found = published(form).key
    assert found
    return found


def ask(cast: Cast, form: Form, ending: str, query: str = "", body: Any = None) -> Any:
    path = f"/projects/{form.project_id}/forms/visit/submissions{ending}{query}"
    return Program(cast, "amina").ask("GET" if body is None else "POST", path, body)


def content(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def table(text: bytes) -> dict[str, dict[str, str]]:
    return {row["KEY"]: row for row in csv.DictReader(io.StringIO(text.decode(), newline=""))}


def unzipped(answer: Any) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(content(answer)))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def test_without_a_passphrase_encrypted_records_say_nothing(cast: Cast, form: Form) -> None:
    rows = table(content(ask(cast, form, ".csv")))
    told = {key: (row["name"], row["Status"]) for key, row in rows.items()}
    closed = ("", "not decrypted")
    assert told == {"uuid:clear": ("Clara", ""), "uuid:ada": closed, "uuid:bo": closed}
    assert set(unzipped(ask(cast, form, ".csv.zip"))) == {"visit.csv", "visit-member.csv"}


@pytest.mark.parametrize("way", ["query", "json", "form"])
def test_a_passphrase_opens_answers_repeats_files_and_logs(cast: Cast, form: Form, key: RecordKey, way: str) -> None:
    program, path = Program(cast, "amina"), f"/odk/v1/projects/{form.project_id}/forms/visit/submissions.csv.zip"
    if way == "form":
        answer: Any = program.client.post(path, {str(key.pk): PASSPHRASE})
    else:
        query = f"?{key.pk}={PASSPHRASE.replace(' ', '%20')}" if way == "query" else ""
        answer = ask(cast, form, ".csv.zip", query, {str(key.pk): PASSPHRASE} if way == "json" else None)
    files = unzipped(answer)
    assert set(files) == {"visit.csv", "visit-member.csv", "media/ada.jpg", "visit - audit.csv"}
    rows = table(files["visit.csv"])
    assert {key: (row["name"], row["age"], row["Status"]) for key, row in rows.items()} == {
        "uuid:bo": ("Bo", "3", ""),
        "uuid:ada": ("Ada", "3", ""),
        "uuid:clear": ("Clara", "3", ""),
    }
    assert rows["uuid:ada"]["point-Latitude"] == "-13.9"
    assert {key.split("/")[0] for key in table(files["visit-member.csv"])} == set(rows)
    assert table(files["visit-member.csv"])["uuid:ada/member[1]"]["born"] == "2020-01-02"
    assert files["media/ada.jpg"] == b"a photo"
    assert files["visit - audit.csv"].splitlines()[1].startswith(b"uuid:ada,question,/data/name")


def test_a_wrong_passphrase_opens_nothing_and_guessing_ends(cast: Cast, form: Form, key: RecordKey) -> None:
    for _guess in range(20):
        answer = ask(cast, form, ".csv", f"?{key.pk}=wrong")
        assert (answer.status_code, answer.json()["code"]) == (400, 400.12)
        assert "wrong" not in answer.text
    assert ask(cast, form, ".csv", body={str(key.pk): PASSPHRASE}).status_code == 429


def test_records_of_other_keys_are_left_out(cast: Cast, form: Form, key: RecordKey) -> None:
    asked = {"999999": "anything"}
    assert set(table(content(ask(cast, form, ".csv", body=asked)))) == {"uuid:clear"}
    rows = table(content(ask(cast, form, ".csv", body={**asked, str(key.pk): PASSPHRASE})))
    assert set(rows) == {"uuid:clear", "uuid:ada", "uuid:bo"}


def test_what_was_read_before_is_no_answer_to_who_has_the_passphrase(cast: Cast, form: Form, key: RecordKey) -> None:
    closed = ask(cast, form, ".csv")
    content(closed)
    path = f"/projects/{form.project_id}/forms/visit/submissions.csv?{key.pk}=wrong"
    assert Program(cast, "amina").ask("GET", path, If_None_Match=closed["ETag"]).status_code == 400


def test_a_record_whose_answers_are_missing_or_damaged_is_listed(cast: Cast, form: Form, key: RecordKey) -> None:
    amina = cast.actor("amina")
    missing = sealed_record(form, "uuid:cy", submission_xml("uuid:cy"))
    receive_submission(amina, form.project_id, missing.envelope)
    damaged = sealed_record(form, "uuid:di", submission_xml("uuid:di", photo="di.jpg"), {"di.jpg": b"x" * 40})
    files = streams(damaged)
    files["submission.xml.enc"] = io.BytesIO(b"short")
    files["di.jpg.enc"] = io.BytesIO(b"short")
    receive_submission(amina, form.project_id, damaged.envelope, files)
    taken = unzipped(ask(cast, form, ".csv.zip", body={str(key.pk): PASSPHRASE}))
    rows = table(taken["visit.csv"])
    assert rows["uuid:cy"]["Status"] == "missing encrypted form data"
    assert (rows["uuid:di"]["Status"], rows["uuid:di"]["name"]) == ("not decrypted", "")
    assert rows["uuid:ada"]["name"] == "Ada"
    assert taken["damaged.txt"] == b"media/di.jpg\n"


def test_a_table_whose_files_are_lost_does_not_look_whole(
    cast: Cast, form: Form, key: RecordKey, monkeypatch: Any
) -> None:
    def lost(*told: Any) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(opening, "read_chunks", lost)
    pieces: list[bytes] = []
    with pytest.raises(FileNotFoundError):
        pieces.extend(ask(cast, form, ".csv", body={str(key.pk): PASSPHRASE}).streaming_content)
    assert pieces[-1] == CUT_OFF


def test_a_log_that_is_no_table_takes_nothing_else_with_it(cast: Cast, form: Form, key: RecordKey) -> None:
    amina, cell = cast.actor("amina"), b"x" * (csv.field_size_limit() + 1)
    send_sealed(amina, form, "uuid:log", submission_xml("uuid:log"), {"audit.csv": LOG + cell})
    taken = unzipped(ask(cast, form, ".csv.zip", body={str(key.pk): PASSPHRASE}))
    assert taken["damaged.txt"] == b"uuid:log: audit.csv\n"
    logged = [line.partition(b",")[0] for line in taken["visit - audit.csv"].splitlines()]
    assert logged == [b"instance ID", b"uuid:ada", b"uuid:log"]


def test_an_id_is_no_formula_and_a_name_no_folder(cast: Cast, form: Form, key: RecordKey) -> None:
    formula, media = "=1+1", {"..": b"a photo", "audit.csv": LOG}
    send_sealed(cast.actor("amina"), form, formula, submission_xml(formula), media)
    taken = unzipped(ask(cast, form, ".csv.zip", body={str(key.pk): PASSPHRASE}))
    assert taken["media/_"] == b"a photo" and "media/.." not in taken
    assert f"'{formula}" in table(taken["visit.csv"])
    assert table(taken["visit-member.csv"])[f"'{formula}/member[1]"]["PARENT_KEY"] == f"'{formula}"
    assert f"\n'{formula},question".encode() in taken["visit - audit.csv"]


def test_an_edit_is_opened_under_the_id_of_the_first_version(cast: Cast, form: Form, key: RecordKey) -> None:
    amina = cast.actor("amina")
    edit = sealed_record(form, "uuid:bo2", submission_xml("uuid:bo2", name="Bob", deprecated="uuid:bo"))
    id_ = b"<instanceID>uuid:bo2</instanceID>"
    envelope = edit.envelope.replace(id_, id_ + b"<deprecatedID>uuid:bo</deprecatedID>")
    receive_submission(amina, form.project_id, envelope, streams(edit))
    row = table(content(ask(cast, form, ".csv", body={str(key.pk): PASSPHRASE})))["uuid:bo"]
    assert (row["name"], row["Edits"]) == ("Bob", "1")


def test_two_keys_are_opened_at_once(cast: Cast, form: Form, key: RecordKey) -> None:
    amina = cast.actor("amina")
    other = create_form(amina, form.project, form_xml("other"))
    publish_draft(amina, other)
    form.project.refresh_from_db()
    project_key = form.project.key
    assert project_key == key and published(other).key == key
    send_sealed(amina, other, "uuid:else", submission_xml("uuid:else", form_id="other"))
    asked = {str(key.pk): PASSPHRASE}
    path = f"/projects/{form.project_id}/forms/other/submissions.csv"
    answer = Program(cast, "amina").ask("POST", path, asked)
    assert table(content(answer))["uuid:else"]["name"] == "Ada"


def test_passphrases_are_in_no_log_and_no_answer(
    cast: Cast, form: Form, key: RecordKey, monkeypatch: Any, capfd: Any, caplog: Any
) -> None:
    def broken(*told: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(exports, "CsvExport", broken)
    for query, body in ((f"?{key.pk}={PASSPHRASE.replace(' ', '%20')}", None), ("", {str(key.pk): PASSPHRASE})):
        program = Program(cast, "amina")
        program.client.raise_request_exception = False
        path = f"/projects/{form.project_id}/forms/visit/submissions.csv{query}"
        answer = program.ask("GET" if body is None else "POST", path, body)
        assert answer.status_code == 500
        logged = capfd.readouterr()
        for text in (answer.text, logged.out, logged.err, caplog.text):
            assert "long enough" not in text and "long%20enough" not in text


@pytest.mark.parametrize("ending", [".csv", ".csv.zip"])
def test_who_may_open_records(cast: Cast, form: Form, key: RecordKey, ending: str) -> None:
    path = f"/projects/{form.project_id}/forms/visit/submissions{ending}"
    for passphrase in (PASSPHRASE, "wrong"):  # who may not is not told whether it was right
        told = statuses(cast, "POST", path, {str(key.pk): passphrase})
        assert told.pop("amina") == (200 if passphrase == PASSPHRASE else 400)
        assert (told.pop("nobody"), told.pop("chol"), told.pop("omar")) == (401, 404, 404)
        assert set(told.values()) == {403}

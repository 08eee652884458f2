"""What a workbook cannot hold is said before anything is written, and files of exports do not stay for ever."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.seeing import export_views
from pamoja.apps.forms.seeing.exports import services
from pamoja.apps.forms.seeing.exports.options import Options
from pamoja.apps.forms.seeing.jobs import export_records
from pamoja.apps.forms.seeing.tests.reading import body, page
from pamoja.apps.forms.services import create_form, create_project, publish_draft
from pamoja.core.audit.models import AuditEntry
from pamoja.core.clock import now
from pamoja.core.files.models import Blob, StoredFile
from pamoja.core.files.storage import file_store
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.running import run
from pamoja.core.jobs.schedule import TICKS
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.formats.tables import SHEET_COLUMNS

CHOICES = SHEET_COLUMNS - 10  # with the columns of every record one sheet is too narrow


@pytest.fixture
def villages(cast: Cast) -> Form:
    """One question of many answers from a list as long as a country's villages."""
    items = "".join(f"<item><label>V{n}</label><value>v{n}</value></item>" for n in range(CHOICES))
    xml = f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
      <h:title>Villages</h:title><model><instance><data id="villages" version="1"><where/>
      <meta><instanceID/></meta></data></instance></model></h:head>
      <h:body><select ref="/data/where"><label>Where</label>{items}</select></h:body></h:html>"""
    with workspace_active(cast.river):
        form = create_form(cast.actor("amina"), create_project(cast.actor("amina"), "Wide"), xml.encode())
        publish_draft(cast.actor("amina"), form)
    return form


def asked(cast: Cast, form: Form, **options: str) -> Any:
    return cast.client("amina").post(page(form, "files"), options)


def test_too_many_columns_are_refused_with_what_to_do(cast: Cast, villages: Form) -> None:
    refused = asked(cast, villages, format="xlsx", splits_multiple="on")
    assert refused.status_code == 422
    words = refused.content.decode()
    assert "take CSV or Parquet instead" in words
    assert f"“Villages” has {CHOICES + 14} columns, and a sheet holds {SHEET_COLUMNS}." in words
    with workspace_active(cast.river):
        assert not AuditEntry.objects.filter(verb="export").exists(), "nothing was taken out"
    whole = body(asked(cast, villages, format="xlsx"))
    assert openpyxl.load_workbook(BytesIO(whole)).sheetnames == ["villages", "about this file"], "unsplit it fits"
    head = body(asked(cast, villages, format="csv", splits_multiple="on")).decode("utf-8-sig").splitlines()[0]
    assert head.count(",") + 1 == CHOICES + 14, "CSV holds them all"


def test_too_many_rows_are_refused_before_they_are_read(
    cast: Cast, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "SHEET_ROWS", 2)
    refused = asked(cast, form, format="xlsx", shape="/point", language="English (en)")
    assert refused.status_code == 422
    assert "take CSV instead" in refused.content.decode()
    assert "“Water survey” has 3 rows, and a sheet holds 2." in refused.content.decode()
    assert body(asked(cast, form, format="csv", shape="/point", language="English (en)"))


def test_a_long_export_is_refused_before_a_job_is_started(
    cast: Cast, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "SHEET_ROWS", 2)
    monkeypatch.setattr(export_views, "DIRECT_ROWS", 1)
    assert asked(cast, form, format="xlsx", shape="/point", language="English (en)").status_code == 422
    assert not Progress.objects.exists()


@pytest.fixture
def exported(cast: Cast, form: Form) -> StoredFile:
    """A file that Amina had made in the background."""
    ids = {"form": form.pk, "options": Options("csv").as_json()}
    progress = Progress.objects.create(
        workspace=cast.river, actor=cast.actor("amina").label, name=export_records.name, arguments=ids
    )
    run(str(progress.public_id))
    return StoredFile.objects.get(kind="forms.export")


def test_the_page_says_until_when_and_only_its_starter_sees_it(cast: Cast, form: Form, exported: StoredFile) -> None:
    url = page(form, "made", exported.public_id).rstrip("?")
    assert Progress.objects.get().result_url == url
    words = cast.client("amina").get(url).content.decode()
    assert "It can be fetched until" in words
    assert f'href="/files/{exported.public_id}/"' in words
    for who, status in (("ben", 403), ("dina", 403), ("chol", 404), ("nobody", 302), ("device", 302), ("token", 302)):
        assert cast.client(who).get(url).status_code == status, who
    other = page(form, "made", form.public_id).rstrip("?")
    assert cast.client("amina").get(other).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_schedule_deletes_files_that_are_old_enough(
    cast: Cast, form: Form, exported: StoredFile, settings: Any
) -> None:
    key = exported.blob.storage_key
    others = StoredFile.objects.exclude(kind="forms.export").count()
    settings.PAMOJA = {**settings.PAMOJA, "EXPORT_DAYS": 3}
    StoredFile.objects.filter(pk=exported.pk).update(created_at=now() - timedelta(days=2, hours=23))
    TICKS["forms.sweep_exports"].function()
    assert StoredFile.objects.filter(pk=exported.pk).exists() and file_store().exists(key)
    StoredFile.objects.filter(pk=exported.pk).update(created_at=now() - timedelta(days=3, hours=1))
    TICKS["forms.sweep_exports"].function()
    assert not StoredFile.objects.filter(pk=exported.pk).exists()
    assert not Blob.objects.filter(storage_key=key).exists() and not file_store().exists(key)
    assert StoredFile.objects.count() == others > 0, "no other file is touched"
    words = cast.client("amina").get(page(form, "made", exported.public_id)).content.decode()
    assert "This file was deleted" in words and "Make a new file" in words
    assert cast.client("amina").get(f"/files/{exported.public_id}/").status_code == 404

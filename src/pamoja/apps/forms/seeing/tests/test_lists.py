"""Questions whose choices stand in a file beside the form."""

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pamoja.apps.forms.files import FORM_FILE
from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.seeing.tests.reading import body, page, record_page
from pamoja.apps.forms.seeing.versions import read_tables
from pamoja.apps.forms.services import (
    create_form,
    create_project,
    examine_import,
    publish_draft,
    receive_submission,
    set_form_file,
    start_import,
)
from pamoja.core.files.services import store_file
from pamoja.core.permissions import Actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Wells</h:title><model>
    <itext><translation lang="English (en)" default="true()"/><translation lang="French (fr)"/></itext>
    <instance><data id="wells" version="1"><used/><meta><instanceID/></meta></data></instance>
    <instance id="wells" src="jr://file-csv/wells.csv"/>
    <bind nodeset="/data/used" type="string"/></model></h:head>
  <h:body><select ref="/data/used"><label>Wells used</label>
    <itemset nodeset="instance('wells')/root/item"><value ref="name"/><label ref="label"/></itemset>
  </select></h:body></h:html>"""
LIST = "name,label,label::French (fr)\nw1,North well,Puits du nord\nw2,South well,Puits du sud\n"
RECORD = b'<data id="wells" version="1"><used>w2 w9</used><meta><instanceID>uuid:one</instanceID></meta></data>'
OPTIONS = {"format": "csv", "language": "French (fr)", "has_labels": "on", "splits_multiple": "on"}
FORMS = Path(os.environ.get("PAMOJA_CONFORMANCE", Path(__file__).parents[7] / "shared" / "conformance")) / "forms"


def give(actor: Actor, form: Form, text: str) -> None:
    assert form.published
    stored = store_file(io.BytesIO(text.encode()), kind=FORM_FILE, name="wells.csv")
    set_form_file(actor, form.published, "wells.csv", stored)


@pytest.fixture
def wells(cast: Cast) -> Iterator[Form]:
    """The published form, whose list has not come, with one record."""
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        made = create_form(amina, create_project(amina, "Water"), FORM)
        publish_draft(amina, made)
        receive_submission(amina, made.project_id, RECORD, {})
        made.refresh_from_db()
        yield made


def exported(cast: Cast, form: Form, **options: str) -> dict[str, str]:
    answer = cast.client("amina").post(page(form, "files"), OPTIONS | options)
    return next(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))


def test_an_export_has_the_words_and_a_column_for_each_choice_of_the_list(cast: Cast, wells: Form) -> None:
    assert exported(cast, wells)["used"] == "w2 w9", "no list yet"
    give(cast.actor("amina"), wells, LIST)
    row = exported(cast, wells)
    assert row["used"] == "Puits du sud, w9"
    assert (row["used/Puits du nord"], row["used/Puits du sud"]) == ("0", "1")
    assert exported(cast, wells, language="English (en)")["used"] == "South well, w9"


def test_a_list_that_was_replaced_counts_at_once(cast: Cast, wells: Form) -> None:
    amina = cast.actor("amina")
    give(amina, wells, LIST)
    assert "used/Puits du nord" in exported(cast, wells)
    give(amina, wells, LIST.replace("Puits du nord", "Forage"))
    assert "used/Forage" in exported(cast, wells)


def test_pages_say_the_words_of_the_list(cast: Cast, wells: Form) -> None:
    give(cast.actor("amina"), wells, LIST)
    record = Submission.objects.get()
    for address in (page(wells), page(wells, "charts"), record_page(record)):
        assert "South well" in body(cast.client("amina").get(address)).decode(), address


def test_the_list_of_a_form_from_the_field_is_known(cast: Cast) -> None:
    workbook = FORMS / "xlsforms" / "onadata_external_choice_form_v2.xlsx"
    if not workbook.is_file():
        pytest.skip(f"no conformance forms at {FORMS}")
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        stream = io.BytesIO(workbook.read_bytes())
        upload = examine_import(amina, start_import(amina, create_project(amina, "Rain"), stream, workbook.name))
        assert upload.result
        tables = read_tables(upload.result.form, upload.result)
    asked = next(each for each in tables[0].fields if each.name == "kecamatan")
    assert len(asked.choices) == 44
    assert {"": "Cengkareng"} in [each.labels for each in asked.choices]

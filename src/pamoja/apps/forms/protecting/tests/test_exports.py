"""Every file says who took it out, and is found again by its id or its bytes."""

import io
import json
import zipfile
from typing import Any

import openpyxl
import pyarrow.parquet as parquet
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pamoja.apps.forms.models import Export, Form
from pamoja.apps.forms.protecting.tests.reading import Reader, text_of
from pamoja.core.audit.models import AuditEntry
from pamoja.core.testing.cast import Cast

LIST = reverse("forms-exports:list")


def _taken(reader: Reader, form: Form, format_: str) -> tuple[str, bytes]:
    """The name of the file and its bytes."""
    data = {"format": format_, "language": "English (en)", "shape": "/point"}
    answer: Any = reader.browser.post(reverse("forms-seeing:files", args=[form.pk]), data)
    content = b"".join(answer.streaming_content)
    return answer.headers["Content-Disposition"], content


def test_a_workbook_tells_of_itself_on_its_last_sheet_and_in_its_properties(form: Form, amina: Reader) -> None:
    name, content = _taken(amina, form, "xlsx")
    made = Export.objects.get()
    book = openpyxl.load_workbook(io.BytesIO(content))
    facts = dict(book["about this file"].values)
    assert (facts["Export"], facts["Taken by"], facts["Records"]) == (str(made.public_id), "Amina", "as collected")
    assert {each.name: each.value for each in book.custom_doc_props.props}["Export"] == str(made.public_id)
    assert str(made.public_id) in name


def test_each_other_format_does_so_in_its_own_way(form: Form, amina: Reader) -> None:
    _name, content = _taken(amina, form, "geojson")
    assert json.loads(content)["about"]["Export"] == str(Export.objects.latest("pk").public_id)
    for format_ in ("csv", "parquet"):
        name, content = _taken(amina, form, format_)
        made = Export.objects.latest("pk")
        archive = zipfile.ZipFile(io.BytesIO(content))
        assert f"Export: {made.public_id}" in archive.read("ABOUT.txt").decode() and str(made.public_id) in name
    table = parquet.read_table(io.BytesIO(archive.read("water.parquet")))
    assert table.schema.metadata[b"Export"].decode() == str(made.public_id)


def test_a_file_is_found_by_its_id_its_name_and_its_bytes(cast: Cast, form: Form, amina: Reader) -> None:
    _taken(amina, form, "xlsx")
    name, content = _taken(amina, form, "csv")
    made = Export.objects.latest("pk")
    for asked in (str(made.public_id), f"water-{made.public_id}", made.sha256, made.sha256.upper()):
        page = amina.browser.get(LIST, {"q": asked}).text
        assert page.count("Water survey</td>") == 1 and str(made.public_id) in page, asked
    answer = amina.browser.post(LIST, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302 and made.sha256 in answer.url
    changed = amina.browser.post(LIST, {"file": SimpleUploadedFile(name, content + b" ")}, follow=True)
    assert "Water survey</td>" not in changed.text
    assert not Export.objects.filter(asked__icontains="ZQ").exists()


def test_the_note_counts_columns_by_class_and_holds_no_answers(classified: Form, amina: Reader, ed: Reader) -> None:
    _taken(amina, classified, "csv")
    _taken(ed, classified, "csv")
    hers, his = Export.objects.order_by("pk")
    assert (hers.classes["direct"], hers.classes["sensitive"]) == (5, 1) and "hidden" not in hers.classes
    assert "direct" not in his.classes and his.classes["hidden"] >= 6
    told = [str(each.detail) for each in AuditEntry.objects.filter(verb="export")]
    assert len(told) == 2 and not any("ZQ" in each for each in told)
    assert "Hidden columns" in text_of(ed.browser.post(
        reverse("forms-seeing:files", args=[classified.pk]), {"format": "csv", "language": "English (en)"}
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("who", "status"), [("amina", 200), ("ben", 403), ("dina", 403), ("chol", 200), ("nobody", 302), ("device", 302)]
)
def test_who_sees_what_was_taken_out(cast: Cast, form: Form, amina: Reader, who: str, status: int) -> None:
    _taken(amina, form, "csv")
    page = cast.client(who).get(LIST)
    assert page.status_code == status
    assert ("Water survey" in page.text) == (who == "amina")

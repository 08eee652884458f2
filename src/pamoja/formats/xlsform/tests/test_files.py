"""What the bytes may be: other formats under a form's name, bombs, texts, and what a chosen repair leaves alone."""

import zipfile
from io import BytesIO

import pytest
import xlsxwriter

from pamoja.formats import xlsform
from pamoja.formats.xlsform import reading_xlsx
from pamoja.formats.xlsform.tests.workbooks import CHOICES, survey, workbook

CSV = """survey
,type,name,label
,text,village,"Village, or camp"
,tel,phone,Phone
settings
,form_title,form_id
,Visits,visits
"""
MARKDOWN = """
| survey |      |         |         |
|        | type | name    | label   |
|        | text | village | Village |
"""


def zipped(**parts: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def rewritten(part: str, change) -> bytes:
    """Return the sound workbook with one part changed."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook())) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"<html><table><tr><td>type</td></tr></table></html>", "html"),
        (b"<?xml version='1.0'?><h:html/>", "xml"),
        (b"\x01\x00\x02", "binary"),
        (zipped(a=b"x"), "zip"),
        (zipped(mimetype=b"x", **{"content.xml": b"x"}), "ods"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_plain_words(content, word):
    report = xlsform.examine(content, "form.xlsx")
    assert report.outcome == "refused"
    assert [(f.code, f.value) for f in report.findings] == [("xlsform.not-a-workbook", word)]
    assert report.findings[0].is_located


def test_a_text_without_a_survey_is_refused():
    report = xlsform.examine(b"dear colleague, here is the form", "form.xlsx")
    assert [f.code for f in report.findings] == ["xlsform.not-a-workbook"]


def test_the_name_of_the_file_does_not_decide_how_it_is_read():
    assert xlsform.convert(workbook(), "form.xls").form_id == "water"


def test_a_damaged_workbook_is_refused():
    report = xlsform.examine(workbook()[:-400], "form.xlsx")
    assert report.outcome == "refused"
    assert all(f.is_located for f in report.findings)


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(reading_xlsx, "MAX_UNPACKED_BYTES", 1000)
    assert [f.code for f in xlsform.examine(workbook(), "form.xlsx").findings] == ["xlsform.too-large"]


def test_a_sheet_with_too_many_rows_is_refused_where_the_limit_lies(monkeypatch):
    monkeypatch.setattr(reading_xlsx, "MAX_ROWS", 2)
    findings = xlsform.examine(workbook(), "form.xlsx").findings
    assert [(f.code, f.sheet, f.cell) for f in findings] == [("xlsform.too-large", "survey", "A3")]


def test_a_workbook_that_declares_entities_is_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    content = rewritten("xl/worksheets/sheet1.xml", lambda xml: bomb + xml)
    assert [f.code for f in xlsform.examine(content, "form.xlsx").findings] == ["xlsform.too-large"]


def test_a_cell_in_the_last_corner_of_a_sheet_costs_nothing():
    rows = survey(["text", "a", "A"])
    content = workbook(survey=rows)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
    assert b"</sheetData>" in xml
    changed = rewritten("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", far))
    assert xlsform.examine(changed, "form.xlsx").outcome == "clean"


def test_a_formula_that_was_never_computed_is_refused_and_never_evaluated():
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet("survey")
    for column, header in enumerate(["type", "name", "label", "relevant"]):
        page.write(0, column, header)
        page.write(1, column, ["text", "a", "A", ""][column])
    page.write_formula(1, 3, "=1+1", None, "")
    book.close()
    findings = xlsform.examine(buffer.getvalue(), "form.xlsx").findings
    assert ("xlsform.formula-without-value", "survey", "D2") in {(f.code, f.sheet, f.cell) for f in findings}


def test_a_csv_form_is_read_and_its_defects_are_located_in_the_csv():
    report = xlsform.examine(CSV.encode(), "visits.csv")
    assert [(f.code, f.cell) for f in report.findings] == [("xlsform.unknown-type", "B4")]
    repaired = xlsform.repair(CSV.encode(), "visits.csv")
    assert repaired.filename == "visits.xlsx"
    form = xlsform.convert(repaired.content, repaired.filename)
    assert (form.form_id, form.title) == ("visits", "Visits")
    assert "Village, or camp" in form.xml


def test_a_markdown_form_is_read():
    assert xlsform.convert(MARKDOWN.encode(), "visits.md").form_id == "visits"


def test_only_the_chosen_repairs_are_made():
    sheets = {
        "survey": survey(["tel", "a", "A"], ["select_multiple yes_no", "b", "B"]),
        "choices": [CHOICES[0], ["yes_no", "yes", "Yes"], ["yes_no", "yes", "Aye"]],
    }
    content = workbook(**sheets)
    found = {f.code: f for f in xlsform.examine(content, "form.xlsx").findings}
    assert set(found) == {"xlsform.unknown-type", "xlsform.duplicate-choice-name"}
    repaired = xlsform.repair(content, "form.xlsx", [found["xlsform.unknown-type"]])
    assert {change.code for change in repaired.changes} == {"xlsform.unknown-type"}
    assert {f.code for f in repaired.findings} == {"xlsform.duplicate-choice-name"}
    left = xlsform.examine(repaired.content, repaired.filename)
    assert {f.code for f in left.findings} == {"xlsform.duplicate-choice-name"}


def test_of_two_defects_of_one_kind_one_can_be_left():
    content = workbook(survey=survey(["tel", "a", "A"], ["tel", "b", "B"]))
    first, second = xlsform.examine(content, "form.xlsx").findings
    assert (first.cell, second.cell) == ("A2", "A3")
    repaired = xlsform.repair(content, "form.xlsx", [second])
    assert {change.cell for change in repaired.changes if change.before == "tel"} == {"A3"}
    assert [f.cell for f in repaired.findings] == ["A2"]
    with pytest.raises(xlsform.XlsFormRefused):
        xlsform.convert(repaired.content, repaired.filename)


def test_nothing_is_repaired_that_nobody_chose():
    content = workbook(survey=survey(["tel", "a", "A"]))
    repaired = xlsform.repair(content, "form.xlsx", [])
    assert repaired.changes == () and len(repaired.findings) == 1


def test_a_change_says_what_stood_there_before():
    content = workbook(survey=survey(["tel", "a", "A"]))
    changes = xlsform.repair(content, "form.xlsx").changes
    assert ("survey", "A2", "tel", "text") in {(c.sheet, c.cell, c.before, c.after) for c in changes}


def test_a_rename_follows_into_every_expression_that_uses_the_name():
    sheets = {
        "survey": survey(
            ["text", "first name", "Name"],
            ["text", "2nd name", "Name"],
            ["note", "n", "Hello ${first name} ${2nd name}", "${first name} != ${2nd name}"],
        )
    }
    repaired = xlsform.repair(workbook(**sheets), "form.xlsx")
    xml = xlsform.convert(repaired.content, repaired.filename).xml
    assert 'relevant=" /data/first_name  !=  /data/_2nd_name "' in xml


def test_the_form_s_own_instance_id_keeps_its_path_when_a_group_called_meta_moves():
    sheets = {
        "survey": survey(
            ["begin_group", "meta", "M"],
            ["text", "a", "A"],
            ["end_group"],
            ["calculate", "c", None, None, "concat(/data/meta/a, /data/meta/instanceID)"],
        )
    }
    repaired = xlsform.repair(workbook(**sheets), "form.xlsx")
    xml = xlsform.convert(repaired.content, repaired.filename).xml
    assert "concat(/data/meta_group/a, /data/meta/instanceID)" in xml


def test_the_same_workbook_gives_the_same_repaired_bytes():
    content = workbook(survey=survey(["tel", "a", "A"]))
    assert xlsform.repair(content, "f.xlsx").content == xlsform.repair(content, "f.xlsx").content


def test_questions_are_counted_however_the_form_is_laid_out():
    rows = [["Our form"], ["type", "name", "label"], ["Begin Group", "g", "G"], ["tel", "a", "A"], ["End Group"]]
    content = workbook(survey=None, Questions=rows)
    report = xlsform.examine(content, "form.xlsx")
    assert (report.outcome, report.questions) == ("repairable", 1)
    repaired = xlsform.repair(content, "form.xlsx")
    assert xlsform.examine(repaired.content, repaired.filename).questions == 1


def test_sheet_titles_that_excel_does_not_accept_are_changed():
    content = CSV.encode() + b"notes: a/b [c]\n,x,y\n,1,2\n"
    repaired = xlsform.repair(content, "visits.csv")
    assert xlsform.examine(repaired.content, repaired.filename).outcome == "clean"

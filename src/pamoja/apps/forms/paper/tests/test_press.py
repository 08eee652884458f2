"""The PDF itself: its words, its codes, letters of two scripts, and labels that are written to do harm."""

import io
import json
import os
from pathlib import Path

import pytest
import segno
import typst
from PIL import Image

from pamoja.apps.forms.paper import printing
from pamoja.apps.forms.paper.press import press
from pamoja.apps.forms.paper.printing import FONTS, page_code
from pamoja.apps.forms.paper.setting import Look, reads_from_right, set_sheet
from pamoja.apps.forms.paper.tests.pdf_text import pages_of, text_of
from pamoja.core.problems import Problem
from pamoja.engines.paper import Outline, outline
from pamoja.engines.xforms import Form, XFormRefused, load
from pamoja.formats.xlsform import XlsFormRefused, examine, repair

MOST_CUT = 0.01
"""Labels that a page ends within: what stands at its foot lies between their words."""
CONFORMANCE = Path(os.environ.get("PAMOJA_CONFORMANCE", "../shared/conformance")) / "forms" / "xlsforms"
WORKBOOKS = sorted(each.name for each in CONFORMANCE.glob("*.xls*")) if CONFORMANCE.exists() else []
FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>{title}</h:title><model>
<instance><data id="water" version="2026-1"><source/><well/><litres/><end/></data></instance>
<bind nodeset="/data/source" type="string"/>
<bind nodeset="/data/well" type="string" relevant="/data/source = 'well'"/>
<bind nodeset="/data/litres" type="int" constraint=". &lt; 500" jr:constraintMsg="{message}"/>
</model></h:head><h:body>
<select1 ref="/data/source"><label>{label}</label><hint>{hint}</hint>
<item><label>{choice}</label><value>well</value></item><item><label>{other}</label><value>tap</value></item></select1>
<input ref="/data/well"><label>{well}</label></input>
<input ref="/data/litres"><label>{litres}</label></input>
<input ref="/data/end"><label>{end}</label></input></h:body></h:html>"""
PLAIN = {
    "title": "Water",
    "message": "That is a lake.",
    "label": "Where from?",
    "hint": "Ask.",
    "choice": "Well",
    "other": "Tap",
    "well": "Name of the well",
    "litres": "Litres",
    "end": "Remarks",
}
ARABIC = {
    "title": "استمارة المياه",
    "message": "هذا كثير",
    "label": "ما اسم رب الأسرة؟",
    "hint": "يرجى السؤال",
    "choice": "نعم",
    "other": "لا",
    "well": "اسم البئر",
    "litres": "لتر",
    "end": "ملاحظات",
}
HOSTILE = {
    "title": '#panic("title")',
    "message": "$ unclosed maths",
    "label": '#eval("1+1") #read("/etc/passwd") #import "@preview/x:1.0.0" \\ " \\u{41} */ // ]]',
    "hint": "#set page(width: 1pt) = Heading + - * _ ` ``` @nobody < label > ~ ---",
    "choice": "\\",
    "other": '#include "sheet.typ"; }}) {',
}


def form_xml(**words: str) -> bytes:
    escaped = {key: text.replace("&", "&amp;").replace("<", "&lt;") for key, text in {**PLAIN, **words}.items()}
    return FORM.format(**escaped).encode()


def pressed(found: Outline, code: str = "en", paper: str = "a4") -> bytes:
    order = {"fonts": str(FONTS), "data": set_sheet(found, Look(code, paper)), "code": page_code("water", "2026-1")}
    return printing._pressed(order)


def test_labels_choices_and_the_way_on_are_on_the_paper() -> None:
    text = text_of(pressed(outline(load(form_xml()))))
    for words in (
        "Where from?",
        "Ask.",
        "1 Well",
        "2 Tap → 3",
        "If “Tap”, go to question 3.",
        "Only if the answer to question 1 is “Well”.",
        "That is a lake.",
        "Form water, version 2026-1",
        "Page 1 of 1",
        "Sheet number Interviewer Date",
    ):
        assert words in text


def test_hostile_labels_are_printed_as_they_are() -> None:
    found = outline(load(form_xml(**HOSTILE)))
    text = "".join(text_of(pressed(found)).split())
    for words in HOSTILE.values():
        assert "".join(words.split()) in text
    assert "root:" not in text


@pytest.mark.skipif(not WORKBOOKS, reason="the conformance folder is not here")
@pytest.mark.parametrize("name", WORKBOOKS)
@pytest.mark.slow
@pytest.mark.once
def test_every_form_that_loads_can_be_printed(name: str) -> None:
    found = outline(loaded(name))
    pages = pages_of(pressed(found))
    text = "".join("".join(pages).split())
    missing = [each.label for each in found.questions.values() if "".join(each.label.split()) not in text]
    assert found.questions or name == "cht_training_admin_welcome.xlsx"
    assert pages
    assert len(missing) <= len(found.questions) * MOST_CUT, missing


def loaded(name: str) -> Form:
    content = (CONFORMANCE / name).read_bytes()
    try:
        converted = examine(content, name).converted or repair(content, name).converted
        if converted is None:
            pytest.skip("it is no form")
        return load(converted.xml.encode())
    except (XlsFormRefused, XFormRefused):
        pytest.skip("it is no form")


def test_arabic_runs_from_the_right_in_its_own_font() -> None:
    found = outline(load(form_xml(**ARABIC)))
    pdf = pressed(found, "ar")
    assert reads_from_right(found)
    assert b"/Direction/R2L" in pdf
    assert b"NotoSansArabic-Regular" in pdf
    for word in ("اسم", "رب", "لتر", "نعم"):
        assert word[::-1] in text_of(pdf)  # glyphs are drawn from left to right: the last letter comes first


def test_each_page_has_a_code_of_the_form_its_version_and_the_page() -> None:
    many = load(form_xml(hint="long " * 3000))
    data = json.dumps(set_sheet(outline(many), Look("en")))
    fonts = typst.Fonts(font_paths=[str(FONTS)])
    count = press._page_count(fonts, data)
    assert count >= 2
    texts = [f"pamoja-paper:?form=water&version=2026-1&page={page + 1}" for page in range(count)]
    codes = [press._code(f"{page_code('water', '2026-1')}{page + 1}") for page in range(count)]
    drawn = press._compiler(fonts, data, codes).compile(format="png", ppi=200)
    assert isinstance(drawn, list)
    for page, text in zip(drawn, texts, strict=True):
        assert modules_of(page) == [[bool(each) for each in row] for row in segno.make(text, error="m").matrix]


def modules_of(page: bytes) -> list[list[bool]]:
    """The dark and light squares of the code in the lower corner."""
    with Image.open(io.BytesIO(page)) as whole:
        wide, high = whole.size
        corner = whole.convert("L").crop((wide * 4 // 5, high * 9 // 10, wide, high)).point(lambda x: 255 * (x < 128))
    code = corner.crop(corner.getbbox())
    size = len(segno.make("pamoja-paper:?form=water&version=2026-1&page=1", error="m").matrix)
    step = code.width / size
    middles = [int((place + 0.5) * step) for place in range(size)]
    return [[bool(code.getpixel((x, y))) for x in middles] for y in middles]


def test_a_form_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "MOST_SECONDS", 0.001)
    with pytest.raises(Problem) as refused:
        pressed(outline(load(form_xml())))
    assert refused.value.kind.code == "form-not-printed"


@pytest.mark.parametrize("source", ["/secret", "../secret", "{outside}/secret"])
def test_the_press_can_read_nothing_outside_its_folder(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "press"
    inside.mkdir()
    (tmp_path / "secret").write_text("secret")
    (inside / "beside").write_text("beside")
    monkeypatch.setattr(press, "HERE", inside)
    monkeypatch.setattr(press, "SHEET", inside / "sheet.typ")
    press.SHEET.write_text('#read("beside")')
    assert press._compiler(typst.Fonts(), "{}", []).compile(format="pdf")
    press.SHEET.write_text(f'#read("{source.format(outside=tmp_path)}")')
    with pytest.raises(RuntimeError):
        press._compiler(typst.Fonts(), "{}", []).compile(format="pdf")

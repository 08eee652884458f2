"""Whatever stands in the cells or the bytes, the doctor answers with located findings."""

from time import process_time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pamoja.formats import xlsform
from pamoja.formats.xlsform.tests.workbooks import CHOICES, SETTINGS, SURVEY, workbook

NASTY = [
    "",
    "meta",
    "${",
    "${}",
    "${water",
    "${nobody}",
    "begin_repeat",
    "end group",
    "select_one",
    "select_multiple yes_no or_other",
    "select_one ${water}",
    "range",
    "#REF!",
    "label",
    "bind::x y",
    "instance::tag",
    "jr:",
    "::",
    "a:b:c",
    "audit",
    "trigger",
    "<b>&amp;</b>",
    "\u00a0",
    "\u200b",
    "اسم",
    "if(",
    "1=1 or",
    "disabled",
    "parameters",
    "form_id",
    "${last-saved#water}",
    "osm",
    "pulldata('x', 'y', 'z', ${water})",
]
SHEETS = {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS}
place = st.tuples(st.sampled_from(sorted(SHEETS)), st.integers(0, 4), st.integers(0, 5))
# XML 1.0 cannot carry most control characters, so no spreadsheet file holds them as they are.
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
    st.integers(-5, 10**6),
    st.booleans(),
)


def mutated(mutations):
    sheets = {key: [list(row) for row in rows] for key, rows in SHEETS.items()}
    for (key, row, column), text in mutations:
        rows = sheets[key]
        while len(rows) <= row:
            rows.append([])
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = text
    return workbook(**sheets)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(place, texts), min_size=1, max_size=4))
def test_any_cells_give_a_form_or_located_findings(mutations):
    content = mutated(mutations)
    report = xlsform.examine(content, "form.xlsx")
    assert all(f.is_located for f in report.findings)
    if report.outcome == "clean":
        assert xlsform.convert(content, "form.xlsx").xml
        return
    assert report.findings
    try:
        xlsform.convert(content, "form.xlsx")
    except xlsform.XlsFormRefused as refusal:
        assert refusal.findings
        assert all(f.is_located for f in refusal.findings)
    else:
        raise AssertionError("a form that is not clean was converted")
    if report.outcome == "repairable":
        repaired = xlsform.repair(content, "form.xlsx")
        assert xlsform.convert(repaired.content, repaired.filename).xml


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 6000))
def test_any_bytes_give_located_findings(noise, cut):
    sound = workbook()
    for content in (noise, sound[:cut] + noise, sound[: len(sound) - cut % len(sound)]):
        report = xlsform.examine(content, "form.xlsx")
        assert report.outcome == "clean" or report.findings
        assert all(f.is_located for f in report.findings)


def test_a_cell_made_to_stall_a_search_is_answered_in_time():
    for text in ("${" + " " * 30000, "${" * 15000, "${water " * 4000, "{$" + " " * 30000, "'" * 30000):
        rows = [*SURVEY, ["note", "n", "N", text]]
        start = process_time()
        xlsform.examine(workbook(survey=rows), "form.xlsx")
        assert process_time() - start < 5

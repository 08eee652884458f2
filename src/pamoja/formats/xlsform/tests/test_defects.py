"""One small workbook per defect: what is found, where, and what becomes of the form."""

import defusedxml.ElementTree as SafeXml
import pytest
from pyxform.xls2xform import convert as pyxform_convert

from pamoja.formats import xlsform
from pamoja.formats.xlsform.tests.workbooks import CHOICES, SETTINGS, SURVEY, survey, workbook

Q = ["text", "a", "A"]
LISTS = [["list_name", "name", "label"], ["l", "x", "X"], ["l", "y", "Y"]]
MANY = [["list_name", "name", "label"], ["l", "x y", "X"], ["l", "z", "Z"]]

REPAIRED = [
    ("reserved-name", "B2", {"survey": survey(["begin_group", "meta", "M"], Q, ["end_group"])}),
    (
        "reserved-attribute",
        "D2",
        {
            "survey": survey(
                ["begin_group", "g", "G", "hidden"],
                ["text", "a", "A", "shown"],
                ["end_group"],
                header=["type", "name", "label", "instance::tag"],
            )
        },
    ),
    (
        "attribute-name",
        "D1",
        {"survey": survey(["text", "a", "A", "1"], header=["type", "name", "label", "bind::my attr"])},
    ),
    (
        "undeclared-prefix",
        "D1",
        {"survey": survey(["text", "a", "A", "1"], header=["type", "name", "label", "bind::esri:fieldType"])},
    ),
    (
        "undeclared-prefix",
        "D1",
        {"survey": survey(["text", "a", "A", "1"], header=["type", "name", "label", "bind::zz:q"])},
    ),
    (
        "duplicate-choice-name",
        "B3",
        {"choices": [CHOICES[0], ["yes_no", "yes", "Yes"], ["yes_no", "yes", "Aye"]]},
    ),
    ("duplicate-name", "B3", {"survey": survey(["note", "n", "One"], ["note", "n", "Two"])}),
    (
        "duplicate-name",
        "B2",
        {"survey": survey(["note", "n", "One"], ["text", "n", "Two"], ["note", "m", "You said ${n}"])},
    ),
    ("duplicate-header", "D1", {"survey": survey([*Q, "B"], header=["type", "name", "label", "label"])}),
    (
        "duplicate-header",
        "D1",
        {"survey": survey(["text", "a", None, "B"], header=["type", "name", "label", "Label"])},
    ),
    (
        "trigger",
        "F4",
        {"survey": survey(Q, ["text", "b", "B"], ["calculate", "c", None, None, "1", "${a} or ${b}"])},
    ),
    (
        "hidden-trigger",
        "F3",
        {"survey": survey(["calculate", "a", None, None, "1"], ["calculate", "c", None, None, "${a}", "${a}"])},
    ),
    ("unknown-type", "A2", {"survey": survey(["tel", "a", "A"])}),
    ("unknown-type", "A2", {"survey": survey(["Interger", "a", "A"])}),
    ("unknown-type", "A2", {"survey": survey(["db:person", "a", "A"])}),
    ("unknown-type", "A2", {"survey": survey(["Select one from l", "a", "A"]), "choices": LISTS}),
    ("unknown-type", "A2", {"survey": survey(["select multiple: l", "a", "A"]), "choices": LISTS}),
    ("unknown-type", "A2", {"survey": survey(["Begin Group", "g", "G"], Q, ["end group"])}),
    ("unknown-type", "A4", {"survey": survey(["begin_repeat", "g", "G"], Q, ["End-Repeat"])}),
    ("select-without-list", "A2", {"survey": survey(["select_one", "l", "A"]), "choices": LISTS}),
    ("missing-list", "A2", {"survey": survey(["select_one YesNo", "a", "A"])}),
    ("missing-list", "A2", {"survey": survey(["select_one yes_no", "a", "A"]), "choices": None}),
    ("missing-list", "A2", {"survey": survey(["select_one_external l", "a", "A"]), "choices": LISTS}),
    (
        "list-name",
        "A2",
        {"survey": survey(["select_one my list", "a", "A"]), "choices": [CHOICES[0], ["my list", "x", "X"]]},
    ),
    ("choice-name-space", "B2", {"survey": survey(["select_multiple l", "a", "A"]), "choices": MANY}),
    ("missing-choice-name", "B2", {"choices": [CHOICES[0], ["yes_no", None, "Yes"], ["yes_no", "no", "No"]]}),
    ("empty-choice", "A3:C3", {"choices": [*CHOICES[:2], ["yes_no"], CHOICES[2]]}),
    ("invalid-name", "B2", {"survey": survey(["text", "1 st", "A"], ["note", "n", "${1 st}"])}),
    ("audit-name", "B2", {"survey": survey(["audit", "log", None], Q)}),
    ("missing-name", "B2", {"survey": survey(["text", None, "A"])}),
    ("missing-type", "A3", {"survey": survey(Q, [None, None, "Read this aloud"])}),
    ("missing-label", "C2", {"survey": survey(["text", "a", None])}),
    ("unknown-reference", "D3", {"survey": survey(Q, ["text", "b", "B", "${A} = 1"])}),
    ("malformed-reference", "D3", {"survey": survey(Q, ["text", "b", "B", "${ a } = 1"])}),
    ("malformed-reference", "D3", {"survey": survey(Q, ["text", "b", "B", "${a = 1"])}),
    (
        "reference-in-notes",
        "D2",
        {"survey": survey([*Q, "see ${old}"], header=["type", "name", "label", "Remarks"])},
    ),
    (
        "kobo-type",
        "A2:D2",
        {
            "survey": survey(
                ["begin_score", "s", "S", "l"],
                ["score__row", "a", "A"],
                ["end_score"],
                header=["type", "name", "label", "kobo--score-choices"],
            ),
            "choices": LISTS,
        },
    ),
    (
        "kobo-matrix",
        "A2:D2",
        {
            "survey": survey(
                ["begin_kobomatrix", "m", "M", "l"],
                ["integer", "a", "How many?"],
                ["end_kobomatrix"],
                header=["type", "name", "label", "kobo--matrix_list"],
            ),
            "choices": LISTS,
        },
    ),
    ("missing-calculation", "E2", {"survey": survey(["calculate", "c"], Q)}),
    ("root-name", "B2", {"survey": survey(["begin_repeat", "data", "D"], Q, ["end_repeat"])}),
    ("unknown-type", "A2", {"survey": survey(["set form title", "Wells", None], Q)}),
    (
        "header-parts",
        "D1",
        {
            "survey": survey(
                ["text", "a", "A", "Answer!", "yes"],
                header=["type", "name", "label", "required_message::fr (fr)required_message::en", "required"],
            )
        },
    ),
    (
        "list-like-file",
        "A2",
        {
            "survey": survey(["select_one_from_file l.csv", "a", "A"], ["select_one l", "b", "B"]),
            "choices": LISTS,
        },
    ),
    ("stray-end", "A3:H3", {"survey": survey(Q, ["end_group"])}),
    ("wrong-end", "A4:H4", {"survey": survey(["begin_repeat", "g", "G"], Q, ["end_group"])}),
    ("missing-end", "A2:H2", {"survey": survey(["begin_group", "g", "G"], Q)}),
    (
        "missing-end",
        "A3:H3",
        {"survey": survey(["begin_group", "g", "G"], ["begin_group", "h", "H"], Q, ["end_group", "g"])},
    ),
    (
        "parameters",
        "H2",
        {"survey": survey(["range", "a", "A", None, None, None, None, "start = 1; end: 5"])},
    ),
    ("header-not-first", "A1:D1", {"survey": [["Our form"], [], *SURVEY]}),
    ("misspelt-header", "A1", {"survey": [["Question type", "name", "label"], *[r[:3] for r in SURVEY[1:]]]}),
    ("sheet-name", "A1", {"choices": None, "Choices ": CHOICES}),
    ("sheet-name", "A1", {"survey": None, "Questions": SURVEY}),
    ("foreign-function", "D3", {"survey": survey(Q, ["text", "b", "B", "difference-in-months(${a}, today()) > 6"])}),
    ("foreign-function", "D2", {"survey": survey([*Q, "add-date(today(), 0-1, 2) > '2020-01-01'"])}),
    ("foreign-function", "D3", {"survey": survey(Q, ["text", "b", "B", "coalesce(${a}, 'x', '') = 'x'"])}),
    ("web-signs", "D3", {"survey": survey(Q, ["text", "b", "B", "${a} &gt;= 1 and ${a} &lt; 5"])}),
    ("hidden-character", "B2", {"survey": survey(["text", "a\u200b", "A"])}),
    ("setting-name", "D2", {"settings": [[*SETTINGS[0], "name"], [*SETTINGS[1], "my form"]]}),
    ("file-without-extension", "A2", {"survey": survey(["select_one_from_file towns", "a", "A"])}),
]

REFUSED = [
    ("missing-list", "A2", {"survey": survey(["select_one towns", "a", "A"])}),
    ("unknown-reference", "D2", {"survey": survey(["text", "a", "A", "${nobody} = 1"])}),
    ("circular-expression", "D2", {"survey": survey(["text", "a", "A", "${a} != ''"])}),
    (
        "circular-expression",
        "D3",
        {"survey": survey(Q, ["text", "b", "B", "${c} = 1"], ["calculate", "c", None, None, "${b} + ${a}"])},
    ),
    ("unknown-type", "A2", {"survey": survey(["hologram", "a", "A"])}),
    ("missing-type", "A2", {"survey": survey([None, "a", "A"])}),
    ("select-without-list", "A2", {"survey": survey(["select_one", "a", "A"])}),
    (
        "duplicate-name",
        "B3",
        {"survey": survey(Q, Q, ["text", "b", "B", "${a} = 1"])},
    ),
    (
        "ambiguous-reference",
        "D8",
        {
            "survey": survey(
                ["begin_group", "g", "G"],
                Q,
                ["end_group"],
                ["begin_group", "h", "H"],
                Q,
                ["end_group"],
                ["text", "b", "B", "${a} = 1"],
            )
        },
    ),
    ("excel-error", "D2", {"survey": survey(["text", "a", "A", "#REF!"])}),
    ("missing-end", "A2:H2", {"survey": survey(["begin_repeat", "g", "G"], Q)}),
    ("missing-end", "A2:H2", {"survey": survey(["begin_group", "g", "G", "1 = 1"], Q)}),
    ("trigger", "F2", {"survey": survey(["calculate", "c", None, None, "1", "always"])}),
    ("no-survey-sheet", "A1", {"survey": None}),
    ("empty-survey", "A2", {"survey": SURVEY[:1]}),
    ("missing-column", "A1:B1", {"survey": [["name", "label"], ["a", "A"]]}),
    ("parameters", "H2", {"survey": survey(["range", "a", "A", None, None, None, None, "from one to five"])}),
]


def _ids(cases):
    return [f"{code}-{cell}-{number}" for number, (code, cell, _) in enumerate(cases)]


@pytest.mark.parametrize(("code", "cell", "sheets"), REPAIRED, ids=_ids(REPAIRED))
def test_a_defect_with_one_meaning_is_located_and_repaired(code, cell, sheets):
    content = workbook(**sheets)
    with pytest.raises(xlsform.XlsFormRefused) as refusal:
        xlsform.convert(content, "form.xlsx")
    assert all(f.is_located for f in refusal.value.findings)
    report = xlsform.examine(content, "form.xlsx")
    assert report.outcome == "repairable", report.findings
    assert (f"xlsform.{code}", cell) in {(f.code, f.cell) for f in report.findings if f.repair}
    repaired = xlsform.repair(content, "form.xlsx")
    assert f"xlsform.{code}" in {change.code for change in repaired.changes}
    again = xlsform.examine(repaired.content, repaired.filename)
    assert again.outcome == "clean"
    assert again.converted == repaired.converted == xlsform.convert(repaired.content, repaired.filename)
    SafeXml.fromstring(pyxform_convert(repaired.content).xform)


@pytest.mark.parametrize(("code", "cell", "sheets"), REFUSED, ids=_ids(REFUSED))
def test_a_defect_that_only_a_person_can_decide_is_located_and_refused(code, cell, sheets):
    content = workbook(**sheets)
    report = xlsform.examine(content, "form.xlsx")
    assert report.outcome == "refused", report.findings
    assert (f"xlsform.{code}", cell) in {(f.code, f.cell) for f in report.findings if f.repair is None}
    assert all(f.is_located for f in report.findings)
    with pytest.raises(xlsform.XlsFormRefused):
        xlsform.convert(content, "form.xlsx")


def test_a_control_character_is_removed():
    content = b"survey\n,type,name,label\n,text,a,A\x07B\n"
    report = xlsform.examine(content, "form.csv")
    assert [(f.code, f.sheet, f.cell) for f in report.findings] == [("xlsform.control-character", "survey", "D3")]
    repaired = xlsform.repair(content, "form.csv")
    assert "<label>AB</label>" in xlsform.convert(repaired.content, repaired.filename).xml


ADVICE = [
    ("rows-after-gap", "A66", {"survey": [*SURVEY, *[[] for _ in range(61)], ["text", "late", "Late"]]}),
    ("unbalanced-expression", "D2", {"survey": survey([*Q, "if(1 = 1, 'x'"])}),
    ("unreadable-expression", "D3", {"survey": survey(Q, ["text", "b", "B", "${a} = = 'x'"])}),
    (
        "circular-expression",
        "E3",
        {
            "survey": survey(
                ["begin_repeat", "r", "R"],
                ["calculate", "n", None, None, "indexed-repeat(${n}, ${r}, position(..) - 1) + 1"],
                Q,
                ["end_repeat"],
            )
        },
    ),
    (
        "default-language",
        "D2",
        {
            "survey": survey(Q, header=["type", "name", "label::English (en)"]),
            "settings": [[*SETTINGS[0], "default_language"], [*SETTINGS[1], "english"]],
        },
    ),
    (
        "single-colon",
        "D1",
        {"survey": survey([*Q, "Le A"], header=["type", "name", "label::en", "label:fr"])},
    ),
    ("fancy-quotes", "D2", {"survey": survey([*Q, "1 ≤ 2"])}),
    ("escaped-character", "C2", {"survey": survey(["text", "a", "One_x000D_"])}),
    ("choice-without-list", "A4", {"choices": [*CHOICES, [None, "maybe", "Maybe"]]}),
]


@pytest.mark.parametrize(("code", "cell", "sheets"), ADVICE, ids=_ids(ADVICE))
def test_what_converts_but_was_meant_otherwise_is_advice(code, cell, sheets):
    content = workbook(**sheets)
    report = xlsform.examine(content, "form.xlsx")
    assert report.outcome == "clean"
    assert (f"xlsform.{code}", cell, "warning") in {(f.code, f.cell, f.severity) for f in report.findings}
    assert xlsform.convert(content, "form.xlsx").form_id == "water"


def test_what_a_trigger_sets_off_or_was_kept_from_the_last_record_waits_for_nothing() -> None:
    rows = survey(["text", "a", "A", None, "${last-saved#a}"], ["calculate", "n", None, None, "${n} + 1", "${a}"])
    found = xlsform.examine(workbook(survey=rows), "form.xlsx").findings
    assert "xlsform.circular-expression" not in {each.code for each in found}


def test_a_list_with_many_doubled_choices_is_one_finding_that_counts_them() -> None:
    rows = [["yes_no", "yes", "Yes"], *(["yes_no", f"c{n % 100}", "C"] for n in range(600))]
    content = workbook(survey=survey(["select_one yes_no", "a", "A"]), choices=[CHOICES[0], *rows])
    (finding,) = xlsform.examine(content, "form.xlsx").findings
    assert (finding.code, finding.cell, finding.value) == ("xlsform.duplicate-choice-name", "B103", "c0")
    assert finding.reason == (
        "The list “yes_no” has the choice “c0” already in row 3."
        " 499 more of its choices are doubled: B104, B105, B106, B107, B108, …"
    )
    assert xlsform.repair(content, "form.xlsx", [finding]).converted is not None


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("Regions", " Did you mean “region_list”?"),
        ("distrikt", " Did you mean “district”?"),
        ("vehicles", " The lists there are: “region_list”, “district”"),
    ],
)
def test_a_missing_list_says_which_was_meant_or_which_there_are(asked: str, hint: str) -> None:
    lists = [CHOICES[0], ["region_list", "n", "North"], ["district", "chitipa", "Chitipa"]]
    content = workbook(survey=survey([f"select_one {asked}", "a", "A"]), choices=lists)
    (finding,) = xlsform.examine(content, "form.xlsx").findings
    assert finding.reason == f"The choices of the list “{asked}” are not on the choices sheet.{hint}"

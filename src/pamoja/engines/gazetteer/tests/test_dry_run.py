"""The dry run names every problem by row and plans each row's deed."""

from datetime import date
from typing import Any

import pytest
from shapely.geometry import LineString, Polygon, box

from pamoja.engines.gazetteer.plan import Report, dry_run
from pamoja.engines.gazetteer.problems import KINDS
from pamoja.engines.gazetteer.units import Country, KnownUnit, ProposedUnit

MALAWI = Country("MWI", "MW")
NORTH = KnownUnit("MW1", 1, "MWI", {"en": "Northern"}, box(33, -13, 35, -9))
CHITIPA = KnownUnit("MW101", 2, "MW1", {"en": "Chitipa"}, box(33, -10, 34, -9))


def unit(row: int, code: str, parent: str = "MW1", level: int = 2, **more: Any) -> ProposedUnit:
    return ProposedUnit(row, level, code, parent, **{"names": {"en": f"Place {code or row}"}, **more})


def said(report: Report[ProposedUnit], row: int) -> list[str]:
    return [problem.code for problem in report.problems if problem.row == row]


def deeds(report: Report[ProposedUnit]) -> dict[int, str]:
    return {step.unit.row: step.deed for step in report.steps}


def test_rows_are_added_updated_or_unchanged() -> None:
    rows = [
        unit(1, "MW102"),
        unit(2, "MW101", names={"en": "Chitipa", "ar": "تشيتيبا"}),
        unit(3, "MW1", "MW", 1, names={"en": "Northern"}),
    ]
    report = dry_run(MALAWI, rows, [NORTH, CHITIPA])
    assert deeds(report) == {3: "unchanged", 1: "add", 2: "update"}
    assert [step.changes for step in report.steps] == [(), (), ("names",)]
    assert report.problems == ()


@pytest.mark.parametrize("root", ["", "MW", "MWI", "mwi"])
def test_level_1_names_the_country_in_every_spelling(root: str) -> None:
    report = dry_run(MALAWI, [unit(1, "MW2", root, 1)], [])
    assert report.steps[0].unit.parent_code == "MWI"
    assert not report.problems


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (unit(1, ""), "code-missing"),
        (unit(1, "MW/102"), "code-malformed"),
        (unit(1, "MW102", names={}), "name-missing"),
        (unit(1, "MW902", "MW9"), "parent-missing"),
        (unit(1, "MW102", ""), "parent-unnamed"),
        (unit(1, "MW10101", "MW1", 3), "level-gap"),
        (unit(1, "MW102", "MWI"), "level-gap"),
        (unit(1, "MW1", "MWI", 2), "level-changed"),
        (unit(1, "MW102", valid_from=date(2024, 1, 1), valid_to=date(2023, 1, 1)), "period-reversed"),
        (unit(1, "MW102", geometry=box(600000, 8500000, 700000, 8600000)), "geometry-out-of-range"),
        (unit(1, "MW102", geometry=LineString([(33, -10), (34, -9)])), "geometry-not-area"),
        (unit(1, "TZ", "", 0), "root-other"),
    ],
)
def test_an_error_refuses_the_row(row: ProposedUnit, code: str) -> None:
    report = dry_run(MALAWI, [row], [NORTH, CHITIPA])
    assert code in said(report, 1)
    assert KINDS[code].is_error
    assert deeds(report) == {1: "refuse"}


def test_a_p_code_that_comes_twice_keeps_its_first_row() -> None:
    report = dry_run(MALAWI, [unit(1, "MW102"), unit(2, "MW102")], [NORTH])
    assert deeds(report) == {1: "add", 2: "refuse"}
    assert report.problems[0].words == "The P-code MW102 is already on row 1."


def test_a_row_without_its_parent_says_which_level_to_bring_first() -> None:
    rows = [unit(1, "MW90201", "MW902", 3), unit(2, "MW90202", "", 3)]
    assert [problem.words for problem in dry_run(MALAWI, rows, [NORTH]).problems] == [
        "The parent “MW902” is neither in the file nor known. Import level 2 first.",
        "The row names no parent, and none is known around it. Import level 2 first.",
    ]


def test_rows_below_a_refused_parent_are_refused_and_told() -> None:
    rows = [unit(1, "MW2", "XX", 1), unit(2, "MW201", "MW2"), unit(3, "MW20101", "MW201", 3)]
    report = dry_run(MALAWI, rows, [])
    assert deeds(report) == {1: "refuse", 2: "refuse", 3: "refuse"}
    assert said(report, 3) == ["parent-refused"]


def test_the_share_outside_the_parent_is_named_above_the_tolerance() -> None:
    rows = [
        unit(1, "MW102", geometry=box(34.5, -11, 35.5, -10)),
        unit(2, "MW103", geometry=box(33, -12, 35.03, -11)),
    ]
    report = dry_run(MALAWI, rows, [NORTH])
    assert [p.words for p in report.problems] == ["50.0% of the area lies outside its parent MW1."]
    assert deeds(report) == {1: "add", 2: "add"}


def test_overlapping_siblings_are_named_once_and_touching_ones_are_not() -> None:
    rows = [
        unit(1, "MW102", geometry=box(33, -11, 34, -10)),
        unit(2, "MW103", geometry=box(33.9, -11, 34.9, -10)),
        unit(3, "MW104", geometry=box(33, -12, 34, -11)),
    ]
    report = dry_run(MALAWI, rows, [NORTH, CHITIPA])
    assert [(p.row, p.words) for p in report.problems if p.code == "siblings-overlap"] == [
        (1, "10.0% of the area lies also in MW103, which has the same parent.")
    ]


def test_a_new_unit_that_overlaps_a_known_sibling_is_named() -> None:
    report = dry_run(MALAWI, [unit(1, "MW102", geometry=box(33, -10, 34, -9))], [NORTH, CHITIPA])
    assert said(report, 1) == ["siblings-overlap"]


def test_an_invalid_outline_is_repaired() -> None:
    spike = Polygon([(33, -10), (34, -10), (34, -9), (33, -9), (33, -9.5), (32.9999, -9.5), (33, -9.5)])
    report = dry_run(MALAWI, [unit(1, "MW102", geometry=spike)], [NORTH])
    shape = report.steps[0].unit.geometry
    assert (spike.is_valid, said(report, 1)) == (False, ["geometry-invalid"])
    assert shape is not None
    assert (shape.is_valid, shape.geom_type) == (True, "MultiPolygon")
    assert shape.area == pytest.approx(1.0, rel=1e-3)


def test_an_outline_that_a_repair_would_change_is_refused() -> None:
    bow_tie = Polygon([(33, -10), (34, -9), (34, -10), (33, -9)])
    report = dry_run(MALAWI, [unit(1, "MW102", geometry=bow_tie)], [NORTH])
    assert said(report, 1) == ["geometry-unrepairable"]
    assert deeds(report) == {1: "refuse"}


def test_the_prefix_counts_only_where_the_country_follows_it() -> None:
    known = [KnownUnit(f"MW10{n}", 2, "MW1", {"en": str(n)}) for n in range(1, 9)]
    other = [KnownUnit(f"KG5{n}", 2, "MW1", {"en": str(n)}) for n in range(1, 9)]
    odd = unit(1, "XY109")
    assert said(dry_run(MALAWI, [odd], [NORTH, *known]), 1) == ["code-prefix"]
    assert said(dry_run(MALAWI, [odd], [NORTH, *other]), 1) == []


def test_names_of_siblings_are_compared_without_accents() -> None:
    rows = [unit(1, "MW102", names={"fr": "Ségou"}), unit(2, "MW103", names={"fr": "SEGOU"})]
    assert [(p.row, p.code) for p in dry_run(MALAWI, rows, [NORTH]).problems] == [(2, "name-repeated")]


def test_a_new_name_is_told_and_what_a_row_leaves_empty_stays() -> None:
    report = dry_run(MALAWI, [unit(1, "MW101", "", names={"en": "Karonga"})], [NORTH, CHITIPA])
    assert said(report, 1) == ["name-changed"]
    assert report.steps[0].changes == ("names",)
    assert report.steps[0].unit.parent_code == "MW1"


def test_the_same_file_again_changes_nothing() -> None:
    rows = [unit(1, "MW101", names={"en": "Chitipa"}, geometry=box(33, -10, 34, -9))]
    assert dry_run(MALAWI, rows, [NORTH, CHITIPA]).count("unchanged") == 1


def test_known_units_that_the_file_leaves_out_are_listed() -> None:
    ended = KnownUnit("MW199", 2, "MW1", {"en": "Gone"}, valid_to=date(2020, 1, 1))
    assert dry_run(MALAWI, [unit(1, "MW102")], [NORTH, CHITIPA, ended]).absent == ("MW101",)

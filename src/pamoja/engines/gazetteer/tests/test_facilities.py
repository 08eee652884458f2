"""The dry run of facilities names every problem by row and plans each row's deed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from shapely.geometry import Point, box

from pamoja.engines.gazetteer.facilities import KnownFacility, ProposedFacility, Surroundings, Vocabulary
from pamoja.engines.gazetteer.facility_plan import check_facilities
from pamoja.engines.gazetteer.plan import Report
from pamoja.engines.gazetteer.problems import KINDS

CHITIPA = box(33, -10, 34, -9)
WORDS = Vocabulary(
    types={"health": "health", "centre de sante": "health", "school": "school"},
    services={"health": {"nutrition": "nutrition", "hiv": "hiv"}, "school": {"meals": "meals"}},
    states={"open": "open", "closed": "closed"},
)
OLD = KnownFacility("H1", "health", "MWI/MW1/MW101/", {"en": "Old"}, ("nutrition",), "open", None, 33.5, -9.5)


def locate(lons: Sequence[float], lats: Sequence[float]) -> list[str]:
    return ["MW101" if CHITIPA.covers(Point(lon, lat)) else "" for lon, lat in zip(lons, lats, strict=True)]


def run(*rows: ProposedFacility, known: Sequence[KnownFacility] = ()) -> Report[ProposedFacility]:
    places = {"MWI": None, "MW1": None, "MW101": CHITIPA, "MW10101": None, "MW103": box(33, -12, 35, -11)}
    register = {facility.code: facility for facility in known}
    return check_facilities(rows, Surroundings(register, places, {"ABROAD"}, WORDS, locate))


def row(number: int = 2, **more: Any) -> ProposedFacility:
    return ProposedFacility(**{"row": number, "code": "H9", "names": {"en": "New"}, "type": "health", **more})


def said(report: Report[ProposedFacility]) -> list[str]:
    return [problem.code for problem in report.problems]


def test_a_point_finds_its_place_and_words_become_codes() -> None:
    report = run(row(type="Centre de Santé", services=("HIV",), state="Closed", lon=33.5, lat=-9.5))
    unit = report.steps[0].unit
    assert (report.steps[0].deed, unit.type, unit.services, unit.state, unit.pcode) == (
        "add",
        "health",
        ("hiv",),
        "closed",
        "MW101",
    )
    assert report.problems == ()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"code": ""}, "facility-code-missing"),
        ({"code": "X" * 61}, "facility-code-long"),
        ({"code": "ABROAD"}, "facility-code-elsewhere"),
        ({"names": {}}, "name-missing"),
        ({"type": ""}, "facility-type-missing"),
        ({"type": "cinema"}, "facility-type-unknown"),
        ({"state": "gone"}, "facility-state-unknown"),
        ({"pcode": ""}, "facility-place-missing"),
        ({"pcode": "MW999"}, "facility-place-unknown"),
        ({"lon": 33.5, "lat": -95.0}, "point-out-of-range"),
        ({"pcode": "", "lon": 0.0, "lat": 0.0}, "point-nowhere"),
    ],
)
def test_an_error_refuses_its_row_alone(wrong: dict[str, Any], code: str) -> None:
    report = run(row(**{"pcode": "MW101", **wrong}), row(3, code="H10", pcode="MW101"))
    assert said(report) == [code]
    assert KINDS[code].is_error
    assert report.problems[0].row == 2
    assert report.problems[0].words
    assert [step.deed for step in report.steps] == ["refuse", "add"]


def test_the_second_row_of_a_code_is_refused_and_names_the_first() -> None:
    report = run(row(pcode="MW101"), row(3, pcode="MW101"))
    assert [(p.row, p.code, p.params["other"]) for p in report.problems] == [(3, "facility-code-duplicate", 2)]
    assert [step.deed for step in report.steps] == ["add", "refuse"]


def test_a_point_clearly_outside_its_place_is_a_notice_with_the_distance() -> None:
    far, near = row(pcode="MW103", lon=33.5, lat=-10.0), row(3, code="H10", pcode="MW103", lon=33.5, lat=-10.995)
    report = run(far, near)
    assert [(p.row, p.code, dict(p.params)) for p in report.problems] == [
        (2, "point-outside-place", {"pcode": "MW103", "km": 111})
    ]
    assert not KINDS["point-outside-place"].is_error
    assert [step.deed for step in report.steps] == ["add", "add"]


def test_a_service_of_another_type_is_left_out_with_a_word() -> None:
    report = run(row(pcode="MW101", services=("meals", "hiv", "hiv")))
    assert said(report) == ["facility-service-unknown"]
    assert report.steps[0].unit.services == ("hiv",)


def test_what_a_row_leaves_empty_stays_and_what_it_changes_is_named() -> None:
    same = ProposedFacility(2, "H1")
    assert run(same, known=[OLD]).steps[0].deed == "unchanged"
    more = ProposedFacility(2, "H1", {"fr": "Vieux"}, "", (), "closed", date(2026, 1, 1), "", 33.6, -9.5)
    report = run(more, known=[OLD])
    assert report.steps[0].changes == ("names", "state", "state_since", "point")
    assert report.problems == ()


def test_another_type_drops_the_services_that_do_not_fit() -> None:
    report = run(ProposedFacility(2, "H1", type="school"), known=[OLD])
    assert said(report) == ["facility-type-changed"]
    assert (report.steps[0].unit.services, report.steps[0].changes) == ((), ("services", "type"))


def test_a_point_does_not_lift_a_facility_out_of_a_ward_that_nobody_has_drawn() -> None:
    ward = KnownFacility("H1", "health", "MWI/MW1/MW101/MW10101/", {"en": "Old"})
    report = run(ProposedFacility(2, "H1", lon=33.5, lat=-9.5), known=[ward])
    assert report.steps[0].unit.pcode == "MW10101"
    assert said(report) == []
    moved = run(ProposedFacility(2, "H1", pcode="MW103"), known=[ward])
    assert said(moved) == ["facility-place-changed"]


def test_known_facilities_of_the_types_in_the_file_are_reported_when_absent() -> None:
    school = KnownFacility("S1", "school", "MWI/MW1/MW101/", {"en": "School"})
    assert run(row(pcode="MW101"), known=[OLD, school]).absent == ("H1",)

"""Outlines without P-codes find theirs by name within parent; every doubt is said."""

from shapely.geometry import box

from pamoja.engines.gazetteer.match import match_codes
from pamoja.engines.gazetteer.units import KnownUnit, ProposedUnit

WEST = KnownUnit("XA1", 1, "XAA", {"en": "West"}, box(0, 0, 10, 10))
EAST = KnownUnit("XA2", 1, "XAA", {"en": "East"}, box(10, 0, 20, 10))


def listed(code: str, name: str, parent: str = "XA1") -> KnownUnit:
    return KnownUnit(code, 2, parent, {"en": name})


def outline(row: int, name: str, west: float = 1) -> ProposedUnit:
    return ProposedUnit(row, 2, names={"en": name}, geometry=box(west, 1, west + 1, 2))


def test_one_name_in_two_provinces_is_told_apart_by_where_it_lies() -> None:
    register = [WEST, EAST, listed("XA101", "Milange"), listed("XA201", "Milange", "XA2")]
    found = match_codes([outline(1, "Milange", 12), outline(2, "MILANGÉ")], register)
    assert [(unit.code, unit.parent_code) for unit in found.units] == [("XA201", "XA2"), ("XA101", "XA1")]
    assert found.problems == ()


def test_without_outlines_of_the_parents_a_repeated_name_is_not_guessed() -> None:
    found = match_codes([outline(1, "Milange")], [listed("XA101", "Milange"), listed("XA201", "Milange", "XA2")])
    assert found.units[0].code == ""
    assert [p.code for p in found.problems] == ["code-unmatched", "unit-without-outline", "unit-without-outline"]


def test_similar_spelling_is_taken_and_told() -> None:
    found = match_codes([outline(1, "Koulikouro")], [WEST, listed("XA102", "Koulikoro")])
    assert found.units[0].code == "XA102"
    assert found.problems[0].words == "“Koulikouro” was taken for “Koulikoro” (XA102): similar spelling, 95 of 100."


def test_urban_is_not_taken_for_rural_however_alike() -> None:
    found = match_codes([outline(1, "Harare Urban")], [WEST, listed("XA103", "Harare Rural")])
    assert [p.code for p in found.problems] == ["code-unmatched", "unit-without-outline"]


def test_two_that_are_as_alike_are_not_guessed() -> None:
    register = [WEST, listed("XA104", "Kamenge A"), listed("XA105", "Kamenge B")]
    assert match_codes([outline(1, "Kamenge C")], register).matched == 0


def test_a_unit_that_lies_in_another_parent_is_told() -> None:
    found = match_codes([outline(1, "Kambia")], [WEST, EAST, listed("XA202", "Kambia", "XA2")])
    assert found.units[0].code == "XA202"
    assert [p.code for p in found.problems] == ["code-matched-elsewhere"]


def test_a_city_does_not_take_the_code_of_its_district() -> None:
    register = [WEST, listed("XA106", "Zomba"), listed("XA107", "Zomba City")]
    found = match_codes([outline(1, "Zomba City"), outline(2, "Zomba", 3)], register)
    assert [unit.code for unit in found.units] == ["XA107", "XA106"]


def test_rows_that_bring_a_p_code_keep_it() -> None:
    row = ProposedUnit(1, 2, "XA108", "XA1", {"en": "Other"})
    found = match_codes([row], [WEST, listed("XA108", "Written otherwise")])
    assert (found.units, found.problems) == ((row,), ())


def test_where_no_list_exists_the_number_of_the_source_stands_in() -> None:
    row = ProposedUnit(1, 2, names={"en": "Kono"}, geometry=box(1, 1, 2, 2), source_id="XAA-ADM2-B1")
    found = match_codes([row], [WEST])
    assert (found.units[0].code, found.units[0].parent_code) == ("XAA-ADM2-B1", "XA1")
    assert [p.code for p in found.problems] == ["code-provisional"]


def test_unmatched_rows_are_kept_under_their_own_number_only_on_request() -> None:
    row = ProposedUnit(1, 2, names={"en": "Kono"}, geometry=box(1, 1, 2, 2), source_id="XAA-ADM2-B1")
    register = [WEST, listed("XA109", "Elsewhere")]
    assert match_codes([row], register).units[0].code == ""
    kept = match_codes([row], register, is_keeping_unmatched=True)
    assert kept.units[0].code == "XAA-ADM2-B1"
    assert [p.code for p in kept.problems] == ["code-provisional", "unit-without-outline"]

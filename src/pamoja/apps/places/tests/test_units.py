"""Places: tree, versions, ends, and who may."""

from datetime import date
from decimal import Decimal

import pytest
from shapely.geometry import box

from pamoja.apps.places import selectors, services
from pamoja.apps.places.models import Country, Crosswalk, Place
from pamoja.core.audit.models import AuditEntry
from pamoja.core.events.models import Event
from pamoja.core.geo import to_geojson
from pamoja.core.permissions import ANONYMOUS, system_actor
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast

SYSTEM = system_actor("test")


def place(code: str) -> Place:
    return Place.objects.select_related("parent", "country").get(pcode=code)


def test_the_path_joins_the_codes_from_the_country_down(malawi: Country) -> None:
    assert [(p.path, p.level) for p in Place.objects.all()] == [
        ("MWI/", 0),
        ("MWI/MW1/", 1),
        ("MWI/MW1/MW101/", 2),
        ("MWI/MW1/MW103/", 2),
    ]
    assert [p.pcode for p in selectors.ancestors_of(place("MW103"))] == ["MWI", "MW1"]
    assert [p.pcode for p in selectors.below(Place.objects.all(), "MWI/MW1/")] == ["MW1", "MW101", "MW103"]


def test_a_write_is_audited_in_the_deployments_chain_and_told(malawi: Country) -> None:
    entry = AuditEntry.objects.filter(kind="places.place").last()
    assert entry is not None
    assert (entry.chain, entry.verb, entry.detail) == ("deployment", "create", {"pcode": "MW103"})
    assert Event.objects.filter(name="place.added").count() == 3


@pytest.mark.parametrize("who", ["amina", "ben", "chol", "dina", "device", "token"])
def test_only_operators_write_places(who: str, cast: Cast, chitipa: Place) -> None:
    actor = cast.actor(who)
    with pytest.raises(Problem, match="not-allowed"):
        services.add_place(actor, chitipa, "MW10101", {"en": "X"})
    with pytest.raises(Problem, match="not-allowed"):
        services.update_place(actor, chitipa, {"names": {"en": "X"}}, 1)
    with pytest.raises(Problem, match="not-allowed"):
        services.retire_place(actor, chitipa, date(2026, 1, 1), [], 1)
    with pytest.raises(Problem, match="not-allowed"):
        services.add_facility(actor, chitipa, "F1", "health", {"en": "X"})
    with pytest.raises(Problem, match="not-allowed"):
        services.propose_import(actor, chitipa.country, "x.csv", b"pcode,name\n")
    assert selectors.places(actor).count() == 4


def test_an_operator_writes_and_a_stranger_sees_nothing(cast: Cast, chitipa: Place) -> None:
    services.update_place(cast.actor("omar"), chitipa, {"names": {"en": "Chitipa", "fr": "Tchitipa"}}, 1)
    assert place("MW101").names["fr"] == "Tchitipa"
    assert not selectors.places(ANONYMOUS).exists()
    assert not selectors.facilities(ANONYMOUS).exists()


def test_a_change_on_an_old_version_is_refused_with_what_stands_now(chitipa: Place) -> None:
    services.update_place(SYSTEM, chitipa, {"names": {"en": "New"}}, 1)
    with pytest.raises(Problem, match="conflict") as conflict:
        services.update_place(SYSTEM, chitipa, {"names": {"en": "Other"}}, 1)
    assert conflict.value.members == {"version": 2, "present": {"names": "{'en': 'New'}"}}
    assert place("MW101").name == "New"


def test_a_unit_that_moves_takes_all_below_it_along(malawi: Country) -> None:
    services.add_place(SYSTEM, place("MW101"), "MW10101", {"en": "Ward"})
    south = services.add_place(SYSTEM, place("MWI"), "MW2", {"en": "South"})
    services.update_place(SYSTEM, place("MW101"), {"parent": south}, 1)
    assert place("MW10101").path == "MWI/MW2/MW101/MW10101/"
    with pytest.raises(Problem, match="invalid-input"):
        services.update_place(SYSTEM, place("MW101"), {"parent": place("MW103")}, 2)


@pytest.mark.parametrize(
    ("code", "names", "problem"),
    [
        ("MW101", {"en": "Again"}, "places-code-taken"),
        ("MW/9", {"en": "Slash"}, "invalid-input"),
        ("", {"en": "None"}, "invalid-input"),
        ("MW109", {"en": " "}, "invalid-input"),
    ],
)
def test_what_is_no_place_is_refused(code: str, names: dict[str, str], problem: str, malawi: Country) -> None:
    with pytest.raises(Problem, match=problem):
        services.add_place(SYSTEM, place("MW1"), code, names)


@pytest.mark.parametrize("text", ["{", '{"type":"Point","coordinates":[33,-10]}', to_geojson(box(700, 0, 800, 1))])
def test_what_is_no_outline_is_refused(text: str, malawi: Country) -> None:
    with pytest.raises(Problem, match="places-outline-unusable"):
        services.add_place(SYSTEM, place("MW1"), "MW109", {"en": "X"}, geometry=text)


def test_the_end_of_a_unit_says_what_became_of_it(chitipa: Place) -> None:
    one = services.add_place(SYSTEM, place("MW1"), "MW110", {"en": "Chitipa North"})
    two = services.add_place(SYSTEM, place("MW1"), "MW111", {"en": "Chitipa South"})
    with pytest.raises(Problem, match="places-shares-uneven"):
        services.retire_place(SYSTEM, chitipa, date(2026, 7, 1), [(one, Decimal("0.6"))], 1)
    shares = [(one, Decimal("0.6")), (two, Decimal("0.4"))]
    services.retire_place(SYSTEM, chitipa, date(2026, 7, 1), shares, 1)
    assert place("MW101").valid_to == date(2026, 6, 30)
    origins, _none = selectors.crosswalk_of(one)
    assert [(link.predecessor.pcode, link.share) for link in origins] == [("MW101", Decimal("0.6"))]
    assert Crosswalk.objects.count() == 2
    codes = {p.pcode for p in selectors.on_day(Place.objects.filter(level=2), date(2026, 7, 1))}
    assert codes == {"MW103", "MW110", "MW111"}


@pytest.mark.parametrize("typed", ["nkhata bay", "BAY", "nkhatabay", "NKHÂTA", "mw103", "نخاتا", "bay nkhata"])
def test_a_place_is_found_by_name_or_code_without_accents(typed: str, malawi: Country) -> None:
    assert [p.pcode for p in selectors.search_places(Place.objects.all(), typed)] == ["MW103"]


def test_the_exact_code_comes_first(malawi: Country) -> None:
    assert [p.pcode for p in selectors.best_first(Place.objects.all(), "mw1")] == ["MW1", "MW101", "MW103"]
    assert not selectors.search_places(Place.objects.all(), "hata")


def test_points_find_their_district_and_a_changed_outline_is_seen(malawi: Country) -> None:
    lons, lats = [33.5, 34.0, 33.5], [-9.5, -11.5, -10.5]
    assert selectors.locate_points("MWI", 2, lons, lats) == ["MW101", "MW103", ""]
    wider = to_geojson(box(33, -11, 34, -9))
    services.update_place(SYSTEM, place("MW101"), {"geometry": wider}, 1)
    assert selectors.locate_points("MWI", 2, lons, lats) == ["MW101", "MW103", "MW101"]


def test_a_facility_keeps_its_services_and_state(chitipa: Place, cast: Cast) -> None:
    omar = cast.actor("omar")
    row = services.add_facility(
        omar, chitipa, "HF1", "health", {"en": "Kafora"}, services=["nutrition"], lon=33.2, lat=-9.7
    )
    assert [f.code for f in selectors.facilities_in(cast.actor("ben"), place("MW1"))] == ["HF1"]
    services.update_facility(omar, row, {"state": "paused", "state_since": date(2026, 3, 1)}, 1)
    row.refresh_from_db()
    assert (row.state, row.version) == ("paused", 2)
    with pytest.raises(Problem, match="conflict"):
        services.update_facility(omar, row, {"state": "open"}, 1)


@pytest.mark.parametrize(
    "wrong",
    [{"services": ["primary"]}, {"lon": 33.0}, {"lon": 33.0, "lat": 99.0}, {"state": "gone"}],
)
def test_a_facility_that_makes_no_sense_is_refused(wrong: dict[str, object], chitipa: Place) -> None:
    with pytest.raises(Problem, match="invalid-input"):
        services.add_facility(SYSTEM, chitipa, "HF2", "health", {"en": "X"}, **wrong)  # type: ignore[arg-type]

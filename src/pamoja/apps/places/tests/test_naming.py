"""What a person types for a place is read, and what it cannot mean is said."""

import pytest

from pamoja.apps.places import services
from pamoja.apps.places.models import Country, Place
from pamoja.core.accounts.placing import PlaceUnclearError, find_place, place_names
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast

SYSTEM = system_actor("test")
CHOICES = "/places/choices.json"
NKHATA = "MWI/MW1/MW103/"


@pytest.mark.parametrize(
    "typed",
    [NKHATA, "MW103", "mw103", "Nkhata-Bây", "nkhata bay", "نخاتا باي", "Nkhata-Bây (MW103)", "Whatever (mw103)"],
)
def test_a_path_a_code_or_an_exact_name_means_the_place(typed: str, malawi: Country) -> None:
    assert find_place(typed) == NKHATA


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("nkhata", "the exact name “nkhata”. Is it one of these? Nkhata-Bây (MW103)"),
        ("MW1/", "the exact name “MW1/”. Is it one of these? Northern (MW1), Chitipa (MW101), Nkhata-Bây (MW103)"),
        ("Atlantis", "No place has the P-code or the exact name “Atlantis”."),
        ("…", "No place has the P-code or the exact name “…”."),
    ],
)
def test_what_no_place_is_called_is_said_with_what_it_may_be(typed: str, words: str, malawi: Country) -> None:
    with pytest.raises(PlaceUnclearError) as unclear:
        find_place(typed)
    assert str(unclear.value).endswith(words)


def test_a_name_of_several_places_is_not_guessed(malawi: Country) -> None:
    services.add_place(SYSTEM, Place.objects.get(pcode="MW1"), "MW109", {"en": "Chitipa"})
    with pytest.raises(PlaceUnclearError) as unclear:
        find_place("chitipa")
    assert str(unclear.value).endswith("Write one of these: Chitipa (MW101), Chitipa (MW109)")
    assert find_place("Chitipa (MW109)") == "MWI/MW1/MW109/"


def test_a_code_of_two_countries_is_told_apart_by_its_path(malawi: Country) -> None:
    services.add_country(SYSTEM, "ZMB", "ZM", {"en": "Zambia"}, {})
    services.add_place(SYSTEM, Place.objects.get(pcode="ZMB"), "MW1", {"en": "Same code"})
    with pytest.raises(PlaceUnclearError, match="Write one of these: MWI/MW1/, ZMB/MW1/"):
        find_place("MW1")
    assert find_place("ZMB/MW1/") == "ZMB/MW1/"


def test_a_place_that_has_ended_is_meant_by_its_code_alone(malawi: Country) -> None:
    Place.objects.filter(pcode="MW103").update(valid_to="2001-01-01")
    assert find_place("MW103") == NKHATA
    with pytest.raises(PlaceUnclearError):
        find_place("nkhata bay")


def test_names_hold_those_above_and_an_unknown_path_stays(malawi: Country) -> None:
    assert place_names([NKHATA, "XX/"]) == {NKHATA: "Nkhata-Bây · Northern · Malawi", "XX/": "XX/"}


@pytest.mark.parametrize("who", ["amina", "ben", "chol", "dina", "omar"])
def test_everybody_signed_in_is_offered_places_by_name_or_code(who: str, cast: Cast, malawi: Country) -> None:
    browser = cast.client(who)
    wanted = {"places": [["Nkhata-Bây", "MW103", "Northern · Malawi"]]}
    assert browser.get(CHOICES, {"q": "nkhatâ b"}).json() == wanted
    assert browser.get(CHOICES, {"q": "mw103"}).json() == wanted
    assert browser.get(CHOICES, {"q": "نخا"}, headers={"Accept-Language": "ar"}).json()["places"][0][0] == "نخاتا باي"
    assert browser.get(CHOICES, {"q": " - "}).json() == {"places": []}


@pytest.mark.parametrize("who", ["nobody", "device", "token"])
def test_nobody_else_is_offered_anything(who: str, cast: Cast, malawi: Country) -> None:
    assert cast.client(who).get(CHOICES, {"q": "nkhata"}).status_code == 302


def test_ten_places_at_most_are_offered_in_little_and_in_few_queries(
    cast: Cast, malawi: Country, django_assert_max_num_queries: object
) -> None:
    region = Place.objects.get(pcode="MW1")
    for number in range(30):
        services.add_place(SYSTEM, region, f"MW1{number + 10}", {"en": f"Somewhere {number}", "ar": "مكان ما"})
    browser = cast.client("ben")
    browser.get(CHOICES)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        answer = browser.get(CHOICES, {"q": "somewhere"}, headers={"Accept-Language": "ar"})
    assert len(answer.json()["places"]) == 10
    assert len(answer.content) < 1000


def test_places_of_yesterday_are_not_offered(cast: Cast, malawi: Country) -> None:
    Place.objects.filter(pcode="MW103").update(valid_to="2001-01-01")
    assert cast.client("ben").get(CHOICES, {"q": "nkhata"}).json() == {"places": []}

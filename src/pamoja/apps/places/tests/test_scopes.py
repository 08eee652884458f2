"""A role can reach one place, and the forms that give it read what a person typed."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from pamoja.apps.places.models import Country, Place
from pamoja.core.accounts.models import Grant, Invitation
from pamoja.core.agreements.models import Agreement
from pamoja.core.testing.cast import PASSWORD, Cast

DISTRICT = "MWI/MW1/MW101/"


def proved(cast: Cast, name: str) -> Client:
    """A browser that has given its password just now."""
    browser = cast.client(name)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


@pytest.mark.parametrize("typed", [DISTRICT, "MW101", "mw101", "Chitipa", "Chitipa (MW101)"])
def test_an_invitation_reaches_the_district_that_was_typed(typed: str, cast: Cast, malawi: Country) -> None:
    given = {"email": "new@example.org", "role": "worker", "scope": "place", "place_path": typed}
    assert proved(cast, "amina").post(reverse("new_invitation"), given).status_code == 200
    assert Invitation.objects.get().place_path == DISTRICT


@pytest.mark.parametrize("typed", ["MWI/MW9/", "MW9", "Atlantis", ""])
def test_a_place_that_nobody_knows_is_refused(typed: str, cast: Cast, malawi: Country) -> None:
    given = {"email": "new@example.org", "role": "worker", "scope": "place", "place_path": typed}
    assert proved(cast, "amina").post(reverse("new_invitation"), given).status_code == 422
    assert not Invitation.objects.exists()


def test_the_list_of_people_names_the_place_of_a_role(cast: Cast, chitipa: Place) -> None:
    Grant.objects.filter(user=cast.dina).update(place_path=DISTRICT)
    assert "Chitipa · Northern · Malawi" in cast.client("amina").get(reverse("members")).text


def test_a_role_keeps_a_place_that_has_ended(cast: Cast, chitipa: Place) -> None:
    Grant.objects.filter(user=cast.dina).update(place_path=DISTRICT)
    Place.objects.filter(pk=chitipa.pk).update(valid_to="2001-01-01")
    grant = Grant.objects.get(user=cast.dina)
    given = {"role": "viewer", "scope": "place", "place_path": DISTRICT}
    assert proved(cast, "amina").post(reverse("member", args=[grant.pk]), given).status_code == 302
    grant.refresh_from_db()
    assert (grant.role, grant.place_path) == ("viewer", DISTRICT)


def test_a_form_shows_the_place_by_name_and_code_and_where_to_search(cast: Cast, chitipa: Place) -> None:
    Grant.objects.filter(user=cast.dina).update(place_path=DISTRICT)
    grant = Grant.objects.get(user=cast.dina)
    page = proved(cast, "amina").get(reverse("member", args=[grant.pk])).text
    assert 'value="Chitipa (MW101)"' in page
    assert 'data-place-search="/places/choices.json"' in page


def test_an_agreement_takes_several_places_and_says_which_is_none(cast: Cast, malawi: Country) -> None:
    amina = proved(cast, "amina")
    page = amina.get(reverse("new_agreement")).text
    assert page.count('name="places"') == 2, page[page.index("id_places_1") - 2500 : page.index("id_places_1")]
    shared = re.search(r'name="shared" value="([^"]+)"', page)
    assert shared
    given = {
        "receiver": cast.lake.slug,
        "purpose": "Nutrition",
        "starts": "2026-01-01",
        "ends": "2026-12-31",
        "shared": shared[1],
        "places": ["Atlantis", "mw103"],
    }
    refused = amina.post(reverse("new_agreement"), given)
    assert (refused.status_code, Agreement.objects.count()) == (422, 0)
    assert "No place has the P-code or the exact name “Atlantis”." in refused.text
    assert 'value="mw103"' in refused.text
    assert (
        amina.post(reverse("new_agreement"), {**given, "places": ["", "chitipa", "MW103", "MW101"]}).status_code == 302
    )
    assert Agreement.objects.get().place_paths == [DISTRICT, "MWI/MW1/MW103/"]

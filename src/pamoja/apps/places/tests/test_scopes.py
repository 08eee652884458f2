"""A role can reach one place, and the forms that give it offer the places."""

import pytest
from django.test import Client
from django.urls import reverse

from pamoja.apps.places import selectors
from pamoja.apps.places.models import Country, Place
from pamoja.core.accounts.models import Grant, Invitation
from pamoja.core.testing.cast import PASSWORD, Cast

DISTRICT = "MWI/MW1/MW101/"


def proved(cast: Cast, name: str) -> Client:
    """A browser that has given its password just now."""
    browser = cast.client(name)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


def test_an_invitation_reaches_the_district_that_was_chosen(cast: Cast, malawi: Country) -> None:
    browser = proved(cast, "amina")
    assert "Chitipa · Northern · Malawi" in browser.get(reverse("new_invitation")).text
    given = {"email": "new@example.org", "role": "worker", "scope": "place", "place_path": DISTRICT}
    assert browser.post(reverse("new_invitation"), given).status_code == 200
    assert Invitation.objects.get().place_path == DISTRICT


def test_a_place_that_is_on_no_list_is_refused(cast: Cast, malawi: Country) -> None:
    given = {"email": "new@example.org", "role": "worker", "scope": "place", "place_path": "MWI/MW9/"}
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


def test_ended_places_and_levels_too_long_to_choose_from_are_left_out(
    cast: Cast, chitipa: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    Place.objects.filter(pk=chitipa.pk).update(valid_to="2001-01-01")
    paths = [path for path, _name in selectors.scope_choices(cast.actor("amina"))]
    assert paths == ["MWI/", "MWI/MW1/", "MWI/MW1/MW103/"]
    monkeypatch.setattr(selectors, "MAX_SCOPES", 2)
    assert [path for path, _name in selectors.scope_choices(cast.actor("amina"))] == ["MWI/", "MWI/MW1/"]

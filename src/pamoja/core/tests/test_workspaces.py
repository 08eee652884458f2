"""The wall between workspaces."""

import pytest

from pamoja.core.accounts.models import Team
from pamoja.core.permissions import ANONYMOUS, visible
from pamoja.core.testing.cast import Cast


def test_an_owner_sees_their_teams_and_a_stranger_none(cast: Cast) -> None:
    Team.objects.create(workspace=cast.river, name="North")
    assert visible(Team.objects.all(), cast.actor("amina")).count() == 1
    assert not visible(Team.objects.all(), ANONYMOUS).exists()


@pytest.mark.parametrize("name", ["amina", "ben", "nobody"])
def test_the_home_page_answers(cast: Cast, name: str) -> None:
    assert cast.client(name).get("/").status_code == 200


def test_an_owner_sees_no_team_of_another_workspace(cast: Cast) -> None:
    Team.objects.create(workspace=cast.lake, name="South")
    assert not visible(Team.objects.all(), cast.actor("amina")).exists()

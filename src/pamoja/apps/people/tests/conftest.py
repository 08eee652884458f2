"""A register with a few invented people in it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pamoja.apps.people.models import Person
from pamoja.apps.people.services import register_person
from pamoja.apps.places.selectors import find_place
from pamoja.apps.places.services import add_country, add_place
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import DINAS_PLACE, Cast
from pamoja.core.workspaces.context import workspace_active


@pytest.fixture
def malawi(db: None) -> None:
    """Two regions; Dina's district lies in the first."""
    system = system_actor("test")
    add_country(system, "MWI", "MW", {"en": "Malawi"}, {})
    root = find_place(system, "MWI", "MWI")
    assert root
    north = add_place(system, root, "MW1", {"en": "Northern"})
    add_place(system, north, "MW101", {"en": "Chitipa"})
    add_place(system, root, "MW2", {"en": "Central"})


@pytest.fixture
def river(cast: Cast, malawi: None) -> Iterator[Cast]:
    """The cast, with river active."""
    with workspace_active(cast.river):
        yield cast


@pytest.fixture
def register(river: Cast) -> Callable[..., Person]:
    """Registers a person by full name, as Amina, with further fields."""

    def make(name: str = "Amina Test", **fields: Any) -> Person:
        return register_person(river.actor("amina"), {"names": [{"full": name}], **fields})

    return make


@pytest.fixture
def here(register: Callable[..., Person]) -> Person:
    """Someone in Dina's district."""
    return register("Fatouma Example", sex="female", birth_date="2015-03-27", place=DINAS_PLACE)


@pytest.fixture
def elsewhere(register: Callable[..., Person]) -> Person:
    """Someone in another district."""
    return register("Yusuf Example", sex="male", place="MWI/MW2/")

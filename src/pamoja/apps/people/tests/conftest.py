"""A register with a few invented people in it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pamoja.apps.people.models import Person
from pamoja.apps.people.services import register_person
from pamoja.core.testing.cast import DINAS_PLACE, Cast
from pamoja.core.workspaces.context import workspace_active


@pytest.fixture
def river(cast: Cast) -> Iterator[Cast]:
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
    return register("Fatouma Example", sex="female", birth_date="2015-03-27", place_path=DINAS_PLACE)


@pytest.fixture
def elsewhere(register: Callable[..., Person]) -> Person:
    """Someone in another district."""
    return register("Yusuf Example", sex="male", place_path="MWI/MW2/MW203/")

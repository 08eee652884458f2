from collections.abc import Iterator

import pytest

from pamoja.apps.forms.entities.tests.world import World, people_form
from pamoja.apps.forms.services import create_form, create_project, publish_draft
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active


@pytest.fixture
def world(cast: Cast) -> Iterator[World]:
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        project = create_project(amina, "Census")
        form = create_form(amina, project, people_form())
        publish_draft(amina, form)
        yield World(amina, project, form)

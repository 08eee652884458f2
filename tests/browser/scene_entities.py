"""A list of people with a conflict, somebody who was deleted, and a change that waits."""

from typing import Any

from pamoja.apps.forms.entities.tests.world import BRANCH, UUID, World, people_form
from pamoja.apps.forms.services import create_form, create_project, publish_draft
from pamoja.apps.forms.services.entities import create_entity, delete_entities
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

GONE = UUID.replace("abc", "abd")
UPDATE = 'update="1" baseVersion="1"'
WAITS = f'update="1" baseVersion="3" trunkVersion="1" branchId="{BRANCH}"'


def make_entities(cast: Cast) -> dict[str, Any]:
    """Ada has two ages since two devices changed her at once; a third has sent its later change first."""
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        project = create_project(amina, "Census")
        form = create_form(amina, project, people_form())
        publish_draft(amina, form)
        world = World(amina, project, form)
        world.send('create="1"', "Ada", name="Ada Lovelace", age="20")
        world.send(UPDATE, age="21")
        world.send(UPDATE, name="Ada Byron", age="22")
        world.send(WAITS, age="23")
        create_entity(amina, world.dataset, {"uuid": GONE, "label": "Ida", "data": {"age": "7"}})
        delete_entities(amina, world.dataset, [GONE])
        return {"list": world.dataset.pk, "clashing_entity": UUID, "deleted_entity": GONE}

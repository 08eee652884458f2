"""A list that holds hidden answers is shown to who may read them, and given to the devices that choose from it."""

from typing import Any

import pytest
from django.urls import reverse

from pamoja.apps.forms.entities.tests.conftest import world as world
from pamoja.apps.forms.entities.tests.world import UUID, World
from pamoja.apps.forms.models import Submission
from pamoja.apps.forms.protecting.classifying import classed_questions, classify
from pamoja.apps.forms.protecting.lists import hides_list
from pamoja.apps.forms.protecting.tests.reading import Reader, text_of
from pamoja.apps.forms.selectors import device_csv
from pamoja.apps.forms.services import add_collector
from pamoja.core.accounts.actors import holder
from pamoja.core.accounts.models import Grant, User
from pamoja.core.testing.cast import Cast

LIST = "/odk/v1/projects/{project}/datasets/people"


@pytest.fixture
def vera(cast: Cast) -> Reader:
    """A viewer of everything."""
    user = User.objects.create_user("vera@example.org", name="Vera")
    Grant.objects.create(workspace=cast.river, user=user, role="viewer")
    return Reader(user, cast.river)


@pytest.fixture
def ann(world: World) -> World:
    """The list with one person."""
    world.send('create="1"', label="ZQLABEL", name="ZQNAME", age="4")
    assert world.entity.data == {"full_name": "ZQNAME", "age": "4"}
    return world


def _classify(world: World, **classes: str) -> None:
    chosen = {each.field.path: classes.get(each.field.name, "open") for each in classed_questions(world.form)}
    classify(world.actor, world.form, chosen)


def _ways(world: World) -> list[str]:
    record = Submission.objects.get().instance_id
    pages = [("table", []), ("about", []), ("waiting", []), ("entity", [UUID])]
    api = ["", "/entities", f"/entities/{UUID}", f"/entities/{UUID}/versions", f"/entities/{UUID}/diffs"]
    api += [f"/entities/{UUID}/audits", "/entities.csv", "/entities.geojson", ".svc/Entities"]
    form = f"/odk/v1/projects/{world.project.pk}/forms/people/submissions/{record}/audits"
    return [
        *(reverse(f"forms-lists:{name}", args=[world.dataset.pk, *more]) for name, more in pages),
        *(LIST.format(project=world.project.pk) + each for each in api),
        form,
    ]


def _told(reader: Reader, url: str) -> str:
    client: Any = reader.program if url.startswith("/odk/") else reader.browser
    return text_of(client.get(url, headers={"X-Extended-Metadata": "true"}))


def test_no_way_tells_what_a_list_keeps_of_hidden_answers(cast: Cast, ann: World, vera: Reader) -> None:
    ways = _ways(ann)
    before = [url for url in ways if "ZQ" in _told(vera, url)]
    assert len(before) >= 8, "a viewer sees lists"
    _classify(ann, name="direct")
    assert [url for url in ways if "ZQ" in _told(vera, url)] == []
    assert len([url for url in ways if "ZQ" in _told(Reader(cast.ben, cast.river), url)]) >= len(before), (
        "a worker does"
    )


def test_what_is_not_saved_to_the_list_hides_nothing(ann: World, vera: Reader) -> None:
    _classify(ann, age="quasi")
    assert not hides_list(vera.actor, ann.dataset)


def test_a_device_that_chooses_from_the_list_has_it(ann: World) -> None:
    _classify(ann, name="direct")
    device, _secret = add_collector(ann.actor, "Tablet", [ann.form])
    assert b"ZQNAME" in b"".join(device_csv(holder(device), ann.dataset))

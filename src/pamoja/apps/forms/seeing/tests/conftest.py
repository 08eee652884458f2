"""The survey of `survey.py` with its three records; Dina's district holds the first."""

import io
from collections.abc import Iterator

import pytest

from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.seeing.tests.survey import FORM, record_xml
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.apps.forms.services.records import locate_submission
from pamoja.apps.places.selectors import find_place
from pamoja.apps.places.services import add_country, add_place
from pamoja.core.geo import to_geojson
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


def _box(west: float, south: float, east: float, north: float) -> str:
    from shapely.geometry import box

    return to_geojson(box(west, south, east, north))


@pytest.fixture
def malawi(db: None) -> None:
    """Two regions; Dina's district lies in the first."""
    system = system_actor("test")
    add_country(system, "MWI", "MW", {"en": "Malawi"}, {"1": {"en": "Region"}, "2": {"en": "District"}})
    root = find_place(system, "MWI", "MWI")
    assert root
    north = add_place(system, root, "MW1", {"en": "Northern"}, geometry=_box(33, -12, 35, -9))
    add_place(system, north, "MW101", {"en": "Chitipa"}, geometry=_box(33, -10, 34, -9))
    add_place(system, root, "MW2", {"en": "Central"}, geometry=_box(33, -15, 35, -12))


@pytest.fixture
def form(cast: Cast, malawi: None) -> Iterator[Form]:
    """The published form with its records, and river active."""
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        made = create_form(amina, create_project(amina, "Water"), FORM)
        publish_draft(amina, made)
        for who, instance_id in (("amina", "uuid:ann"), ("ben", "uuid:bo"), ("ben", "uuid:cy")):
            files = {"ann.png": io.BytesIO(PNG)} if who == "amina" else {}
            name = "Ann of Chitipa" if who == "amina" else ""
            receive_submission(cast.actor(who), made.project_id, record_xml(instance_id, name=name), files)
        for submission in Submission.objects.all():
            locate_submission(submission)
        yield made


@pytest.fixture
def ann(form: Form) -> Submission:
    """The record in Dina's district."""
    return Submission.objects.get(instance_id="uuid:ann")


@pytest.fixture
def bo(form: Form) -> Submission:
    """The record in the other region."""
    return Submission.objects.get(instance_id="uuid:bo")

"""Where records lie, as GeoJSON over HTTP; and who may not learn it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.seeing.tests.survey import FORM, record_xml
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.core.accounts.services.programs import begin_session
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active


@pytest.fixture
def form(cast: Cast) -> Iterator[Form]:
    """The survey: Ann and Bo have points, Cy has none."""
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        form = create_form(amina, create_project(amina, "Water"), FORM)
        publish_draft(amina, form)
        for instance_id in ("uuid:ann", "uuid:bo", "uuid:cy"):
            receive_submission(amina, form.project_id, record_xml(instance_id))
    yield form


def _get(cast: Cast, who: str, form: Form, ending: str) -> Any:
    with workspace_active(cast.river):
        _session, secret, _csrf = begin_session(getattr(cast, who))
    address = f"/odk/v1/projects/{form.project_id}/forms/water/submissions{ending}"
    return Client(headers={"Authorization": f"Bearer {secret}"}).get(address)


def _features(response: Any) -> list[dict[str, Any]]:
    told = json.loads(b"".join(response.streaming_content))
    assert told["type"] == "FeatureCollection"
    return told["features"]  # type: ignore[no-any-return]


def test_each_record_with_a_place_is_a_feature(cast: Cast, form: Form) -> None:
    bo, ann = _features(_get(cast, "amina", form, ".geojson"))
    assert (bo["id"], ann["id"]) == ("uuid:bo", "uuid:ann")
    assert ann["geometry"] == {"type": "Point", "coordinates": [33.2, -9.7, 1200.0]}
    assert ann["properties"] == {"fieldpath": "/point"}


def test_a_question_and_a_record_may_be_named(cast: Cast, form: Form) -> None:
    (one,) = _features(_get(cast, "amina", form, "/uuid:bo.geojson?fieldpath=/point"))
    assert (one["id"], one["properties"]) == ("uuid:bo", None)
    assert _features(_get(cast, "amina", form, "/uuid:cy.geojson")) == []
    assert _features(_get(cast, "amina", form, ".geojson?fieldpath=/name")) == []
    (one,) = _features(_get(cast, "amina", form, ".geojson?$filter=__id eq 'uuid:ann'"))
    assert one["id"] == "uuid:ann"


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ("/uuid:none.geojson", 404.1),
        (".geojson?fieldpath=/point&fieldpath=/name", 400.41),
        (".geojson?$filter=name eq 'x'", 501.5),
    ],
)
def test_what_cannot_be_answered_is_refused_by_number(cast: Cast, form: Form, ending: str, code: float) -> None:
    assert _get(cast, "amina", form, ending).json()["code"] == code


@pytest.mark.parametrize("who", ["chol", "omar"])
@pytest.mark.parametrize("ending", [".geojson", "/uuid:ann.geojson"])
def test_strangers_learn_no_place(cast: Cast, form: Form, who: str, ending: str) -> None:
    assert _get(cast, who, form, ending).status_code in (403, 404)


def test_a_field_worker_learns_no_place_of_another_district(cast: Cast, form: Form) -> None:
    assert _features(_get(cast, "dina", form, ".geojson")) == []
    assert _get(cast, "dina", form, "/uuid:ann.geojson").status_code == 404

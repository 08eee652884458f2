"""A record lies where its first point lies, and who works in one district sees it from then on."""

import pytest

from pamoja.apps.forms.models import Project, Submission
from pamoja.apps.forms.selectors import submissions
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.apps.places.models import Country, Place
from pamoja.apps.places.tests.conftest import malawi
from pamoja.core.events.models import Outbox
from pamoja.core.events.outbox import work
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

__all__ = ["malawi"]
IN_CHITIPA, IN_NKHATA_BAY, AT_SEA = b"-9.5 33.5 0 5", b"-11.5 34.5 0 5", b"-40 60 0 5"
SENT_POINT = b"-13.9 33.7 0 5"


@pytest.fixture
def project(cast: Cast, malawi: Country) -> Project:
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        made = create_project(amina, "Visits")
        publish_draft(amina, create_form(amina, made, form_xml()))
        pointless = form_xml("pointless").replace(b'type="geopoint"', b'type="string"')
        publish_draft(amina, create_form(amina, made, pointless))
    work()
    return made


def _sent(cast: Cast, project: Project, point: bytes, **options: str) -> Submission:
    with workspace_active(cast.river):
        receive_submission(cast.actor("amina"), project.pk, submission_xml(**options).replace(SENT_POINT, point))
    work()
    with workspace_active(cast.river):
        submission: Submission = Submission.objects.get()
        return submission


def _seen_by(cast: Cast, name: str, submission: Submission) -> bool:
    with workspace_active(cast.river):
        return submissions(cast.actor(name), submission.form).filter(pk=submission.pk).exists()


@pytest.mark.parametrize(("point", "pcode"), [(IN_CHITIPA, "MW101"), (IN_NKHATA_BAY, "MW103"), (AT_SEA, None)])
def test_a_record_lies_where_its_point_lies(cast: Cast, project: Project, point: bytes, pcode: str | None) -> None:
    place: Place | None = _sent(cast, project, point).place
    assert (place and place.pcode) == pcode


def test_who_works_in_one_district_sees_its_records_and_no_others(cast: Cast, project: Project) -> None:
    submission = _sent(cast, project, IN_CHITIPA)
    assert _seen_by(cast, "dina", submission)
    moved = {"instance_id": "uuid:2", "deprecated": "uuid:1"}
    submission = _sent(cast, project, IN_NKHATA_BAY, **moved)
    assert not _seen_by(cast, "dina", submission), "corrected to another district"
    assert _seen_by(cast, "amina", submission)


def test_a_record_of_a_form_that_asks_for_no_point_makes_no_work(cast: Cast, project: Project) -> None:
    with workspace_active(cast.river):
        receive_submission(cast.actor("amina"), project.pk, submission_xml(form_id="pointless"))
        assert Submission.objects.get().form.xml_form_id == "pointless"
    assert not Outbox.objects.filter(handler="consumer:forms.locate").exists()

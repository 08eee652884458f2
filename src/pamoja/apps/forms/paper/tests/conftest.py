"""Published forms for paper, a batch of sheets, and two people who key them."""

import pytest
from django.urls import reverse

from pamoja.apps.forms.models import Form, PaperBatch
from pamoja.apps.forms.paper.tests.keyer import FORM, Keyer
from pamoja.apps.forms.paper.tests.test_press import form_xml
from pamoja.apps.forms.services import create_form, create_project, publish_draft
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active


@pytest.fixture
def form(cast: Cast) -> Form:
    system = system_actor("test", cast.river)
    with workspace_active(cast.river):
        made = create_form(system, create_project(system, "Survey"), form_xml())
        publish_draft(system, made)
        made.refresh_from_db()
    return made


@pytest.fixture
def survey_xml() -> str:
    return FORM


@pytest.fixture
def survey(cast: Cast, survey_xml: str) -> Form:
    system = system_actor("test", cast.river)
    with workspace_active(cast.river):
        made = create_form(system, create_project(system, "Survey"), survey_xml.encode())
        publish_draft(system, made)
        made.refresh_from_db()
    return made


@pytest.fixture
def batch(cast: Cast, survey: Form) -> PaperBatch:
    amina = cast.client("amina")
    amina.post(reverse("forms-paper:batches", args=[survey.pk]), {"name": "Week 1", "rows": "3"})
    with workspace_active(cast.river):
        return PaperBatch.objects.get()


@pytest.fixture
def ben(cast: Cast, batch: PaperBatch) -> Keyer:
    return Keyer(cast.client("ben"), batch)


@pytest.fixture
def dina(cast: Cast, batch: PaperBatch) -> Keyer:
    return Keyer(cast.client("dina"), batch)

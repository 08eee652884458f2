"""A published form for paper."""

import pytest

from pamoja.apps.forms.models import Form
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

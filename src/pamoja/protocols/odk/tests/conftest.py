from collections.abc import Iterator

import pytest

from pamoja.apps.forms.services import add_collector, create_form, create_project, publish_draft
from pamoja.apps.forms.tests.xml import form_xml
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.protocols.odk.tests.field import Field


@pytest.fixture
def field(cast: Cast) -> Iterator[Field]:
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        project = create_project(amina, "Visits")
        form = create_form(amina, project, form_xml())
        publish_draft(amina, form)
        _credential, key = add_collector(amina, "Tablet 1", [form])
    yield Field(project, form, key)

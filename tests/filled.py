"""River with something of everything, and the ids of it."""

from dataclasses import dataclass

import pytest

from pamoja.apps.forms.contracts import Submission
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.apps.people.services import add_identifier, add_member, create_household, register_person
from pamoja.apps.places.selectors import find_place
from pamoja.apps.places.services import add_country, add_place
from pamoja.core.accounts.actors import hash_secret
from pamoja.core.accounts.models import Credential, Grant
from pamoja.core.accounts.services.teams import create_team
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

SYSTEM = system_actor("test")
OWNER_SECRET, STRANGER_SECRET = "owner-secret", "stranger-secret"


@dataclass(frozen=True)
class River:
    """River's rows: `ids` by the path parameter of our API that takes them, `numbers` by that of the pages."""

    cast: Cast
    ids: dict[str, str]
    numbers: dict[str, int]


@pytest.fixture
def river(cast: Cast) -> River:
    add_country(SYSTEM, "MWI", "MW", {"en": "Malawi"})
    root = find_place(SYSTEM, "MWI", "MWI")
    assert root
    add_place(SYSTEM, root, "MW1", {"en": "Northern"})
    for workspace, secret in ((cast.river, OWNER_SECRET), (cast.lake, STRANGER_SECRET)):
        held = Credential.objects.create(workspace=workspace, type="token", name="api", secret_hash=hash_secret(secret))
        Grant.objects.create(workspace=workspace, credential=held, role="owner")
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        person = register_person(amina, {"names": [{"full": "Hawa Example"}], "place": "MW1"})
        add_identifier(amina, person, "passport", "MWI", "A1")
        household = create_household(amina, "HH-1", "MW1")
        add_member(amina, household, person, "head")
        project = create_project(amina, "Visits")
        form = create_form(amina, project, form_xml())
        publish_draft(amina, form)
        receive_submission(amina, project.pk, submission_xml())
        submission = Submission.objects.get()
        numbers = {
            "form_id": form.pk,
            "project_id": project.pk,
            "grant_id": Grant.objects.get(workspace=cast.river, user=cast.ben).pk,
            "team_id": create_team(amina, "North").pk,
        }
    ids = {"person": person, "household": household, "form": form, "row": submission, "project": project}
    return River(cast, {name: str(row.public_id) for name, row in ids.items()}, numbers)

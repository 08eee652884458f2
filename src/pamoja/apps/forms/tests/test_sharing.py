"""By an agreement another workspace learns which forms are in use; their records stay at home."""

from datetime import timedelta

import pytest
from django.urls import reverse

from pamoja.apps.forms.contracts import Submission
from pamoja.apps.forms.models import Form
from pamoja.apps.forms.services import create_form, create_project, delete_form, publish_draft, receive_submission
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.agreements import services
from pamoja.core.agreements.models import Agreement
from pamoja.core.agreements.selectors import shared
from pamoja.core.agreements.services import Terms
from pamoja.core.audit.models import AuditEntry
from pamoja.core.audit.services import chain_of
from pamoja.core.clock import now
from pamoja.core.problems import INVALID_INPUT, Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

FIELDS = {"forms.form": ["title", "state"]}


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    """River has three forms: one in use, one never published, one deleted; lake may read titles and states."""
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        project = create_project(amina, "Visits")
        forms = [create_form(amina, project, form_xml(form_id)) for form_id in ("used", "draft", "deleted")]
        publish_draft(amina, forms[0])
        publish_draft(amina, forms[2])
        delete_form(amina, forms[2])
        receive_submission(amina, project.pk, submission_xml(form_id="used"))
    today = now().date()
    proposed = services.propose_agreement(amina, cast.lake, Terms("Who does what", FIELDS, today, today))
    return services.accept_agreement(cast.actor("chol"), proposed)


def test_the_other_side_reads_the_agreed_fields_of_forms_in_use(cast: Cast, agreement: Agreement) -> None:
    rows = shared(Form, cast.actor("chol"), agreement)
    assert [sorted(row.values) for row in rows] == [["state", "title"]]
    with workspace_active(cast.river):
        assert rows[0].public_id == str(Form.objects.get(xml_form_id="used").public_id)


def test_records_can_be_in_no_agreement(cast: Cast) -> None:
    assert Submission is not None
    with pytest.raises(Problem, match=INVALID_INPUT.code):
        terms = Terms("x", {"forms.submission": ["instance_id"]}, now().date(), now().date() + timedelta(1))
        services.propose_agreement(cast.actor("amina"), cast.lake, terms)


@pytest.mark.parametrize(
    ("name", "status"), [("chol", 200), ("amina", 404), ("ben", 404), ("dina", 404), ("omar", 403), ("nobody", 302)]
)
def test_who_reads_the_page(cast: Cast, agreement: Agreement, name: str, status: int) -> None:
    page = reverse("shared_records", args=[agreement.public_id, "forms.form"])
    answer = cast.client(name).get(page)
    assert answer.status_code == status
    assert ("Open" in answer.text) == (name == "chol")


def test_both_audits_show_that_it_was_read_and_the_end_is_at_once(cast: Cast, agreement: Agreement) -> None:
    chol, page = cast.client("chol"), reverse("shared_records", args=[agreement.public_id, "forms.form"])
    assert page in chol.get(reverse("agreement", args=[agreement.public_id])).text
    chol.get(page)
    uses = AuditEntry.objects.filter(verb="see-shared", kind="forms.form")
    assert {entry.chain for entry in uses} == {chain_of(cast.river), chain_of(cast.lake)}
    services.end_agreement(cast.actor("amina"), agreement)
    assert chol.get(page).status_code == 403
    assert page not in chol.get(reverse("agreement", args=[agreement.public_id])).text
    assert chol.get(reverse("shared_records", args=[agreement.public_id, "people.person"])).status_code == 404

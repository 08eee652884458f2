"""The survey of `survey.py`: checked, with its records in; the odd one lies in Dina's district."""

from collections.abc import Iterator

import pytest

from pamoja.apps.forms.models import Form, QualityFlag, QualityPlan, Submission
from pamoja.apps.forms.quality.checking import check_form
from pamoja.apps.forms.quality.plans import begin_plan
from pamoja.apps.forms.quality.tables import FormTables
from pamoja.apps.forms.quality.tests.survey import FORM, HERE, ORDINARY, record_xml
from pamoja.apps.forms.seeing.tests.conftest import malawi  # noqa: F401 - a fixture
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.apps.forms.services.records import locate_submission
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active


@pytest.fixture
def form(cast: Cast, malawi: None) -> Iterator[Form]:  # noqa: F811
    """The published form with its records, and river active."""
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        made = create_form(amina, create_project(amina, "Spending"), FORM)
        publish_draft(amina, made)
        for number in range(ORDINARY):
            receive_submission(amina, made.project_id, record_xml(number, 400 + 10 * (number % 20)))
        odd = record_xml("odd", 99000, "other", "a protected well", HERE)
        receive_submission(cast.actor("dina"), made.project_id, odd)
        receive_submission(amina, made.project_id, record_xml("lorry", 480, "other", "a lorry"))
        locate_submission(Submission.objects.get(instance_id="uuid:odd"))
        yield Form.objects.select_related("published", "draft").get(pk=made.pk)


@pytest.fixture
def plan(cast: Cast, form: Form) -> QualityPlan:
    """How it is checked: with the defaults."""
    return begin_plan(cast.actor("amina"), form)


@pytest.fixture
def flags(plan: QualityPlan) -> dict[tuple[str, str], QualityFlag]:
    """What the checks found about records, by instance id and question."""
    check_form(plan)
    found = QualityFlag.objects.select_related("submission").filter(subject="record")
    return {(each.submission.instance_id, each.question): each for each in found if each.submission}


@pytest.fixture
def tables(form: Form) -> FormTables:
    return FormTables(form)

"""Real forms on plain pages: every page renders, and weighs less than 50 kB with its style."""

import io
import os
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from pamoja.apps.forms.models import Filling, Form, Project
from pamoja.apps.forms.plain.pages import pages_of
from pamoja.apps.forms.plain.sessions import resumed
from pamoja.apps.forms.services import create_form, create_project, examine_import, publish_draft, start_import
from pamoja.core.permissions import Actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

CONFORMANCE = Path(os.environ.get("PAMOJA_CONFORMANCE", "../shared/conformance"))
MOST_BYTES = 50_000
# name of a file and the least number of questions that its pages must ask
WORKBOOKS = [
    ("xlsforms/impact_cleaningtools_household.xlsx", 200),
    ("xlsforms/onadata_good_eats_multilang.xlsx", 10),
    ("xlsforms/odk_all-question-types-v2024091201-3.xlsx", 60),
    ("xlsforms/pyxform_widgets.xls", 30),
    ("xlsforms/msna_2024_reach_household.xlsx", 150),
]


@pytest.mark.parametrize(("name", "least"), WORKBOOKS)
def test_every_page_of_a_real_form_renders_small(cast: Cast, name: str, least: int) -> None:
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        form = _published(amina, create_project(amina, "Survey"), CONFORMANCE / "forms" / name)
    client = cast.client("amina")
    client.post(reverse("forms-plain:start", args=[form.pk]))
    with workspace_active(cast.river):
        filling = Filling.objects.get()
        pages = pages_of(resumed(amina, filling))
    style = finders.find("forms/plain.css")
    assert style
    weights = {}
    for page in (each for each in pages if each.is_shown):
        answer = client.get(reverse("forms-plain:page", args=[form.pk, filling.public_id]), {"at": page.key})
        assert answer.status_code == 200
        assert all(f'value="{each.path}"' in answer.text for each in page.questions if each.is_relevant)
        weights[page.key] = len(answer.content) + Path(str(style)).stat().st_size
    assert sum(len(each.questions) for each in pages) >= least
    assert max(weights.values()) < MOST_BYTES, weights


def _published(amina: Actor, project: Project, source: Path) -> Form:
    if not source.exists():
        pytest.skip("the conformance folder is not here")
    if source.suffix == ".xml":
        form = create_form(amina, project, source.read_bytes())
    else:
        upload = examine_import(amina, start_import(amina, project, io.BytesIO(source.read_bytes()), source.name))
        assert upload.result, upload.findings
        form = upload.result.form
    publish_draft(amina, form)
    published: Form = Form.objects.get(pk=form.pk)
    return published

"""A table of hundreds of columns costs about what its answers cost, not a template and a long address for each."""

import re

import pytest

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.seeing.tests.reading import cells, page
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

QUESTIONS, RECORDS = 222, 3
NAMES = [f"question_{number}" for number in range(QUESTIONS)]


@pytest.fixture
def wide(cast: Cast) -> Form:
    """A published form of 222 questions with three records."""
    nodes = "".join(f"<{name}/>" for name in NAMES)
    binds = "".join(f'<bind nodeset="/data/{name}" type="string"/>' for name in NAMES)
    inputs = "".join(f'<input ref="/data/{name}"><label>{name}</label></input>' for name in NAMES)
    xml = f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
      <h:title>Wide</h:title><model><instance><data id="wide" version="1">{nodes}<meta><instanceID/></meta></data>
      </instance>{binds}</model></h:head><h:body>{inputs}</h:body></h:html>"""
    with workspace_active(cast.river):
        form = create_form(cast.actor("amina"), create_project(cast.actor("amina"), "Wide"), xml.encode())
        publish_draft(cast.actor("amina"), form)
        for number in range(RECORDS):
            answers = "".join(f"<{name}>{number}&lt;b&gt;</{name}>" for name in NAMES)
            meta = f"<meta><instanceID>uuid:{number}</instanceID></meta>"
            sent = f'<data id="wide" version="1">{answers}{meta}</data>'
            receive_submission(cast.actor("amina"), form.project_id, sent.encode())
    return form


def test_more_columns_draw_no_more_templates(cast: Cast, wide: Form) -> None:
    client = cast.client("amina")
    few, every = client.get(page(wide, columns=NAMES[:1])), client.get(page(wide, columns="*"))
    drawn = len(every.templates) - len(few.templates)
    icons, moments = QUESTIONS + 10, RECORDS
    assert drawn <= icons + moments, "a template for each cell"
    rows = cells(every)
    assert [len(row) for row in rows] == [len(rows[0])] * RECORDS
    assert rows[0].count("2&lt;b&gt;") == QUESTIONS, "what people wrote is text, never mark-up"


def test_addresses_stay_short_when_every_column_is_chosen(cast: Cast, wide: Form) -> None:
    client = cast.client("amina")
    every = client.get(page(wide, columns="*"))
    names = [column.name for column in every.context["listing"].columns]
    assert {f"/{name}" for name in NAMES} < set(names)
    ticked = client.get(page(wide, columns=names)).content.decode()
    addresses = re.findall(r'<a class="sort-link" href="([^"]*)"', ticked)
    assert len(addresses) > QUESTIONS
    assert max(map(len, addresses)) < 100
    assert all("columns=%2A" in each for each in addresses)


def test_at_first_a_dozen_columns_are_shown(cast: Cast, wide: Form) -> None:
    shown = cast.client("amina").get(page(wide)).context["listing"].columns
    assert len(shown) == 12
    assert [column.name for column in shown if column.name.startswith("/")] == [f"/{name}" for name in NAMES[:8]]

"""A list of entities on paper: by the time the sheet comes back, others stand in it."""

import pytest
from django.urls import reverse

from pamoja.apps.forms.entities.lists import create_dataset
from pamoja.apps.forms.models import Dataset, Entity, Form, PaperBatch, PaperEntry
from pamoja.apps.forms.paper.tests.keyer import Keyer, state, xml_of
from pamoja.apps.forms.paper.tests.pdf_text import text_of
from pamoja.apps.forms.services import create_form, create_project, publish_draft
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>Visit</h:title><model>
 <instance><data id="visit" version="1"><who/><orx:meta><orx:instanceID/></orx:meta></data></instance>
 <instance id="people" src="jr://file-csv/people.csv"/><bind nodeset="/data/who" type="string"/>
 <bind nodeset="/data/orx:meta/orx:instanceID" type="string" jr:preload="uid"
  xmlns:jr="http://openrosa.org/javarosa"/></model></h:head><h:body>
 <select1 ref="/data/who"><label>Who is visited?</label><itemset nodeset="instance('people')/root/item">
 <value ref="name"/><label ref="label"/></itemset></select1></h:body></h:html>"""


@pytest.fixture
def survey(cast: Cast) -> Form:
    system = system_actor("test", cast.river)
    with workspace_active(cast.river):
        project = create_project(system, "Visits")
        people = create_dataset(system, project, "people")
        Entity.objects.create(dataset=people, label="Banda")
        made = create_form(system, project, FORM)
        publish_draft(system, made)
        made.refresh_from_db()
    return made


def test_its_names_are_written_in_words_for_a_code_would_mean_another(
    cast: Cast, survey: Form, batch: PaperBatch, ben: Keyer, dina: Keyer
) -> None:
    printed = cast.client("ben").get(reverse("forms-paper:sheet", args=[survey.pk]), {"paper": "a4", "rows": "1"})
    assert "Who is visited?" in text_of(printed.content)
    assert "Banda" not in text_of(printed.content)
    with workspace_active(cast.river):
        banda = Entity.objects.get().public_id
        Entity.objects.create(dataset=Dataset.objects.get(), label="Phiri")  # newest first, as devices get them
    ben.take()
    refused = ben.key("finish", **{"a:/who": "1"})
    assert "This is not one of the choices." in refused.text
    ben.key("finish", **{"a:/who": "banda"})
    with workspace_active(cast.river):
        assert PaperEntry.objects.get().answers == {"/who": str(banda)}
    dina.take()
    dina.key("finish", **{"a:/who": "Banda"})
    assert state(cast) == "done"
    assert f"<who>{banda}</who>" in xml_of(cast)

"""A small form that is answered by text."""

import pytest

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.services import create_form, create_project, publish_draft
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

XML = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">
  <h:head><h:title>Water</h:title><model>
    <instance><data id="water" version="1"><name/><litres/><photo/>
      <orx:meta><orx:instanceID/></orx:meta></data></instance>
    <bind nodeset="/data/name" type="string" required="true()"/>
    <bind nodeset="/data/litres" type="int" constraint=". &lt; 500" jr:constraintMsg="That is a lake."/>
    <bind nodeset="/data/photo" type="binary"/>
  </model></h:head><h:body>
    <input ref="/data/name"><label>Name of the point</label></input>
    <input ref="/data/litres"><label>Litres</label></input>
    <upload ref="/data/photo" mediatype="image/*"><label>A photo</label></upload>
  </h:body></h:html>"""


@pytest.fixture
def form(cast: Cast) -> Form:
    """Published."""
    system = system_actor("test", cast.river)
    with workspace_active(cast.river):
        made = create_form(system, create_project(system, "Survey"), XML.encode())
        publish_draft(system, made)
        made.refresh_from_db()
    return made

"""The CSV as readers of ODK Central's know it.

Facts from getodk/central-backend at v2026.2: `lib/data/briefcase.js` (heads, keys, names of files), seen in the
expectations of `test/unit/data/briefcase.js` and `test/integration/api/submissions.js`. Written down here by hand.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator

import pytest

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.seeing.tests.reading import body, page
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

# what Central writes after the questions of a record, and after those of a repeat
RECORD = [
    "KEY",
    "SubmitterID",
    "SubmitterName",
    "AttachmentsPresent",
    "AttachmentsExpected",
    "Status",
    "ReviewState",
    "DeviceID",
    "Edits",
    "FormVersion",
]
REPEAT = ["PARENT_KEY", "KEY"]
OURS = ["Place"]  # ours alone, therefore last

FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>House</h:title><model><instance>
  <data id="house" version="3"><meta><instanceID/><instanceName/></meta><name/>
    <home><type/><address><street/></address><spot/>
      <child jr:template=""><name/><toy jr:template=""><name/></toy></child></home>
    <q1/><g1><q2/><child jr:template=""><age/></child></g1></data></instance>
  <bind nodeset="/data/home/spot" type="geopoint"/><bind nodeset="/data/name" type="string"/></model></h:head>
  <h:body><input ref="/data/name"/>
  <group ref="/data/home"><input ref="/data/home/type"/>
    <group ref="/data/home/address"><input ref="/data/home/address/street"/></group><input ref="/data/home/spot"/>
    <group ref="/data/home/child"><repeat nodeset="/data/home/child"><input ref="/data/home/child/name"/>
      <group ref="/data/home/child/toy"><repeat nodeset="/data/home/child/toy">
        <input ref="/data/home/child/toy/name"/></repeat></group></repeat></group></group>
  <select ref="/data/q1"><item><label>A</label><value>a</value></item><item><label>B</label><value>b</value></item>
  </select>
  <group ref="/data/g1"><select ref="/data/g1/q2"><item><label>M</label><value>m</value></item></select>
    <group ref="/data/g1/child"><repeat nodeset="/data/g1/child"><input ref="/data/g1/child/age"/></repeat></group>
  </group></h:body></h:html>"""
SENT = b"""<data id="house" version="3"><meta><instanceID>uuid:one</instanceID></meta><name>Alice</name>
  <home><type>Apartment</type><address><street>101 Pike</street></address><spot>47.6 -122.3 20 5.5</spot>
    <child><name>Bob</name><toy><name>Ball</name></toy><toy><name>Kite</name></toy></child>
    <child><name>Eve</name><toy><name>Drum</name></toy></child></home>
  <q1>b</q1><g1><child><age>7</age></child></g1></data>"""


@pytest.fixture
def house(cast: Cast) -> Iterator[Form]:
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        form = create_form(amina, create_project(amina, "Houses"), FORM)
        publish_draft(amina, form)
        receive_submission(amina, form.project_id, SENT)
        yield form


def tables(cast: Cast, form: Form, **options: str) -> dict[str, list[list[str]]]:
    response = cast.client("amina").post(page(form, "files"), {"format": "csv", "shape": "/home/spot", **options})
    with zipfile.ZipFile(io.BytesIO(body(response))) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist() if name != "ABOUT.txt"}
    return {name: list(csv.reader(io.StringIO(text))) for name, text in texts.items()}


def test_the_heads_are_those_of_central(cast: Cast, house: Form) -> None:
    heads = {name: rows[0] for name, rows in tables(cast, house).items()}
    assert heads == {
        "house.csv": [
            *("SubmissionDate", "meta-instanceID", "meta-instanceName", "name", "home-type", "home-address-street"),
            *("home-spot-Latitude", "home-spot-Longitude", "home-spot-Altitude", "home-spot-Accuracy", "q1", "g1-q2"),
            *(*RECORD, *OURS),
        ],
        "house-child~1.csv": ["name", *REPEAT],
        "house-toy.csv": ["name", *REPEAT],
        "house-child~2.csv": ["age", *REPEAT],
    }
    assert not any("SET-OF" in head for row in heads.values() for head in row), "Central writes none"


def test_split_choices_and_names_without_groups(cast: Cast, house: Form) -> None:
    head, row = tables(cast, house, splits_multiple="on")["house.csv"]
    at = head.index("q1")
    assert head[at : at + 5] == ["q1", "q1/a", "q1/b", "g1-q2", "g1-q2/m"]
    assert row[at : at + 5] == ["b", "0", "1", "", ""]
    bare = tables(cast, house, drops_groups="on")["house.csv"][0]
    questions = bare[1 : bare.index("KEY")]
    assert questions[:5] == ["instanceID", "instanceName", "name", "type", "street"]
    assert questions[5:] == ["spot-Latitude", "spot-Longitude", "spot-Altitude", "spot-Accuracy", "q1", "q2"]


def test_keys_lead_from_a_repeat_to_its_parents(cast: Cast, house: Form) -> None:
    found = tables(cast, house)
    assert found["house-child~1.csv"][1:] == [
        ["Bob", "uuid:one", "uuid:one/home/child[1]"],
        ["Eve", "uuid:one", "uuid:one/home/child[2]"],
    ]
    assert found["house-toy.csv"][1:] == [
        ["Ball", "uuid:one/home/child[1]", "uuid:one/home/child[1]/toy[1]"],
        ["Kite", "uuid:one/home/child[1]", "uuid:one/home/child[1]/toy[2]"],
        ["Drum", "uuid:one/home/child[2]", "uuid:one/home/child[2]/toy[1]"],
    ]
    assert found["house-child~2.csv"][1:] == [["7", "uuid:one", "uuid:one/g1/child[1]"]]


def test_what_stands_around_the_answers(cast: Cast, house: Form) -> None:
    head, row = tables(cast, house)["house.csv"]
    said = dict(zip(head, row, strict=True))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", said["SubmissionDate"])
    assert (said["KEY"], said["SubmitterName"], said["Edits"], said["FormVersion"]) == ("uuid:one", "Amina", "0", "3")
    assert (said["AttachmentsPresent"], said["AttachmentsExpected"], said["Status"]) == ("0", "0", "")

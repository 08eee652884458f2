"""A form filled in page by page without JavaScript, from its beginning to the record."""

import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from pamoja.apps.forms.models import AnswerRow, Filling, FillingFile, Form, Submission
from pamoja.apps.forms.plain.keeping import sweep_fillings
from pamoja.apps.forms.services import create_form, create_project, publish_draft, set_form_state
from pamoja.core.clock import now
from pamoja.core.files.models import StoredFile
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">
  <h:head><h:title>Household</h:title><model>
    <instance><data id="household" version="1">
      <head/><has_water/>
      <water><source/><litres/><minutes/></water>
      <member jr:template=""><who/><age/></member>
      <photo/><total/>
      <orx:meta><orx:instanceID/></orx:meta>
    </data></instance>
    <itext><translation lang="English (en)" default="true()"><text id="head"><value>Head of the household</value></text>
    </translation><translation lang="Français (fr)"><text id="head"><value>Chef de ménage</value></text></translation>
    </itext>
    <bind nodeset="/data/head" type="string" required="true()"/>
    <bind nodeset="/data/has_water" type="string"/>
    <bind nodeset="/data/water" relevant="/data/has_water = 'yes'"/>
    <bind nodeset="/data/water/litres" type="int" constraint=". &lt; 500" jr:constraintMsg="That is a lake."/>
    <bind nodeset="/data/water/minutes" type="int" relevant="/data/water/source = 'well'"/>
    <bind nodeset="/data/member/who" type="string" required="true()"/>
    <bind nodeset="/data/member/age" type="int"/>
    <bind nodeset="/data/photo" type="binary"/>
    <bind nodeset="/data/total" type="int" calculate="count(/data/member)"/>
    <bind nodeset="/data/orx:meta/orx:instanceID" type="string" jr:preload="uid"/>
  </model></h:head>
  <h:body>
    <input ref="/data/head"><label ref="jr:itext('head')"/></input>
    <select1 ref="/data/has_water"><label>Water?</label><item><label>Yes</label><value>yes</value></item>
      <item><label>No</label><value>no</value></item></select1>
    <group ref="/data/water"><label>Water</label>
      <select1 ref="/data/water/source"><label>Source</label><item><label>Well</label><value>well</value></item>
        <item><label>Tap</label><value>tap</value></item></select1>
      <input ref="/data/water/litres"><label>Litres</label></input>
      <input ref="/data/water/minutes"><label>Minutes to the well</label></input>
    </group>
    <group ref="/data/member"><label>Member</label><repeat nodeset="/data/member">
      <input ref="/data/member/who"><label>Who</label></input>
      <input ref="/data/member/age"><label>Age</label></input>
    </repeat></group>
    <upload ref="/data/photo" mediatype="image/*"><label>Photo</label></upload>
  </h:body></h:html>"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def form(cast: Cast) -> Form:
    system = system_actor("test", cast.river)
    with workspace_active(cast.river):
        made = create_form(system, create_project(system, "Survey"), FORM.encode())
        publish_draft(system, made)
        made.refresh_from_db()
    return made


class Reader:
    """Somebody with a browser that runs no scripts: opens a page, writes into its inputs, presses a button."""

    def __init__(self, client: Client, form: Form) -> None:
        self.client, self.form = client, form
        self.page = client.post(reverse("forms-plain:start", args=[form.pk]), follow=True)

    @property
    def text(self) -> str:
        return self.page.text

    @property
    def address(self) -> str:
        return str(self.page.request["PATH_INFO"])

    def press(self, button: str = "next", **typed: Any) -> int:
        """Send the page with the answers by the end of their path; return the status of the first answer."""
        asked = re.findall(r'name="asked" value="([^"]+)"', self.text)
        ends = {path.rpartition("/")[2]: path for path in asked}
        data = {ends[name]: value for name, value in typed.items()}
        action = re.search(r'<form method="post"[^>]* action="([^"]+)"', self.text)
        target = self.address + (action[1] if action else "")
        sent = self.client.post(target, {"asked": asked, "do": button, **data})
        self.page = self.client.get(sent["Location"]) if sent.status_code == 302 else sent
        return int(sent.status_code)


def test_a_form_is_filled_in_from_its_first_page_to_the_record(cast: Cast, form: Form) -> None:
    reader = Reader(cast.client("dina"), form)
    assert "Head of the household" in reader.text and "Litres" not in reader.text
    assert reader.press() == 422
    assert "This question needs an answer." in reader.text
    assert reader.press(head="Ann", has_water="yes") == 302
    assert "Litres" in reader.text and "Minutes" not in reader.text
    assert reader.press(source="well", litres="20") == 302
    assert "more questions on this page" in reader.text and "Minutes to the well" in reader.text
    assert reader.press(source="well", litres="900", minutes="12") == 422
    assert "That is a lake." in reader.text and 'value="900"' in reader.text
    reader.press(source="well", litres="٣٠", minutes="12")
    assert "There is none yet." in reader.text
    reader.press("add:/member")
    reader.press(who="Bo", age="4")
    assert "Member 1: Bo" in reader.text
    reader.press("add:/member")
    reader.press(who="Cy")
    reader.press("add:/member")
    reader.press(who="Nobody")
    reader.press("remove:/member[3]")
    reader.press()
    assert reader.press(photo=io.BytesIO(PNG)) == 302
    assert "Every question that needs an answer has one." in reader.text
    assert reader.press() == 302
    assert "The record arrived and is kept." in reader.text
    with workspace_active(cast.river):
        record = Submission.objects.get()
        assert (record.submitted_by, record.files_present, record.is_test) == (cast.dina, 1, False)
        rows = {row.row_id: row.answers for row in AnswerRow.objects.filter(submission=record)}
        top = next(answers for answers in rows.values() if "/head" in answers)
        assert {"/head": "Ann", "/water/litres": 30, "/water/minutes": 12, "/total": 2}.items() <= top.items()
        assert sorted(row["/member/who"] for row in rows.values() if "/member/who" in row) == ["Bo", "Cy"]
        assert not Filling.objects.exists() and not StoredFile.objects.filter(kind="forms.begun").exists()


def test_what_is_skipped_is_not_asked_and_not_sent(cast: Cast, form: Form) -> None:
    reader = Reader(cast.client("ben"), form)
    reader.press(head="Ann", has_water="yes")
    reader.press("back", litres="7")
    reader.press(head="Ann", has_water="no")
    assert "There is none yet." in reader.text
    for _page in range(3):
        reader.press()
    with workspace_active(cast.river):
        answers = AnswerRow.objects.get(table="Submissions").answers
        assert "/water/litres" not in answers and answers["/has_water"] == "no"


def test_what_was_begun_is_there_after_signing_in_again(cast: Cast, form: Form) -> None:
    Reader(cast.client("ben"), form).press(head="Ann", has_water="yes")
    client = cast.client("ben")
    start = client.get(reverse("forms-plain:start", args=[form.pk]))
    assert "You began this form on" in start.text
    with workspace_active(cast.river):
        address = reverse("forms-plain:page", args=[form.pk, Filling.objects.get().public_id])
    assert address in start.text
    assert "Litres" in client.get(address).text
    assert 'value="Ann"' in client.get(f"{address}?at=/head").text
    assert b"Ann" not in _as_stored(), "answers lie sealed in the database"


def _as_stored() -> bytes:

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM forms_filling")
        return bytes(cursor.fetchone()[0])


def test_the_last_page_says_what_is_missing_and_where(cast: Cast, form: Form) -> None:
    reader = Reader(cast.client("ben"), form)
    end = reader.client.get(f"{reader.address}end/")
    assert "Head of the household" in end.text and "?at=/head" in end.text
    assert reader.client.post(f"{reader.address}end/").status_code == 422
    with workspace_active(cast.river):
        assert not Submission.objects.exists()


def test_the_form_speaks_the_language_that_is_chosen(cast: Cast, form: Form) -> None:
    reader = Reader(cast.client("ben"), form)
    data = {"do": "language", "language": "Français (fr)", "asked": ["/head"], "/head": "Ann"}
    page = reader.client.post(f"{reader.address}?at=/head", data, follow=True)
    assert "Chef de ménage" in page.text and 'value="Ann"' in page.text


def test_nobody_reaches_what_another_has_begun(cast: Cast, form: Form) -> None:
    reader = Reader(cast.client("ben"), form)
    for who in ("amina", "dina", "chol"):
        client = cast.client(who)
        assert client.get(reader.address).status_code == 404
        assert client.post(reader.address, {"do": "next"}).status_code == 404
        assert client.get(f"{reader.address}end/").status_code == 404
        assert client.post(f"{reader.address}throw-away/").status_code == 404
    assert reader.client.get(reader.address).status_code == 200
    assert cast.client("omar").get(reader.address).status_code == 403
    assert cast.client("nobody").get(reader.address).status_code == 302


WHO = [("amina", 200), ("ben", 200), ("dina", 200), ("chol", 404), ("omar", 403), ("nobody", 302)]


@pytest.mark.parametrize(("who", "status"), WHO)
def test_who_may_begin(cast: Cast, form: Form, who: str, status: int) -> None:
    client = cast.client(who)
    assert client.get(reverse("forms-plain:start", args=[form.pk])).status_code == status
    client.post(reverse("forms-plain:start", args=[form.pk]))
    with workspace_active(cast.river):
        assert Filling.objects.count() == (1 if status == 200 else 0)


def test_a_closed_form_takes_nothing_but_lets_go(cast: Cast, form: Form) -> None:
    reader = Reader(cast.client("ben"), form)
    with workspace_active(cast.river):
        set_form_state(system_actor("test", cast.river), form, Form.State.CLOSED)
    assert reader.client.get(reader.address).status_code == 409
    assert reader.client.post(f"{reader.address}throw-away/").status_code == 302
    with workspace_active(cast.river):
        assert not Filling.objects.exists()


def test_what_is_left_alone_goes_with_its_files(cast: Cast, form: Form) -> None:
    reader = Reader(cast.client("ben"), form)
    reader.press(head="Ann", has_water="no")
    reader.press()
    reader.press(photo=io.BytesIO(PNG))
    with workspace_active(cast.river):
        sweep_fillings()
        assert FillingFile.objects.count() == 1
        Filling.objects.update(updated_at=now().replace(year=2020))
        sweep_fillings()
        assert not Filling.objects.exists() and not StoredFile.objects.filter(kind="forms.begun").exists()


def test_a_repeat_behind_a_question_has_its_pages(cast: Cast, form: Form) -> None:
    """The group around a repeat stands for nothing by itself: it is not inside the question before."""
    xml = FORM.replace("household", "behind").replace("<photo/><total/>", "<total/><photo/>")
    photo = '<upload ref="/data/photo" mediatype="image/*"><label>Photo</label></upload>'
    xml = xml.replace(photo, "").replace('<group ref="/data/member">', f'{photo}<group ref="/data/member">')
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        made = create_form(amina, form.project, xml.encode())
        publish_draft(amina, made)
    reader = Reader(cast.client("dina"), made)
    assert "?at=/member%2B" in reader.text

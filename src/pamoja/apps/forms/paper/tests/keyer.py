"""Somebody who keys sheets, the form that is on them, and what became of it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from pamoja.apps.forms.models import PaperBatch, PaperSheet, Submission
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">
 <h:head><h:title>Household</h:title><model>
 <instance><data id="hh" version="3"><head/><water/><litres/><visit/>
 <member jr:template=""><who/><age/></member><total/><orx:meta><orx:instanceID/></orx:meta></data></instance>
 <bind nodeset="/data/head" type="string" required="true()"/>
 <bind nodeset="/data/litres" type="int" relevant="/data/water = 'well'" constraint=". &lt; 500"
  jr:constraintMsg="That is a lake."/>
 <bind nodeset="/data/visit" type="date"/>
 <bind nodeset="/data/member/age" type="int"/>
 <bind nodeset="/data/total" type="int" calculate="count(/data/member)"/>
 <bind nodeset="/data/orx:meta/orx:instanceID" type="string" jr:preload="uid"/>
 </model></h:head><h:body>
 <input ref="/data/head"><label>Head of the household</label></input>
 <select1 ref="/data/water"><label>Water</label><item><label>Well</label><value>well</value></item>
 <item><label>Tap</label><value>tap</value></item></select1>
 <input ref="/data/litres"><label>Litres</label></input>
 <input ref="/data/visit"><label>Day</label></input>
 <group ref="/data/member"><label>Member</label><repeat nodeset="/data/member">
 <input ref="/data/member/who"><label>Who</label></input><input ref="/data/member/age"><label>Age</label></input>
 </repeat></group></h:body></h:html>"""
GOOD = {
    "a:/head": "Amina Banda",
    "a:/water": "1",
    "a:/litres": "40",
    "a:/visit": "07032026",
    "a:/member[1]/who": "Bo",
    "a:/member[1]/age": "7",
}


class Keyer:
    """Somebody at the keyboard, without JavaScript."""

    def __init__(self, client: Client, batch: PaperBatch) -> None:
        self.client, self.batch = client, batch
        self.address = ""

    def take(self, number: str = "17") -> Any:
        url = reverse("forms-paper:batch", args=[self.batch.form_id, self.batch.public_id])
        answer = self.client.post(url, {"number": number})
        self.address = answer.headers.get("Location", "")
        return answer

    def key(self, do: str, **sent: str) -> Any:
        return self.client.post(self.address, {"do": do, **sent})

    def do_all(self, **sent: str) -> Any:
        self.take()
        return self.key("finish", **{**GOOD, **sent})


def state(cast: Cast) -> str:
    with workspace_active(cast.river):
        return str(PaperSheet.objects.get().state)


def record(cast: Cast) -> Submission:
    with workspace_active(cast.river):
        return Submission.objects.get()


def xml_of(cast: Cast) -> str:
    with workspace_active(cast.river):
        return bytes(record(cast).versions.get().xml).decode()

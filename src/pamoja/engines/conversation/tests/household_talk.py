"""A form about a household, and somebody who talks it through."""

import json
from datetime import datetime
from itertools import count

from pamoja.engines.conversation import CHAT, Medium, Said, again, begin
from pamoja.engines.xforms import Form, World, load
from pamoja.engines.xforms.tests.small_forms import form_xml

NOW = datetime.fromisoformat("2026-03-14T15:09:26.535+03:00")
DATA = """<data id="household" version="1"><consent/><name/><age/><job/><foods/>
<child jr:template=""><called/><born/></child><photo/><spot/><total/><meta><instanceID/></meta></data>"""
MODEL = """<itext>
<translation lang="English (en)" default="true()"><text id="name"><value>What is **your** name?</value></text>
</translation>
<translation lang="Français (fr)"><text id="name"><value>Quel est votre nom ?</value></text></translation></itext>
<bind nodeset="/data/consent" type="string" required="true()"/>
<bind nodeset="/data/name" type="string" required="true()" relevant="/data/consent = 'yes'"/>
<bind nodeset="/data/age" type="int" constraint=". &lt; 120" jr:constraintMsg="Nobody is that old."/>
<bind nodeset="/data/job" type="string" relevant="/data/age &gt; 17"/>
<bind nodeset="/data/child/born" type="date" required="true()"/>
<bind nodeset="/data/photo" type="binary"/><bind nodeset="/data/spot" type="geopoint"/>
<bind nodeset="/data/total" type="int" calculate="count(/data/child)"/>"""


def item(value: str, label: str) -> str:
    return f"<item><label>{label}</label><value>{value}</value></item>"


BODY = f"""<select1 ref="/data/consent"><label>May we ask?</label>{item("yes", "Yes")}{item("no", "No")}</select1>
<input ref="/data/name"><label ref="jr:itext('name')"/></input>
<input ref="/data/age"><label>Age</label></input><input ref="/data/job"><label>Job</label></input>
<select ref="/data/foods"><label>Eaten today</label>
{item("m", "Maize")}{item("r", "Rice")}{item("b", "Back bacon")}</select>
<group ref="/data/child"><label>Child</label><repeat nodeset="/data/child">
<input ref="/data/child/called"><label>Name of the child</label></input>
<input ref="/data/child/born"><label>Born on</label></input></repeat></group>
<upload ref="/data/photo" mediatype="image/*"><label>The house</label></upload>
<input ref="/data/spot"><label>Where is it?</label></input>"""
FORM = load(form_xml(DATA, MODEL, BODY))


def world() -> World:
    numbers = count(1)
    return World(now=lambda: NOW, random=lambda: 0.25, uuid=lambda: f"id-{next(numbers)}")


class Chat:
    """Both sides; after each message everything is written down and read again."""

    def __init__(self, medium: Medium = CHAT, language: str = "en", form: Form = FORM) -> None:
        self.form = form
        self.talk = begin(form, world(), medium, language)
        self.turn = self.talk.turn()

    def say(self, text: str = "", *more: str, **extra: object) -> str:
        for each in (text, *more):
            kept = json.loads(json.dumps(self.talk.keep()))
            self.talk = again(self.form, kept, world())
            self.turn = self.talk.say(Said(each, **extra))  # type: ignore[arg-type]
        return self.last

    @property
    def last(self) -> str:
        return "\n".join(each.text for each in self.turn.messages)

    def value(self, path: str) -> str:
        return self.talk.session.data.find(path).string()

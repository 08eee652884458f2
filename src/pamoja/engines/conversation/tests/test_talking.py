"""A conversation from its first message to its last."""

import json
from datetime import datetime
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pamoja.engines.conversation import (
    CHAT,
    IVR,
    SMS,
    Attachment,
    Medium,
    Said,
    Talk,
    again,
    begin,
    what_cannot_be_asked,
)
from pamoja.engines.xforms import World, load
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

    def __init__(self, medium: Medium = CHAT, language: str = "en") -> None:
        self.talk = begin(FORM, world(), medium, language)
        self.turn = self.talk.turn()

    def say(self, text: str = "", *more: str, **extra: object) -> str:
        for each in (text, *more):
            kept = json.loads(json.dumps(self.talk.keep()))
            self.talk = again(FORM, kept, world())
            self.turn = self.talk.say(Said(each, **extra))  # type: ignore[arg-type]
        return self.last

    @property
    def last(self) -> str:
        return "\n".join(each.text for each in self.turn.messages)

    def value(self, path: str) -> str:
        return self.talk.session.data.find(path).string()


def test_a_record_from_hello_to_thank_you() -> None:
    chat = Chat()
    assert "May we ask?\n1. Yes\n2. No" in chat.last
    assert "What is your name?" in chat.say("1")
    assert "Age" in chat.say("Amina")
    assert "Job" in chat.say("٣٠")
    assert "1. Maize" in chat.say("nurse")
    assert "Child: is there one?" in chat.say("1 2")
    assert "Child 1\nName of the child" in chat.say("yes")
    assert "Child: 1 so far. Is there another?" in chat.say("Bo", "1/2/2020")
    assert "Send a photo." in chat.say("no")
    assert "Share a place" in chat.say(attachments=(Attachment("x.jpg", "image/jpeg"),))
    assert chat.turn.taken == ("x.jpg",)
    summary = chat.say(place=(-13.5, 33.75))
    assert "Eaten today: Maize, Rice" in summary and "Where is it? -13.5 33.75" in summary
    assert "Thank you" in chat.say("1") and chat.turn.outcome == "finished"
    assert [chat.value(path) for path in ("/age", "/foods", "/child[1]/born", "/total")] == [
        "30",
        "m r",
        "2020-02-01",
        "1",
    ]


def test_what_is_not_relevant_is_not_asked() -> None:
    chat = Chat()
    assert "Age" in chat.say("no")
    assert "Eaten today" in chat.say("5")


def test_a_broken_rule_is_said_in_the_forms_words_and_the_answer_before_stays() -> None:
    chat = Chat()
    chat.say("yes", "Amina", "30", "/back")
    assert "Nobody is that old." in chat.say("300")
    assert chat.value("/age") == "30"
    assert "That is no whole number." in chat.say("many")


def test_a_question_that_needs_an_answer_is_not_left_out() -> None:
    chat = Chat()
    chat.say("yes")
    assert "This question needs an answer." in chat.say("/skip")
    assert "Job" not in chat.say("Amina", "skip") and "Eaten today" in chat.last


def test_back_asks_again_and_shows_the_answer() -> None:
    chat = Chat()
    assert "Your answer now: Amina." in chat.say("yes", "Amina", "back")
    assert "Age" in chat.say("skip")
    assert chat.value("/name") == "Amina"
    assert "What is your name?" in chat.say("back")
    assert "May we ask?" in chat.say("/back")
    assert "This is the first question." in chat.say("back")


def test_a_command_word_may_be_an_answer() -> None:
    chat = Chat()
    asked = chat.say("yes", "Back")
    assert "“Back”: what do you mean?\n1. Go back one question\n2. It is my answer" in asked
    assert "Age" in chat.say("2")
    assert chat.value("/name") == "Back"
    assert "It is my answer" in chat.say("back", "back")
    assert "May we ask?" in chat.say("back"), "who says it again means it"


def test_a_marked_command_is_never_an_answer() -> None:
    chat = Chat()
    assert "May we ask?" in chat.say("yes", "#back")


def test_the_beginning_of_a_choice_is_asked_about_and_a_whole_choice_is_not() -> None:
    chat = Chat()
    assert "Go back one question" in chat.say("no", "5", "back")
    assert "Child" in chat.say("2")
    assert chat.value("/foods") == "b"


def test_stop_never_waits() -> None:
    chat = Chat()
    chat.say("yes")
    assert "thrown away" in chat.say("STOP") and chat.turn.outcome == "stopped"


def test_the_form_changes_its_language() -> None:
    chat = Chat(language="")
    assert "Which language?\n1. English (en)\n2. Français (fr)" in chat.last
    assert "Envoyez le numéro" in chat.say("francais")
    assert "Quel est votre nom ?" in chat.say("1")
    assert "« retour »" in chat.say("retour")
    assert "May we ask?" in chat.say("retour")
    assert "Your answer now: Yes. SKIP keeps it." in chat.say("langue", "english")


def test_another_answer_is_changed_and_the_conversation_goes_on_where_it_was() -> None:
    chat = Chat()
    chat.say("yes", "Amina", "30", "nurse")
    listed = chat.say("change")
    assert "2. What is your name? Amina" in listed and "3. Age: 30" in listed
    assert "Your answer now: 30." in chat.say("3")
    assert "Eaten today" in chat.say("31")
    assert chat.value("/age") == "31"


def test_an_answer_that_makes_another_needed_brings_it_up() -> None:
    chat = Chat()
    chat.say("no", "5", "1")
    assert "What is your name?" in chat.say("change", "1", "yes")


def test_an_answer_is_taken_out() -> None:
    chat = Chat()
    chat.say("no", "5", "/back")
    assert "Eaten today" in chat.say("erase")
    assert chat.value("/age") == ""


def test_instances_are_added_until_no_and_the_last_is_taken_out() -> None:
    chat = Chat()
    chat.say("no", "5", "1", "yes", "Bo", "1/2/2020", "yes", "Cy", "2/2/2020")
    assert chat.value("/total") == "2"
    assert "Child: 1 so far." in chat.say("erase")
    assert "The house" in chat.say("no")
    assert chat.value("/total") == "1"


def test_back_into_a_repeat_asks_whether_there_is_one() -> None:
    chat = Chat()
    chat.say("no", "5", "1", "yes")
    assert "Child: is there one?" in chat.say("/back")
    assert "The house" in chat.say("no")
    assert chat.value("/total") == "0"
    assert "Child: is there one?" in chat.say("back")


def test_beginning_again_is_asked_about_first() -> None:
    chat = Chat()
    chat.say("yes", "Amina")
    assert "Throw your answers away" in chat.say("restart")
    assert "Age" in chat.say("no")
    assert "May we ask?" in chat.say("restart", "yes")
    assert chat.value("/name") == ""


def test_a_long_list_is_told_in_parts_and_found_by_name() -> None:
    towns = "".join(item(f"t{n}", f"Town {n} {'north' if n == 17 else 'south'}") for n in range(1, 26))
    form = load(
        form_xml('<data id="t"><town/></data>', "", f'<select1 ref="/data/town"><label>Town</label>{towns}</select1>')
    )
    talk = begin(form, world(), SMS)
    assert "10. Town 10 south\n1-10 of 25. MORE, or part of the name." in talk.turn().messages[0].text
    assert "11. Town 11 south" in talk.say(Said("more")).messages[0].text
    assert "Several are called so:" in talk.say(Said("south")).messages[0].text
    turn = talk.say(Said("north"))
    assert "Noted: Town 17 north." in turn.messages[0].text
    assert talk.session.state("/town").value == "t17"


def test_sms_takes_no_photos_and_says_so() -> None:
    chat = Chat(SMS)
    assert "The house\nNo photos or files can be sent here" in chat.say("no", "5", "1", "no")
    assert [(each.path, each.reason) for each in what_cannot_be_asked(FORM, SMS, world())] == [("/photo", "media")]


def test_a_telephone_has_only_keys() -> None:
    reasons = {each.path: each.reason for each in what_cannot_be_asked(FORM, IVR, world())}
    writing = dict.fromkeys(("/name", "/job", "/child/called", "/spot"), "writing")
    assert reasons == {**writing, "/photo": "media"}
    chat = Chat(IVR)
    assert "For Yes, press 1.\nFor No, press 2." in chat.last
    assert "Press the number" in chat.say("2")
    assert "For Maize, press 1." in chat.say("5#")
    assert "Child: is there one?" in chat.say("13#")
    assert chat.value("/foods") == "m b"
    assert "Eaten today" in chat.say("*")
    assert "Press two digits for the day" in chat.say("#", "1")
    assert "1 so far" in chat.say("01022020#")


def test_an_answer_that_no_longer_fits_is_asked_for_before_sending() -> None:
    model = """<bind nodeset="/data/most" type="int"/>
    <bind nodeset="/data/n" type="int" constraint=". &lt;= /data/most" jr:constraintMsg="More than there are."/>"""
    body = '<input ref="/data/n"><label>N</label></input><input ref="/data/most"><label>Most</label></input>'
    talk = begin(load(form_xml('<data id="t"><n/><most>9</most></data>', model, body)), world(), CHAT)
    talk.say(Said("5"))
    assert "More than there are.\nN" in talk.say(Said("3")).messages[0].text
    assert "Send your answers?" in talk.say(Said("2")).messages[0].text


LINES = some.lists(
    some.one_of(
        some.text(max_size=40),
        some.sampled_from(
            ["1", "2", "3", "yes", "no", "back", "/back", "skip", "/skip", "more", "change", "erase", "restart"]
            + ["language", "help", "repeat", "*", "#", "0", "12", "1/2/2020", "1 1", "/", "//", "?", "\x00", "²", "①"]
        ),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(LINES, some.sampled_from([CHAT, SMS, IVR]))
def test_any_text_leads_to_something_that_can_be_said(lines: list[str], medium: Medium) -> None:
    talk = begin(FORM, world(), medium)
    for line in lines:
        turn = talk.say(Said(line))
        assert turn.messages and all(part.strip() for each in turn.messages for part in each.parts(medium)), line
        talk = again(FORM, json.loads(json.dumps(talk.keep())), world())


@pytest.mark.parametrize("kind", ["int", "decimal", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape"])
@settings(max_examples=40, deadline=None)
@given(text=some.one_of(some.text(max_size=30), some.from_regex(r"[0-9 .,:;/\-]{1,25}", fullmatch=True)))
def test_any_text_answers_any_type_or_is_refused_in_words(kind: str, text: str) -> None:
    form = load(
        form_xml("<data id='t'><a/></data>", f'<bind nodeset="/data/a" type="{kind}"/>', '<input ref="/data/a"/>')
    )
    talk: Talk = begin(form, world(), CHAT)
    talk.say(Said(text))
    assert talk.session.validate() == []

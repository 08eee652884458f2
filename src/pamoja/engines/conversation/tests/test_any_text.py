"""Whatever people write, something sensible is said."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pamoja.engines.conversation import CHAT, IVR, LANGUAGES, SMS, Attachment, Medium, Said, Talk, again, begin
from pamoja.engines.conversation.reading import moments
from pamoja.engines.conversation.reading.choices import find_many, keyed
from pamoja.engines.conversation.talk import LONGEST_TEXT
from pamoja.engines.conversation.tests.household_talk import FORM, NOW, Chat, world
from pamoja.engines.xforms import load
from pamoja.engines.xforms.tests.small_forms import form_xml

TEXT = some.text(some.characters(codec=None), max_size=40)
"""Halves of characters too: a channel may cut a message in the middle of one."""
LINES = some.lists(
    some.one_of(
        TEXT,
        some.sampled_from(
            ["1", "2", "3", "yes", "no", "back", "/back", "skip", "/skip", "more", "change", "erase", "restart"]
            + ["language", "help", "repeat", "*", "#", "0", "12", "1/2/2020", "1 1", "/", "//", "?", "\x00", "²", "①"]
            + ["1️⃣", "👨‍👩‍👧", "\ud83d", "\u202e1", "١", "/٢", "ﷺ"]
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
@given(text=some.one_of(TEXT, some.from_regex(r"[0-9 .,:;/\-]{1,25}", fullmatch=True)))
def test_any_text_answers_any_type_or_is_refused_in_words(kind: str, text: str) -> None:
    form = load(
        form_xml("<data id='t'><a/></data>", f'<bind nodeset="/data/a" type="{kind}"/>', '<input ref="/data/a"/>')
    )
    talk: Talk = begin(form, world(), CHAT)
    talk.say(Said(text))
    assert talk.session.validate() == []


def test_what_no_record_can_hold_is_no_answer() -> None:
    chat = Chat()
    assert "What is your name?" in chat.say("1", "\x00\x07", "\ud83d")
    assert "Age" in chat.say("A\x00mina \ud83d")
    assert chat.value("/name") == "Amina"


def test_a_text_without_measure_is_asked_for_again_and_never_cut() -> None:
    chat = Chat()
    assert "That is too long." in chat.say("1", "x" * (LONGEST_TEXT + 1))
    assert "What is your name?" in chat.last and chat.value("/name") == ""
    chat.say("x" * LONGEST_TEXT)
    assert chat.value("/name") == "x" * LONGEST_TEXT


def test_what_is_said_back_costs_little_however_long_it_was() -> None:
    chat = Chat(SMS)
    for said in ("y" * 5000, "back" + "!" * 5000):
        chat.say(said)
        assert sum(each.segments for turn in chat.turn.messages for each in turn.costs(SMS)) <= 3
    chat.say("1", "z" * 5000)
    assert sum(each.segments for turn in chat.turn.messages for each in turn.costs(SMS)) == 1
    chat.say("back")
    assert sum(each.segments for turn in chat.turn.messages for each in turn.costs(SMS)) <= 3
    assert chat.value("/name") == "z" * 5000


def test_long_nonsense_is_refused_at_once() -> None:
    """Seconds to minutes each, when every word was tried as the one between a date and a time, or as a choice."""
    assert moments.moment("1 " * 5000, LANGUAGES["en"], NOW) is None
    options = keyed([(f"v{n}", f"Village {n}") for n in range(2000)])
    assert find_many(options, " ".join(f"w{n}" for n in range(2500))) == ()
    assert len(find_many(options, " ".join(map(str, range(1, 101))))) == 100


def test_a_photo_is_no_choice() -> None:
    chat = Chat()
    assert "“✓” is none of these." in chat.say(attachments=(Attachment("x.jpg", "image/jpeg"),))
    assert chat.turn.taken == ()


def test_a_photo_that_was_left_out_is_not_told_as_sent() -> None:
    chat = Chat()
    chat.say("no", "5", "1", "no", "skip")
    assert "The house: -" in chat.say("change")

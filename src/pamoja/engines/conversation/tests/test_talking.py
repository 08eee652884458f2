"""A conversation from its first message to its last."""

from pamoja.engines.conversation import CHAT, IVR, SMS, Attachment, Said, begin, what_cannot_be_asked
from pamoja.engines.conversation.tests.household_talk import FORM, Chat, item, world
from pamoja.engines.xforms import load
from pamoja.engines.xforms.tests.small_forms import form_xml


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


def test_an_answer_that_makes_another_needed_brings_it_up() -> None:
    chat = Chat()
    chat.say("no", "5", "1")
    assert "What is your name?" in chat.say("change", "1", "yes")


def test_where_a_translation_is_missing_names_and_values_are_told() -> None:
    body = f'<select1 ref="/data/town"><label>-</label><hint>-</hint>{item("lil", "-")}{item("zom", "Zomba")}</select1>'
    talk = begin(load(form_xml('<data id="t"><town/></data>', "", body)), world(), SMS)
    assert talk.turn().messages[0].text == "Test. HELP for help.\ntown\n1. lil\n2. Zomba"

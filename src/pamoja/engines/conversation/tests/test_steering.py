"""The words with which a person steers a conversation."""

from pamoja.engines.conversation.tests.household_talk import Chat


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


def test_an_answer_is_taken_out() -> None:
    chat = Chat()
    chat.say("no", "5", "/back")
    assert "Eaten today" in chat.say("erase")
    assert chat.value("/age") == ""


def test_beginning_again_is_asked_about_first() -> None:
    chat = Chat()
    chat.say("yes", "Amina")
    assert "Throw your answers away" in chat.say("restart")
    assert "Age" in chat.say("no")
    assert "May we ask?" in chat.say("restart", "yes")
    assert chat.value("/name") == ""

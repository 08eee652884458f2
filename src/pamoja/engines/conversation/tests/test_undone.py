"""Answers that another answer, or the world, takes away are asked for again, and none is lost without a word."""

from pamoja.engines.conversation.tests.household_talk import Chat, item
from pamoja.engines.xforms import load
from pamoja.engines.xforms.tests.small_forms import form_xml

ROWS = "".join(f"<item><name>{name}</name><region>{name[0]}</region></item>" for name in ("n1", "n2", "s1"))
MODEL = """<instance id="d"><root>{rows}</root></instance>
<bind nodeset="/data/region" type="string"/><bind nodeset="/data/district" type="string"/>
<bind nodeset="/data/n" type="int"/>"""
BODY = f"""<select1 ref="/data/region"><label>Region</label>{item("n", "North")}{item("s", "South")}</select1>
<select1 ref="/data/district"><label>District</label>
<itemset nodeset="instance('d')/root/item[region = /data/region]">
<value ref="name"/><label ref="name"/></itemset></select1>
<input ref="/data/n"><label>How many</label></input>
<group ref="/data/child"><label>Child</label><repeat nodeset="/data/child" jr:count="/data/n">
<input ref="/data/child/called"><label>Called</label></input></repeat></group>
<input ref="/data/last"><label>Anything else</label></input>"""
DATA = "<data id='t'><region/><district/><n/><child jr:template=''><called/></child><last/></data>"


def chat(rows: str = ROWS) -> Chat:
    return Chat(form=load(form_xml(DATA, MODEL.format(rows=rows), BODY)))


def test_a_choice_that_another_answer_took_off_the_list_is_asked_for_again() -> None:
    talk = chat()
    talk.say("North", "n2", "0")
    assert "District\n1. s1" in talk.say("/change", "1", "South")
    assert "Anything else" in talk.say("s1")
    assert talk.value("/district") == "s1"


def test_who_skips_such_a_question_is_not_asked_a_third_time() -> None:
    talk = chat()
    talk.say("North", "n2", "0", "/change", "1", "South")
    assert "Anything else" in talk.say("/skip")
    assert "Send your answers?" in talk.say("no")
    assert talk.value("/district") == ""


def test_a_choice_that_comes_back_on_the_list_is_there_again() -> None:
    talk = chat()
    talk.say("North", "n2", "0", "/change", "1", "South")
    assert "Your answer now: n2." in talk.say("/change", "1", "North")
    assert "Anything else" in talk.say("/skip") and talk.value("/district") == "n2"


def test_a_choice_that_went_while_days_passed_is_asked_for_before_sending() -> None:
    talk = chat()
    assert "Send your answers?" in talk.say("North", "n2", "0", "no")
    talk.form = chat(ROWS.replace("n2", "n3")).form
    assert "District\n1. n1\n2. n3" in talk.say("1") and talk.turn.outcome == ""
    assert "Send your answers?" in talk.say("n3")
    assert "Thank you" in talk.say("1") and talk.value("/district") == "n3"


def test_an_instance_that_went_and_came_anew_is_asked_about() -> None:
    talk = chat()
    talk.say("North", "n1", "2", "Bo", "Cy")
    assert "Anything else" in talk.say("/change", "3", "1")
    assert "Child 2\nCalled" in talk.say("/change", "3", "2")
    assert "Anything else" in talk.say("Di")
    assert [talk.value(f"/child[{number}]/called") for number in (1, 2)] == ["Bo", "Di"]

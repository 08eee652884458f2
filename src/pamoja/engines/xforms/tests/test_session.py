"""A record while it is filled in: relevance, calculations, validity, texts."""

import pytest

from pamoja.engines.xforms import NoSuchNode, NotAllowed, restore
from pamoja.engines.xforms.tests.small_forms import begun, form, values, world

FAMILY = '<data id="f"><age/><job/><group><school/></group><total/></data>'
FAMILY_BINDS = """
<bind nodeset="/data/age" type="int" required="true()" constraint=". &lt; 120" jr:constraintMsg="Too old"/>
<bind nodeset="/data/job" relevant="/data/age &gt; 17"/>
<bind nodeset="/data/group" relevant="/data/age &lt; 18"/>
<bind nodeset="/data/total" type="int" calculate="/data/age * 2.5"/>"""
FAMILY_BODY = """<input ref="/data/age"><label>Age of <output value="/data/job"/>?</label></input>
<input ref="/data/job"/><group ref="/data/group"><label>School</label><input ref="/data/group/school"/></group>"""


def test_an_answer_makes_others_relevant_and_is_calculated_with() -> None:
    session = begun(FAMILY, FAMILY_BINDS, FAMILY_BODY)
    session.set("/age", "30")
    assert session.state("/job").is_relevant
    assert not session.state("/group/school").is_relevant
    assert values(session, "/total") == ["75"]


def test_what_is_not_relevant_is_blank_and_comes_back() -> None:
    model = FAMILY_BINDS + '<bind nodeset="/data/group/school" calculate="/data/job"/>'
    session = begun(FAMILY, model, FAMILY_BODY)
    session.set("/age", "30")
    session.set("/job", "teacher")
    session.set("/age", "10")
    assert values(session, "/job", "/group/school") == ["", ""]
    assert b"teacher" not in session.serialise()
    assert b"<group>" in session.serialise()
    session.set("/age", "40")
    assert values(session, "/job") == ["teacher"]
    assert b"<group>" not in session.serialise()


def test_required_constraint_and_type_are_violations_with_their_message() -> None:
    session = begun(FAMILY, FAMILY_BINDS, FAMILY_BODY)
    assert [(each.path, each.kind) for each in session.validate()] == [("/age", "required")]
    session.set("/age", "130")
    assert [(each.kind, each.message, each.value) for each in session.validate()] == [("constraint", "Too old", "130")]
    assert [each.kind for each in session.set("/age", "many").violations] == ["type", "constraint"]
    assert session.set("/age", "12").is_valid


def test_a_blank_that_nobody_can_fill_does_not_stop_the_record() -> None:
    model = '<bind nodeset="/data/a" required="true()" readonly="true()"/>'
    assert begun("<data><a/></data>", model, '<input ref="/data/a"/>').validate() == []


def test_a_constraint_is_not_asked_of_a_blank_answer() -> None:
    session = begun("<data><a/></data>", '<bind nodeset="/data/a" constraint="false()"/>', '<input ref="/data/a"/>')
    assert session.validate() == []


def test_readonly_reaches_what_is_inside_and_nobody_may_answer_it() -> None:
    model = '<bind nodeset="/data/group" readonly="/data/age = 1"/>'
    session = begun(FAMILY, model, FAMILY_BODY)
    session.set("/group/school", "A")
    session.set("/age", "1")
    assert session.state("/group/school").is_readonly
    with pytest.raises(NotAllowed):
        session.set("/group/school", "B")
    with pytest.raises(NoSuchNode):
        session.set("/nothing", "B")


def test_a_label_shows_answers() -> None:
    session = begun(FAMILY, "", FAMILY_BODY)
    session.set("/job", "nurse")
    assert session.state("/age").label == "Age of nurse?"


def test_a_form_is_walked_in_the_order_of_its_body() -> None:
    session = begun(FAMILY, FAMILY_BINDS, FAMILY_BODY)
    session.set("/age", "10")
    found = [(each.path, each.kind, each.depth) for each in session.walk()]
    assert found == [("/age", "question", 0), ("/group", "group", 0), ("/group/school", "question", 1)]
    assert "/job" in [each.path for each in session.walk(is_all=True)]


def test_calculations_follow_each_other_in_any_order_of_writing() -> None:
    data = "<data><c/><b/><a/></data>"
    model = '<bind nodeset="/data/c" calculate="/data/b + 1"/><bind nodeset="/data/b" calculate="/data/a + 1"/>'
    session = begun(data, model, '<input ref="/data/a"/>')
    session.set("/a", "1")
    assert values(session, "/b", "/c") == ["2", "3"]


def test_a_cycle_is_named_and_ends() -> None:
    data = "<data><a/><b/></data>"
    model = '<bind nodeset="/data/a" calculate="/data/b + 1"/><bind nodeset="/data/b" calculate="/data/a + 1"/>'
    session = begun(data.replace("<a/>", "<a>1</a>"), model)
    assert [problem.code for problem in session.form.problems] == ["cycle"]
    assert "/a" in session.form.problems[0].reason
    assert "/b" in session.form.problems[0].reason


def test_an_expression_that_cannot_be_read_is_a_problem_and_not_the_end() -> None:
    found = form("<data><a/></data>", '<bind nodeset="/data/a" relevant="nonsense(" constraint="true()"/>')
    assert [(problem.code, problem.where) for problem in found.problems] == [("expression", "/a")]
    assert found.by_path["/a"].constraint is not None


def test_a_record_is_restored_with_its_answers() -> None:
    session = begun(FAMILY, FAMILY_BINDS, FAMILY_BODY)
    session.set("/age", "10")
    session.set("/group/school", "Koro")
    again = restore(session.form, session.serialise(), world())
    assert values(again, "/age", "/group/school", "/job") == ["10", "Koro", ""]
    again.set("/age", "20")
    assert again.state("/job").is_relevant


def test_types_of_calculations_are_kept() -> None:
    data = "<data><i/><d/><t/><n/></data>"
    model = """<bind nodeset="/data/i" type="int" calculate="7 div 2"/>
    <bind nodeset="/data/d" type="date" calculate="now()"/>
    <bind nodeset="/data/t" type="dateTime" calculate="now()"/><bind nodeset="/data/n" type="int" calculate="'x'"/>"""
    found = values(begun(data, model), "/i", "/d", "/t", "/n")
    assert found == ["3", "2026-03-14", "2026-03-14T15:09:26.535+03:00", ""]


def test_translations_follow_the_language() -> None:
    itext = """<itext>
    <translation lang="en" default="true()"><text id="q"><value>Name of <output value="/data/a"/></value>
    <value form="image">jr://images/a.png</value><value form="guidance">Ask twice</value></text></translation>
    <translation lang="fr"><text id="q"><value>Nom</value></text></translation></itext>"""
    body = '<input ref="/data/a"><label ref="jr:itext(\'q\')"/><hint ref="jr:itext(\'q\')"/></input>'
    session = begun("<data><a>x</a></data>", itext, body)
    state = session.state("/a")
    assert (state.label, state.guidance, state.media) == ("Name of x", "Ask twice", {"image": "jr://images/a.png"})
    session.language = "fr"
    assert session.state("/a").label == "Nom"
    session.language = "sw"
    assert session.state("/a").label == "Name of x"


def test_bound_attributes_are_calculated_and_sent() -> None:
    data = '<data id="e"><name/><meta><entity dataset="people" id="" create=""/></meta></data>'
    model = """<bind nodeset="/data/meta/entity/@create" calculate="if(/data/name != '', 1, '')"/>
    <setvalue event="odk-instance-first-load" ref="/data/meta/entity/@id" value="uuid()"/>
    <bind nodeset="/data/meta/entity/@id" type="string"/>"""
    session = begun(data, model, '<input ref="/data/name"/>')
    session.set("/name", "Ada")
    assert b'dataset="people" id="id-1" create="1"' in session.serialise()


def test_what_stands_on_paper_is_written_whatever_the_form_says() -> None:
    session = begun(
        "<data id='t'><a/><b/><c/></data>",
        '<bind nodeset="/data/b" relevant="/data/a = 1"/><bind nodeset="/data/c" type="string"/>',
        '<input ref="/data/a"/><input ref="/data/b"/>'
        '<select1 ref="/data/c"><item><label>X</label><value>x</value></item></select1>',
    )
    session.set("/a", "2")
    assert b"<b" not in session.serialise()
    assert b"<a>2</a><b>there</b><c>9</c>" in session.serialise({"/b": "there", "/c": "9"})
    with pytest.raises(NoSuchNode):
        session.serialise({"/nowhere": "1"})


def test_what_stands_together_in_the_body_need_not_stand_together_in_the_record() -> None:
    session = begun(
        "<data id='t'><fever/><asked><sick/></asked><vitals><age/></vitals></data>",
        """<bind nodeset="/data/asked/sick" relevant="/data/fever = 'yes'"/>
        <bind nodeset="/data/vitals/age" required="true()"/>""",
        """<input ref="/data/fever"/>
        <group ref="/data/asked/sick"><label>If sick</label><input ref="/data/vitals/age"/></group>""",
    )
    assert [each.path for each in session.walk()] == ["/fever"]
    assert session.validate() == [], "nobody was asked"
    session.set("/fever", "yes")
    assert [(each.kind, each.path, each.label) for each in session.walk()] == [
        ("question", "/fever", ""),
        ("group", "", "If sick"),
        ("question", "/vitals/age", ""),
    ]
    assert [(each.path, each.kind) for each in session.validate()] == [("/vitals/age", "required")]

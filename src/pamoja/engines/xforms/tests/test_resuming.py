"""A record that is put away between two pages and gone on with."""

from pamoja.engines.xforms import Session, resume
from pamoja.engines.xforms.tests.small_forms import begun, form, values, world

DATA = "<data><has/><kind>guest</kind><a/><twice/><dice/></data>"
MODEL = """<bind nodeset="/data/kind" relevant="/data/has = 'yes'"/><bind nodeset="/data/a" type="int"/>
<bind nodeset="/data/twice" calculate="/data/a * 2"/><bind nodeset="/data/dice" calculate="random()"/>"""
BODY = '<input ref="/data/has"/><input ref="/data/kind"/><input ref="/data/a"/><input ref="/data/twice"/>'


def again(session: Session, **more: object) -> Session:
    return resume(session.form, session.keep(), world(**more))


def test_what_is_not_relevant_is_still_there_when_it_becomes_so() -> None:
    session = begun(DATA, MODEL, BODY)
    assert b"guest" not in session.serialise()
    later = again(session)
    assert values(later, "/kind") == [""]
    later.set("/has", "yes")
    assert values(later, "/kind") == ["guest"]


def test_what_a_person_put_over_a_calculation_stays_until_it_gives_another() -> None:
    session = begun(DATA, MODEL, BODY)
    session.set("/a", "2")
    session.set("/twice", "5")
    later = again(again(session))
    assert values(later, "/twice") == ["5"]
    later.set("/a", "3")
    assert values(later, "/twice") == ["6"]


def test_chance_is_asked_once() -> None:
    session = begun(DATA, MODEL, BODY)
    assert values(again(session, random=lambda: 0.5), "/dice") == values(session, "/dice") == ["0.25"]


def test_loading_happens_once() -> None:
    action = '<setvalue event="odk-instance-load" ref="/data/a" value="7"/>'
    session = begun(DATA, MODEL + action, BODY)
    session.set("/a", "1")
    assert values(again(session), "/a") == ["1"]


def test_a_count_that_grows_by_itself_does_not_while_nobody_answers() -> None:
    session = begun(
        "<data><n/><child><last/></child></data>",
        """<bind nodeset="/data/n" calculate="if(/data/child[last()]/last = 'yes', 0, 1) + count(/data/child)"/>""",
        '<repeat nodeset="/data/child" jr:count="/data/n"><input ref="/data/child/last"/></repeat>',
    )
    there = len(session.data.root.named("child"))
    assert len(again(again(session)).data.root.named("child")) == there


def test_a_choice_that_is_not_on_offer_is_set_aside_and_not_lost() -> None:
    offered = "".join(f"<item><label>{each}</label><value>{each}</value></item>" for each in ("a", "b"))
    body = f'<select1 ref="/data/one">{offered}</select1><select ref="/data/many">{offered}</select>'
    kept = form("<data><one/><many/></data>", body=body)
    session = resume(kept, b"<data><one>gone</one><many>a gone</many></data>", world())
    assert values(session, "/one", "/many") == ["", "a"]
    assert session.set_aside() == {"/one": "gone", "/many": "a gone"}
    later = again(session)
    assert later.set_aside() == {"/one": "gone", "/many": "a gone"}
    later.set("/one", "b")
    assert again(later).set_aside() == {"/many": "a gone"}
    assert b"<one>b</one><many>a gone</many>" in later.serialise(later.set_aside())

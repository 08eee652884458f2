"""Repeats: added, removed, counted, nested, with defaults and actions."""

import pytest

from pamoja.engines.xforms import NotAllowed, restore, start
from pamoja.engines.xforms.tests.small_forms import begun, form, values, world

DATA = """<data><n/><person jr:template=""><name/><kind>guest</kind><place/></person>
<person><name/><kind/><place/></person><sum/></data>"""
MODEL = """<bind nodeset="/data/person/place" type="int" calculate="position(..)"/>
<bind nodeset="/data/sum" calculate="join(',', /data/person/name)"/>"""
BODY = """<input ref="/data/n"/><group ref="/data/person"><label>Person</label><repeat nodeset="/data/person">
<input ref="/data/person/name"/><input ref="/data/person/kind"/></repeat></group>"""


def test_instances_are_added_with_the_defaults_of_the_template() -> None:
    session = begun(DATA, MODEL, BODY)
    assert session.add_repeat("/person") == "/person[2]"
    assert values(session, "/person[1]/kind", "/person[2]/kind", "/person[2]/place") == ["", "guest", "2"]


def test_positions_and_sums_follow_a_removal() -> None:
    session = begun(DATA, MODEL, BODY)
    for place, name in enumerate(("A", "B", "C"), 1):
        if place > 1:
            session.add_repeat("/person")
        session.set(f"/person[{place}]/name", name)
    session.remove_repeat("/person[2]")
    assert values(session, "/sum", "/person[2]/name", "/person[2]/place") == ["A,C", "C", "2"]
    assert session.serialise().count(b"<person>") == 2


def test_a_range_tells_how_many_there_are_even_without_any() -> None:
    session = begun(DATA, MODEL, BODY)
    session.remove_repeat("/person")
    found = [each for each in session.walk() if each.kind == "repeat"]
    assert [(each.path, each.count, each.can_add) for each in found] == [("/person", 0, True)]
    session.add_repeat("/person")
    assert [node.name for node in session.data.root.children] == ["n", "person", "sum"]


def test_a_count_makes_and_removes_instances() -> None:
    body = BODY.replace('nodeset="/data/person">', 'nodeset="/data/person" jr:count="/data/n">')
    session = begun(DATA.replace("<n/>", "<n>2</n>"), MODEL, body)
    assert len(session.data.root.named("person")) == 2
    session.set("/n", "4")
    assert values(session, "/person[4]/place") == ["4"]
    session.set("/n", "1")
    assert len(session.data.root.named("person")) == 1
    with pytest.raises(NotAllowed):
        session.add_repeat("/person")
    with pytest.raises(NotAllowed):
        session.remove_repeat("/person[1]")


def test_a_fixed_repeat_cannot_be_extended() -> None:
    body = BODY.replace('nodeset="/data/person">', 'nodeset="/data/person" jr:noAddRemove="true()">')
    with pytest.raises(NotAllowed):
        begun(DATA, MODEL, body).add_repeat("/person")


def test_relative_rules_hold_within_each_instance() -> None:
    model = MODEL + """<bind nodeset="/data/person/kind" relevant="../name = 'B'"/>"""
    session = begun(DATA, model, BODY)
    session.add_repeat("/person")
    session.set("/person[2]/name", "B")
    assert not session.state("/person[1]/kind").is_relevant
    assert session.state("/person[2]/kind").is_relevant


def test_repeats_inside_repeats() -> None:
    data = """<data><house jr:template=""><no/><room jr:template=""><size/></room><room><size/></room><all/></house>
    </data>"""
    model = '<bind nodeset="/data/house/all" calculate="sum(../room/size)"/>'
    body = """<group ref="/data/house"><repeat nodeset="/data/house"><input ref="/data/house/no"/>
    <group ref="/data/house/room"><repeat nodeset="/data/house/room"><input ref="/data/house/room/size"/></repeat>
    </group></repeat></group>"""
    session = begun(data, model, body)
    session.add_repeat("/house")
    session.add_repeat("/house")
    session.add_repeat("/house[2]/room")
    session.set("/house[2]/room[1]/size", "3")
    session.set("/house[2]/room[2]/size", "4")
    session.set("/house[1]/room/size", "1")
    assert values(session, "/house[1]/all", "/house[2]/all") == ["1", "7"]
    again = restore(session.form, session.serialise(), world())
    assert [each.path for each in again.walk() if each.kind == "instance"] == [
        "/house[1]",
        "/house[1]/room[1]",
        "/house[2]",
        "/house[2]/room[1]",
        "/house[2]/room[2]",
    ]


def test_an_action_gives_new_instances_their_first_answer() -> None:
    body = BODY.replace(
        '<input ref="/data/person/name"/>',
        '<setvalue event="odk-new-repeat" ref="/data/person/name" value="concat(../../n, position(..))"/>'
        '<input ref="/data/person/name"/>',
    )
    session = begun(DATA.replace("<n/>", "<n>p</n>"), MODEL, body)
    session.add_repeat("/person")
    assert values(session, "/person[1]/name", "/person[2]/name") == ["", "p2"]


def test_a_count_without_measure_does_not_fill_the_memory() -> None:
    body = BODY.replace('nodeset="/data/person">', 'nodeset="/data/person" jr:count="-1">')
    assert begun(DATA, MODEL, body).data.root.named("person") == []


@pytest.mark.parametrize(("is_contextual", "expected"), [(True, ["A", "B"]), (False, ["A", "A"])])
def test_an_absolute_path_is_that_of_ones_own_instance_where_this_is_wanted(
    is_contextual: bool, expected: list[str]
) -> None:
    model = '<bind nodeset="/data/person/kind" calculate="/data/person/name"/>'
    session = start(form(DATA, model, BODY), world(), is_contextual=is_contextual)
    session.add_repeat("/person")
    session.set("/person[1]/name", "A")
    session.set("/person[2]/name", "B")
    assert values(session, "/person[1]/kind", "/person[2]/kind") == expected


def test_a_record_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pamoja.engines.xforms.data.MOST_NODES", 50)
    counted = BODY.replace('nodeset="/data/person">', 'nodeset="/data/person" jr:count="/data/n">')
    session = begun(DATA, MODEL, counted)
    session.set("/n", "9999999")
    assert 8 < len(session.data.root.named("person")) < 20
    free = begun(DATA, MODEL, BODY)
    with pytest.raises(NotAllowed):
        for _ in range(50):
            free.add_repeat("/person")


def test_of_many_instances_each_knows_its_place_while_they_come_and_go() -> None:
    counted = BODY.replace('nodeset="/data/person">', 'nodeset="/data/person" jr:count="/data/n">')
    session = begun(DATA, MODEL, counted)
    for wanted in ("10000", "20", "30", "2"):  # a second or two; were each counted by itself, minutes
        session.set("/n", wanted)
        persons = session.data.root.named("person")
        assert [each.position() for each in persons] == list(range(1, int(wanted) + 1))
        assert len(session.data.of(persons[0].field)) == int(wanted)
    free = begun(DATA, MODEL, BODY)
    for _ in range(30):
        free.add_repeat("/person")
    third = free.data.find("/person[3]")
    free.remove_repeat("/person[2]")
    assert third.position() == 2

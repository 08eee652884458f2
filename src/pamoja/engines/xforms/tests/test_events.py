"""Preloads and actions."""

from pamoja.engines.xforms import restore, start
from pamoja.engines.xforms.tests.small_forms import begun, form, values, world


def test_preloads_fill_what_is_known_at_the_start_and_the_end() -> None:
    data = "<data><id/><start/><end/><today/><who/><phone/></data>"
    rows = {
        "id": "uid",
        "start": 'timestamp" jr:preloadParams="start',
        "end": 'timestamp" jr:preloadParams="end',
        "today": 'date" jr:preloadParams="today',
        "who": 'property" jr:preloadParams="username',
        "phone": 'property" jr:preloadParams="phone number',
    }
    model = "".join(f'<bind nodeset="/data/{name}" jr:preload="{rule}"/>' for name, rule in rows.items())
    properties = {"username": "dina", "phonenumber": "0712"}
    session = start(form(data, model), world(properties=properties))
    moment = "2026-03-14T15:09:26.535+03:00"
    assert values(session, "/id", "/start", "/end", "/today", "/who", "/phone") == [
        "uuid:id-1",
        moment,
        "",
        "2026-03-14",
        "dina",
        "0712",
    ]
    session.finish()
    assert values(session, "/end") == [moment]
    assert values(restore(session.form, session.serialise(), world()), "/id") == ["uuid:id-1"]


def test_first_load_happens_once() -> None:
    model = """<setvalue event="odk-instance-first-load" ref="/data/a" value="uuid()"/>
    <setvalue event="odk-instance-load" ref="/data/b" value="uuid()"/>"""
    session = begun("<data><a/><b/></data>", model)
    assert values(session, "/a", "/b") == ["id-1", "id-2"]
    assert values(restore(session.form, session.serialise(), world()), "/a", "/b") == ["id-1", "id-1"]


def test_a_changed_answer_sets_another_once() -> None:
    body = """<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="concat(/data/a, '!')"/>
    <setvalue event="xforms-value-changed" ref="/data/c">fixed</setvalue></input><input ref="/data/b"/>"""
    session = begun("<data><a/><b/><c/></data>", "", body)
    session.set("/a", "x")
    assert values(session, "/b", "/c") == ["x!", "fixed"]
    session.set("/b", "mine")
    session.set("/a", "x")
    assert values(session, "/b") == ["mine"]


def test_a_change_in_a_repeat_stays_in_its_instance() -> None:
    data = '<data><r jr:template=""><a/><b/></r><r><a/><b/></r></data>'
    body = """<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/a">
    <setvalue event="xforms-value-changed" ref="/data/r/b" value="../a"/></input></repeat></group>"""
    session = begun(data, "", body)
    session.add_repeat("/r")
    session.set("/r[2]/a", "x")
    assert values(session, "/r[1]/b", "/r[2]/b") == ["", "x"]


def test_the_place_comes_from_the_world() -> None:
    model = '<odk:setgeopoint event="odk-instance-first-load" ref="/data/p"/>'
    session = start(form("<data><p/></data>", model), world(place=lambda: "0.5 32.5 0 5"))
    assert values(session, "/p") == ["0.5 32.5 0 5"]

"""Selects: lists in the form and beside it, filters, labels, and answers that are no longer on offer."""

from pamoja.engines.xforms import Choice
from pamoja.engines.xforms.tests.small_forms import begun, values

DATA = "<data><state/><county/><many/></data>"
LISTS = """<instance id="counties"><root>
<item><name>k1</name><state>kor</state><label>K one</label></item>
<item><name>k2</name><state>kor</state><label>K two</label></item>
<item><name>l1</name><state>lor</state><label>L one</label></item></root></instance>"""
BODY = """<select1 ref="/data/state"><item><label>Kor</label><value>kor</value></item>
<item><label>Lor</label><value>lor</value></item></select1>
<select1 ref="/data/county"><itemset nodeset="instance('counties')/root/item[state = /data/state]">
<value ref="name"/><label ref="label"/></itemset></select1>
<select ref="/data/many"><itemset nodeset="instance('counties')/root/item"><value ref="name"/><label ref="label"/>
</itemset></select>"""


def test_a_list_is_filtered_by_an_answer() -> None:
    session = begun(DATA, LISTS, BODY)
    assert session.state("/county").choices == ()
    session.set("/state", "kor")
    assert session.state("/county").choices == (Choice("k1", "K one"), Choice("k2", "K two"))


def test_an_answer_that_is_no_longer_on_offer_goes_and_comes_back() -> None:
    session = begun(DATA, LISTS, BODY)
    session.set("/state", "kor")
    session.set("/county", "k2")
    session.set("/state", "lor")
    assert values(session, "/county") == [""]
    session.set("/state", "kor")
    assert values(session, "/county") == ["k2"]


def test_an_answer_that_was_never_on_offer_is_not_taken() -> None:
    session = begun(DATA, LISTS, BODY)
    session.set("/many", "k1 zz l1")
    assert values(session, "/many") == ["k1 l1"]
    session.set("/state", "elsewhere")
    assert values(session, "/state") == [""]


def test_choice_name_gives_the_label() -> None:
    data = DATA.replace("</data>", "<label/></data>")
    model = LISTS + """<bind nodeset="/data/label" calculate="jr:choice-name(/data/county, '/data/county')"/>"""
    session = begun(data, model, BODY)
    session.set("/state", "kor")
    session.set("/county", "k2")
    assert values(session, "/label") == ["K two"]


def test_lists_come_from_files() -> None:
    data = "<data><a/><b/><c/></data>"
    model = """<instance id="csv" src="jr://file-csv/places.csv"/><instance id="geo" src="jr://file/points.geojson"/>
    <instance id="xml" src="jr://file/towns.xml"/>
    <bind nodeset="/data/a" calculate="pulldata('csv', 'label', 'name', 'b')"/>
    <bind nodeset="/data/b" calculate="instance('geo')/root/item[id = 'p1']/geometry"/>
    <bind nodeset="/data/c" calculate="instance('xml')/root/item[2]/name"/>"""
    files = {
        "places.csv": '\ufeffname,label\na,"One, two"\nb,Three\n'.encode(),
        "points.geojson": b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": "p1"},'
        b' "geometry": {"type": "Point", "coordinates": [32.5, 0.5]}}]}',
        "towns.xml": b"<root><item><name>x</name></item><item><name>y</name></item></root>",
    }
    assert values(begun(data, model, "", files), "/a", "/b", "/c") == ["Three", "0.5 32.5 0 0", "y"]


def test_a_missing_list_is_a_problem_of_the_form() -> None:
    session = begun("<data><a/></data>", '<instance id="csv" src="jr://file-csv/places.csv"/>')
    assert [(problem.code, problem.where) for problem in session.form.problems] == [("instance", "csv")]


def test_choices_may_be_nodes_of_the_record_itself() -> None:
    data = '<data><person jr:template=""><name/></person><person><name/></person><head/></data>'
    body = """<group ref="/data/person"><repeat nodeset="/data/person"><input ref="/data/person/name"/></repeat></group>
    <select1 ref="/data/head"><itemset nodeset="/data/person[name != '']"><value ref="name"/><label ref="name"/>
    </itemset></select1>"""
    session = begun(data, "", body)
    session.set("/person[1]/name", "Ada")
    session.add_repeat("/person")
    session.set("/person[2]/name", "Bo")
    assert session.state("/head").choices == (Choice("Ada", "Ada"), Choice("Bo", "Bo"))


def test_choices_come_from_itemsets_csv() -> None:
    body = """<input ref="/data/a"/><input ref="/data/b" query="instance('towns')/root/item[state = /data/a]"/>"""
    rows = b"list_name,name,label,state\ntowns,x,Ex,1\ntowns,y,Ypsilon,2\nothers,z,Zed,2\n"
    session = begun("<data><a/><b/></data>", "", body, {"itemsets.csv": rows})
    session.set("/a", "2")
    state = session.state("/b")
    assert (state.control, state.choices) == ("select1", (Choice("y", "Ypsilon"),))
    assert begun("<data><a/><b/></data>", "", body).set("/b", "any").value == "any"


def test_a_list_that_is_searched_elsewhere_takes_any_answer() -> None:
    body = """<select1 ref="/data/a" appearance="minimal search('towns')"><item><label>name</label><value>code</value>
    </item></select1>"""
    session = begun("<data><a/></data>", "", body)
    assert session.state("/a").choices == ()
    assert session.set("/a", "k17").is_valid

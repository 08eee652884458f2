import pytest

from pamoja.formats.xform import XFormRefused, parse_xform, read_envelope, shred
from pamoja.formats.xform.model import FormSchema
from pamoja.formats.xform.shred import MAX_REMARKS

FORM = """
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><model>
  <instance><data id="f" version="3">
    <name/><age/><weight/><langs/><photo/>
    <home><place/><child><age/><toy><name/></toy></child></home>
    <meta><instanceID/><instanceName/></meta>
  </data></instance>
  <bind nodeset="/data/age" type="int"/><bind nodeset="/data/weight" type="decimal"/>
  <bind nodeset="/data/photo" type="binary"/><bind nodeset="/data/home/place" type="geopoint"/>
  <bind nodeset="/data/home/child/age" type="int"/>
</model></h:head>
<h:body>
  <select ref="/data/langs"/>
  <group><repeat nodeset="/data/home/child">
    <group><repeat nodeset="/data/home/child/toy"/></group>
  </repeat></group>
</h:body></h:html>
"""


@pytest.fixture(scope="module")
def schema() -> FormSchema:
    return parse_xform(FORM.encode())


def test_answers_are_typed_and_blanks_left_out(schema):
    done = shred(
        schema,
        b"<data id='f' version='3'><name> Ana </name><age>30</age><weight>3.10</weight><langs>sw fr</langs>"
        b"<photo>a.jpg</photo><home><place>1 36 0 5</place></home><meta><instanceID>uuid:1</instanceID>"
        b"<instanceName/></meta></data>",
    )
    assert done.remarks == ()
    assert [row.table for row in done.rows] == ["Submissions"]
    assert done.rows[0].row_id == "uuid:1"
    assert done.rows[0].values == {
        "/name": " Ana ",
        "/age": 30,
        "/weight": "3.10",
        "/langs": ["sw", "fr"],
        "/photo": "a.jpg",
        "/home/place": {"type": "Point", "coordinates": [36.0, 1.0, 0.0], "properties": {"accuracy": 5.0}},
        "/meta/instanceID": "uuid:1",
    }


NESTED = b"""<data id="f"><home>
  <child><age>1</age><toy><name>car</name></toy><toy><name>ball</name></toy></child>
  <child><age>2</age><toy><name>doll</name></toy></child></home>
  <meta><instanceID>uuid:2</instanceID></meta></data>"""


def test_each_repeat_instance_is_a_row_that_knows_its_parent(schema):
    rows = shred(schema, NESTED).rows
    assert [(row.table, row.ordinals, row.values) for row in rows[1:]] == [
        ("Submissions.home.child", (0,), {"/home/child/age": 1}),
        ("Submissions.home.child.toy", (0, 0), {"/home/child/toy/name": "car"}),
        ("Submissions.home.child.toy", (0, 1), {"/home/child/toy/name": "ball"}),
        ("Submissions.home.child", (1,), {"/home/child/age": 2}),
        ("Submissions.home.child.toy", (1, 0), {"/home/child/toy/name": "doll"}),
    ]
    ids = {(row.table, row.ordinals): row.row_id for row in rows}
    for row in rows[1:]:
        up = row.table.rpartition(".")[0] if row.table.endswith("toy") else "Submissions"
        assert row.parent_id == ids[up, row.ordinals[:-1]]
    assert len(set(ids.values())) == 6


def test_row_ids_are_stable_and_follow_the_first_instance_id(schema):
    assert [row.row_id for row in shred(schema, NESTED).rows] == [row.row_id for row in shred(schema, NESTED).rows]
    edited = NESTED.replace(b"uuid:2", b"uuid:3")
    assert shred(schema, edited).rows[1].row_id != shred(schema, NESTED).rows[1].row_id
    assert shred(schema, edited, root_id="uuid:2").rows[1].row_id == shred(schema, NESTED).rows[1].row_id


def test_row_ids_are_those_that_odata_clients_already_hold(xforms):
    """Ids as other servers publish them for this very submission."""
    folder = xforms / "odk-central-testdata"
    form = parse_xform((folder / "forms/doubleRepeat.xml").read_bytes())
    rows = shred(form, (folder / "instances/doubleRepeat.double.xml").read_bytes()).rows
    assert [row.row_id for row in rows if row.table == "Submissions.children.child"] == [
        "46ebf42ee83ddec5028c42b2c054402d1e700208",
        "b6e93a81a53eed0566e65e472d4a4b9ae383ee6d",
        "8954b393f82c1833abb19be08a3d6cb382171f54",
    ]


def test_a_bad_value_is_kept_as_text_and_remarked(schema):
    done = shred(schema, b"<data id='f'><age>old</age><weight>NaN</weight></data>")
    assert done.rows[0].values == {"/age": "old", "/weight": "NaN"}
    assert [(r.code, r.path, r.row) for r in done.remarks] == [
        ("bad_value", "/age", 0),
        ("bad_value", "/weight", 0),
    ]


def test_unknown_elements_are_kept_under_their_own_path(schema):
    done = shred(schema, b"<data id='f'><home><extra>1<deep>2</deep></extra></home></data>")
    assert done.rows[0].values == {"/home/extra": "1", "/home/extra/deep": "2"}
    assert [(r.code, r.path) for r in done.remarks] == [("unknown_element", "/home/extra")]


def test_a_second_answer_to_the_same_question_is_kept_beside_the_first(schema):
    done = shred(schema, b"<data id='f'><name>a</name><name>b</name><name>c</name></data>")
    assert done.rows[0].values == {"/name": "a", "/name[2]": "b", "/name[3]": "c"}
    assert [r.code for r in done.remarks] == ["repeated_element"] * 2


def test_text_between_elements_and_elements_in_answers_are_kept(schema):
    done = shred(schema, b"<data id='f'><home>x<place>1 2<b>3</b></place>y</home>z</data>")
    values = done.rows[0].values
    assert values["/home/place"] == {"type": "Point", "coordinates": [2.0, 1.0]}
    assert (values["/home/place/b"], values["/home"], values["/home[2]"], values["/"]) == ("3", "x", "y", "z")
    assert sorted(r.code for r in done.remarks) == [
        "children_in_answer",
        "text_in_group",
        "text_in_group",
        "text_in_group",
    ]


def test_namespaces_prefixes_and_a_byte_order_mark_do_not_matter(schema):
    plain = shred(schema, b"<data id='f'><name>a</name><meta><instanceID>u</instanceID></meta></data>")
    other = shred(
        schema,
        b"\xef\xbb\xbf\n<data id='f' xmlns='http://example.org/x' xmlns:o='http://openrosa.org/xforms'>"
        b"<name>a</name><o:meta><o:instanceID>u</o:instanceID></o:meta></data>",
    )
    undeclared = shred(
        schema, b"<data id='f'><name>a</name><orx:meta><orx:instanceID>u</orx:instanceID></orx:meta></data>"
    )
    assert plain.rows == other.rows == undeclared.rows
    assert plain.remarks == other.remarks == undeclared.remarks == ()
    assert undeclared.envelope.instance_id == "u"


def test_meta_is_found_in_any_case_and_standard_meta_is_never_unknown(schema):
    done = shred(
        schema,
        b"<data id='f'><Meta><instanceId>u2</instanceId><deprecatedID>u1</deprecatedID>"
        b"<INSTANCENAME>Ana</INSTANCENAME><audit>audit.csv</audit></Meta></data>",
    )
    assert done.remarks == ()
    head = done.envelope
    assert (head.instance_id, head.deprecated_id, head.instance_name, head.audit_file) == (
        "u2",
        "u1",
        "Ana",
        "audit.csv",
    )
    assert done.rows[0].values["/meta/deprecatedID"] == "u1"


def test_a_missing_instance_id_is_none_and_the_caller_may_give_one(schema):
    xml = b"<data id='f'><name>a</name></data>"
    assert shred(schema, xml).envelope.instance_id is None
    assert shred(schema, xml, root_id="uuid:new").rows[0].row_id == "uuid:new"


def test_another_root_element_is_remarked(schema):
    done = shred(schema, b"<other id='f'><name>a</name></other>")
    assert [r.code for r in done.remarks] == ["other_root"]
    assert done.rows[0].values == {"/name": "a"}


def test_an_encrypted_submission_has_an_envelope_and_no_answers(schema):
    done = shred(
        schema,
        b'<data id="f" version="3" encrypted="yes" xmlns="http://www.opendatakit.org/xforms/encrypted">'
        b"<base64EncryptedKey>KEY</base64EncryptedKey><meta><instanceID>u</instanceID></meta>"
        b"<media><file>a.jpg.enc</file><file>b.jpg.enc</file></media>"
        b"<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
        b"<base64EncryptedElementSignature>SIG</base64EncryptedElementSignature></data>",
    )
    parts = done.envelope.encryption
    assert parts is not None
    assert (parts.key, parts.xml_file, parts.signature) == ("KEY", "submission.xml.enc", "SIG")
    assert parts.media_files == ("a.jpg.enc", "b.jpg.enc")
    assert (len(done.rows), done.rows[0].values, done.remarks) == (1, {}, ())


def test_entities_come_with_their_attributes_label_and_saved_answers(xforms):
    folder = xforms / "odk-central-testdata"
    form = parse_xform((folder / "forms/repeatEntityNested.xml").read_bytes())
    entities = shred(form, (folder / "instances/repeatEntityNested.one.xml").read_bytes()).entities
    assert [(e.attributes["dataset"], e.label, e.properties) for e in entities[:3]] == [
        ("plots", "Plot 123: cherries", {"plot_id": "123", "crop": "cherries"}),
        ("trees", "Tree bing", {"species": "bing", "health_status": "good"}),
        ("trees", "Tree rainier", {"species": "rainier", "health_status": "ok"}),
    ]
    assert [(e.path, e.row) for e in entities[:3]] == [("/plot", 1), ("/plot/tree", 2), ("/plot/tree", 3)]


def test_what_else_stands_in_an_entity_is_kept(xforms):
    form = parse_xform((xforms / "odk-central-testdata/forms/repeatEntityNested.xml").read_bytes())
    done = shred(
        form,
        b"<data id='f'><plot><meta><entity id='1'>a<label>L<b>m</b></label><more>c</more>d</entity>"
        b"<entity id='2'><label>second</label></entity></meta></plot></data>",
    )
    assert [(e.attributes, e.label) for e in done.entities] == [({"id": "1"}, "Lm")]
    assert done.rows[1].values == {
        "/plot/meta/entity": "a",
        "/plot/meta/entity/more": "c",
        "/plot/meta/entity[2]": "d",
        "/plot/meta/entity/label": "second",
    }
    assert [r.code for r in done.remarks] == ["unknown_element", "repeated_element"]


def test_a_blank_unknown_element_is_passed_over(schema):
    done = shred(schema, b"<data id='f'><old_question/><old_group><a> </a></old_group></data>")
    assert (done.rows[0].values, done.remarks) == ({}, ())


def test_made_up_names_cannot_fill_the_memory(schema):
    name = "n" * 5000
    done = shred(schema, f"<data id='f'><{name}><a>1</a><b>2</b></{name}></data>".encode())
    assert sorted(done.rows[0].values.values()) == ["1", "2"]
    assert max(map(len, done.rows[0].values)) < 1010


def test_remarks_have_a_ceiling_but_answers_have_none(schema):
    many = MAX_REMARKS + 50
    done = shred(schema, b"<data id='f'>" + b"<name>a</name>" * many + b"</data>")
    assert len(done.remarks) == MAX_REMARKS
    assert len(done.rows[0].values) == many


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"<data", "malformed"),
        (b"<data>" * 2000, "malformed"),
        (b"<!DOCTYPE d [<!ENTITY a 'b'>]><data id='f'><name>&a;</name></data>", "doctype"),
        (b"<data><orx:meta></data>", "malformed"),
    ],
)
def test_unreadable_xml_is_refused(schema, xml, code):
    for read in (read_envelope, lambda data: shred(schema, data)):
        with pytest.raises(XFormRefused) as refused:
            read(xml)
        assert refused.value.code == code


def test_the_instance_id_outside_meta_is_found():
    assert read_envelope(b"<data id='f'><instanceID>u</instanceID></data>").instance_id == "u"
    assert read_envelope(b"<data id='f' instanceID='v'/>").instance_id == "v"


def test_the_namespace_is_the_form_id_when_there_is_no_id():
    assert read_envelope(b"<data xmlns='http://example.org/f'/>").form_id == "http://example.org/f"
    assert read_envelope(b"<data/>").form_id == ""


def test_an_ampersand_that_begins_nothing_is_read_as_it_stands(schema):
    done = shred(schema, b"<data id='f'><name>A & B &amp; &#67; &</name><orx:meta/></data>")
    assert done.rows[0].values["/name"] == "A & B & C &"


def test_a_comma_between_attributes_of_the_root_is_forgiven_and_nowhere_else() -> None:
    envelope = read_envelope(
        b'<?xml version="1.0"?>\n<data id="a", encrypted="yes" , version=\'2\'><x>p="q", r</x></data>'
    )
    assert (envelope.form_id, envelope.version) == ("a", "2")
    with pytest.raises(XFormRefused):
        read_envelope(b'<data id="a"><x y="1", z="2"/></data>')

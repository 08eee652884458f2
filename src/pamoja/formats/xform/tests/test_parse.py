import json

import pytest

from pamoja.formats.xform import FormSchema, XFormRefused, parse_xform

HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"'
    ' xmlns:odk="http://www.opendatakit.org/xforms"'
    ' xmlns:entities="http://www.opendatakit.org/xforms/entities">'
)


def form(model: str, body: str = "", title: str = "A form") -> FormSchema:
    text = f"{HEAD}<h:head><h:title>{title}</h:title><model>{model}</model></h:head><h:body>{body}</h:body></h:html>"
    return parse_xform(text.encode())


HOUSEHOLD = form(
    """
    <itext>
      <translation lang="en" default="true()">
        <text id="name"><value>Name of the head</value><value form="image">jr://images/head.png</value></text>
        <text id="hello"><value>Hello <output value=" /data/name "/>, age?</value></text>
        <text id="hint"><value form="guidance">Ask gently</value><value>In years</value></text>
        <text id="c0"><value>Tap</value></text><text id="c1"><value>Well</value></text>
      </translation>
      <translation lang="fr">
        <text id="name"><value>Nom du chef</value></text>
        <text id="c0"><value>Robinet</value></text><text id="c1"><value>Puits</value></text>
      </translation>
    </itext>
    <instance><data id="hh" version="2024-1" orx:extra="x">
      <name/><age>7</age><water/><photo>jr://images/house.jpg</photo>
      <members><member jr:template=""><age/></member></members>
      <sum/><orx:meta><orx:instanceID/><orx:audit/></orx:meta>
    </data></instance>
    <instance id="sources"><root>
      <item><name>tap</name><itextId>c0</itextId><zone>a</zone></item>
      <item><name>well</name><itextId>c1</itextId><zone>b</zone></item>
    </root></instance>
    <instance id="wards" src="jr://file-csv/wards.csv"/>
    <bind nodeset="/data/name" type="string" required="true()"/>
    <bind nodeset="/data/age" type="xsd:int" constraint=". &lt; 120" readonly="false()"/>
    <bind nodeset="/data/photo" type="binary"/>
    <bind nodeset="members/member/age" type="int"/>
    <bind nodeset="/data/sum" type="int" calculate="sum(/data/members/member/age)"/>
    <bind nodeset="/data/orx:meta/orx:instanceID" jr:preload="uid" readonly="true()"/>
    <bind nodeset="/data/gone" type="int"/>
    <submission base64RsaPublicKey="MIIB" orx:auto-send="true" orx:auto-delete="false"/>
    """,
    """
    <input ref="/data/name"><label ref="jr:itext('name')"/></input>
    <input ref="/data/age" appearance=" numbers "><label ref="jr:itext('hello')"/>
      <hint ref="jr:itext('hint')"/></input>
    <select1 ref="/data/water"><label>Water</label>
      <itemset nodeset="instance('sources')/root/item[zone = /data/name]">
        <value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1>
    <upload ref="/data/photo" mediatype="image/*" orx:max-pixels="1024"><label>Picture</label></upload>
    <group ref="/data/members"><label>All members</label>
      <group><label>One member</label>
        <repeat nodeset="/data/members/member" jr:count="/data/age">
          <input ref="age"><label>Age</label></input>
        </repeat></group></group>
    """,
    title="Household",
)


def test_the_head_of_a_form_is_read():
    assert (HOUSEHOLD.form_id, HOUSEHOLD.version, HOUSEHOLD.title) == ("hh", "2024-1", "Household")
    assert HOUSEHOLD.root == "data"
    assert HOUSEHOLD.root_attributes == {"id": "hh", "version": "2024-1", "extra": "x"}
    assert HOUSEHOLD.namespaces["orx"] == "http://openrosa.org/xforms"
    assert (HOUSEHOLD.languages, HOUSEHOLD.default_language) == (("en", "fr"), "en")
    assert HOUSEHOLD.submission.public_key == "MIIB"
    assert (HOUSEHOLD.submission.auto_send, HOUSEHOLD.submission.auto_delete) == ("true", "false")
    assert HOUSEHOLD.is_encrypted and HOUSEHOLD.has_meta and HOUSEHOLD.has_instance_id


def test_the_tree_is_in_document_order_with_kinds_types_and_controls():
    assert [(f.path, f.kind, f.type, f.control) for f in HOUSEHOLD.fields] == [
        ("/name", "field", "string", "input"),
        ("/age", "field", "int", "input"),
        ("/water", "field", "string", "select1"),
        ("/photo", "field", "binary", "upload"),
        ("/members", "group", "string", "none"),
        ("/members/member", "repeat", "string", "none"),
        ("/members/member/age", "field", "int", "input"),
        ("/sum", "field", "int", "none"),
        ("/meta", "group", "string", "none"),
        ("/meta/instanceID", "field", "string", "none"),
        ("/meta/audit", "field", "string", "none"),
    ]
    assert HOUSEHOLD.tables == ("Submissions", "Submissions.members.member")


def test_rules_of_binds_become_flags():
    by = HOUSEHOLD.by_path
    assert by["/name"].is_required and not by["/age"].is_required
    assert not by["/age"].is_readonly and by["/age"].constraint == ". < 120"
    assert by["/sum"].is_calculated and by["/meta/instanceID"].is_calculated
    assert not by["/name"].is_calculated
    assert by["/meta/audit"].is_binary and by["/photo"].is_binary
    assert by["/meta/instanceID"].namespace == "http://openrosa.org/xforms"


def test_labels_and_hints_are_plain_text_per_language():
    by = HOUSEHOLD.by_path
    assert by["/name"].labels == {"en": "Name of the head", "fr": "Nom du chef"}
    assert by["/age"].labels == {"en": "Hello ${name}, age?"}
    assert by["/age"].hints == {"en": "In years"}
    assert by["/water"].labels == {"": "Water"}
    assert HOUSEHOLD.text(by["/age"].labels, "fr") == "Hello ${name}, age?"
    assert HOUSEHOLD.text(by["/name"].labels, "fr") == "Nom du chef"


def test_a_static_itemset_becomes_choices_and_says_that_it_is_filtered():
    water = HOUSEHOLD.by_path["/water"]
    assert [(c.value, c.labels, c.properties) for c in water.choices] == [
        ("tap", {"en": "Tap", "fr": "Robinet"}, {"zone": "a"}),
        ("well", {"en": "Well", "fr": "Puits"}, {"zone": "b"}),
    ]
    assert water.itemset is not None
    assert (water.itemset.source, water.itemset.instance_id, water.itemset.is_filtered) == (
        "internal",
        "sources",
        True,
    )


def test_a_repeat_takes_the_label_of_its_group_and_keeps_its_count():
    member = HOUSEHOLD.by_path["/members/member"]
    assert member.labels == {"": "One member"}
    assert member.count == "/data/age"


def test_the_files_that_clients_must_fetch_are_listed_with_their_type():
    assert [(f.name, f.type) for f in HOUSEHOLD.files] == [
        ("wards.csv", "file"),
        ("head.png", "image"),
        ("house.jpg", "image"),
    ]


def test_what_points_nowhere_is_remarked():
    assert [(r.code, r.where) for r in HOUSEHOLD.remarks] == [("dangling_bind", "/data/gone")]


def test_upload_keeps_its_media_type_and_other_attributes():
    photo = HOUSEHOLD.by_path["/photo"]
    assert photo.mediatype == "image/*"
    assert photo.parameters == {"max-pixels": "1024"}
    assert photo.default == "jr://images/house.jpg"


def test_a_schema_survives_json():
    stored = json.dumps(HOUSEHOLD.to_json())
    assert FormSchema.from_json(json.loads(stored)) == HOUSEHOLD


def test_external_and_repeat_itemsets_are_flagged():
    schema = form(
        '<instance><d id="a"><x/><y/><z/><p><n/></p></d></instance><instance id="w" src="jr://file/w.xml"/>',
        """<select ref="/d/x"><itemset nodeset="instance('w')/root/item"><value ref="name"/>
           <label ref="label"/></itemset></select>
           <select1 ref="/d/y"><itemset nodeset="/d/p[n != '']"><value ref="n"/>
           <label ref="n"/></itemset></select1>
           <input ref="/d/z" query="instance('cities')/root/item[state=/d/x]"/>
           <group><repeat nodeset="/d/p"><input ref="/d/p/n"/></repeat></group>""",
    )
    outside, inside, fast = (schema.by_path[path].itemset for path in ("/x", "/y", "/z"))
    assert outside is not None and (outside.source, outside.file) == ("external", "w.xml")
    assert inside is not None and inside.source == "repeat"
    assert fast is not None and (fast.source, fast.file) == ("external", "itemsets.csv")
    assert [(f.name, f.type) for f in schema.files] == [("w.xml", "file"), ("itemsets.csv", "file")]
    assert schema.by_path["/x"].is_multiple and not schema.by_path["/y"].is_multiple


def test_a_search_appearance_names_a_csv():
    schema = form(
        '<instance><d id="a"><x/></d></instance>',
        "<select1 ref=\"/d/x\" appearance=\"minimal search('villages', 'matches', 'd', /d/x)\"/>",
    )
    assert [f.name for f in schema.files] == ["villages.csv"]


def test_choices_in_the_control_are_read():
    schema = form(
        '<instance><d id="a"><x/></d></instance>',
        '<select ref="/d/x"><item><label>Yes</label><value>y</value></item>'
        "<item><label>No</label><value>n</value></item></select>",
    )
    assert [(c.value, c.labels) for c in schema.by_path["/x"].choices] == [
        ("y", {"": "Yes"}),
        ("n", {"": "No"}),
    ]


def test_entities_are_declared_by_container():
    schema = form(
        """<instance><data id="e"><plot><crop/><tree><species/>
             <meta><entity dataset="trees" id="" create="1"><label/></entity></meta></tree></plot>
             <meta><entity dataset="farms" id="" update="" baseVersion=""/></meta></data></instance>
           <bind nodeset="/data/plot/crop" type="string" entities:saveto="main_crop"/>
           <bind nodeset="/data/plot/tree/species" type="string" entities:saveto="species"/>""",
        '<repeat nodeset="/data/plot/tree"/>',
    )
    farms = next(each for each in schema.entities if each.dataset == "farms")
    trees = next(each for each in schema.entities if each.dataset == "trees")
    assert (farms.path, farms.actions, farms.is_in_repeat) == ("/", ("update",), False)
    assert farms.properties == (("/plot/crop", "main_crop"),)
    assert (trees.path, trees.actions, trees.is_in_repeat) == ("/plot/tree", ("create",), True)
    assert trees.properties == (("/plot/tree/species", "species"),)
    assert schema.by_path["/meta/entity"].kind == "group"


def test_the_body_may_stand_before_the_head():
    text = (
        f'{HEAD}<h:body><input ref="/d/x"><label>Ex</label></input></h:body><h:head><model>'
        '<instance><d id="a"><x/></d></instance><bind nodeset="/d/x" type="date"/></model></h:head></h:html>'
    )
    field = parse_xform(text.encode()).by_path["/x"]
    assert (field.type, field.control, field.labels) == ("date", "input", {"": "Ex"})


def test_controls_may_name_a_bind_by_id():
    schema = form(
        '<instance><d id="a"><x/></d></instance><bind id="b" nodeset="/d/x" type="time"/>',
        '<input bind="b"><label>Ex</label></input>',
    )
    assert schema.by_path["/x"].control == "input"


def test_relative_references_start_at_the_nearest_container():
    schema = form(
        '<instance><d id="a"><g><r><x/></r><y/></g></d></instance>',
        '<group ref="g"><repeat nodeset="./r"><input ref="x"/><input ref="../y"/></repeat></group>',
    )
    assert [(f.path, f.kind, f.control) for f in schema.fields] == [
        ("/g", "group", "none"),
        ("/g/r", "repeat", "none"),
        ("/g/r/x", "field", "input"),
        ("/g/y", "field", "input"),
    ]
    assert schema.remarks == ()


def test_a_namespace_of_the_root_is_its_id_when_it_has_none():
    assert form('<instance><d xmlns="http://example.org/f"><x/></d></instance>').form_id == "http://example.org/f"


def test_a_list_that_many_questions_use_is_stored_once():
    items = "".join(f"<item><name>v{n}</name><label>L{n}</label></item>" for n in range(50))
    selects = "".join(
        f"""<select1 ref="/d/q{n}"><itemset nodeset="instance('l')/root/item[name != '{n}']">
        <value ref="name"/><label ref="label"/></itemset></select1>"""
        for n in range(20)
    )
    questions = "".join(f"<q{n}/>" for n in range(20))
    schema = form(
        f'<instance><d id="a">{questions}</d></instance><instance id="l"><root>{items}</root></instance>', selects
    )
    data = schema.to_json()
    assert [len(choices) for choices in data["lists"].values()] == [50]
    assert FormSchema.from_json(data).by_path["/q7"].choices[49].labels == {"": "L49"}


def test_nesting_without_end_is_refused():
    deep = "<g>" * 100 + "</g>" * 100
    with pytest.raises(XFormRefused) as refused:
        form(f'<instance><d id="a">{deep}</d></instance>')
    assert refused.value.code == "too_deep"


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "hostile",
    ["[" * 50_000 + "]" * 50_000, "a" * 50_000 + "!", "jr:itext(" + " " * 50_000, "instance(" * 10_000],
)
def test_hostile_references_cost_little_time(hostile):
    form(
        f'<instance><d id="a"><x/></d></instance><bind nodeset="{hostile}"/>',
        f'<select1 ref="{hostile}"><label ref="{hostile}"/></select1>'
        f'<select1 ref="/d/x" appearance="{hostile}"><label><output value="{hostile}"/></label>'
        f'<itemset nodeset="{hostile}"><value ref="{hostile}"/><label ref="{hostile}"/></itemset></select1>',
    )


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", "malformed"),
        (b"<a><b></a>", "malformed"),
        (b"<a>&nbsp;</a>", "malformed"),
        (b"\xff\xfe\x00", "malformed"),
        (b"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>", "doctype"),
        (b"<!DOCTYPE a><a/>", "doctype"),
        (b"<data id='x'/>", "not_an_xform"),
        (b"<html><head/></html>", "no_model"),
        (b"<html><head><model><instance/></model></head></html>", "no_instance"),
        (b"<html><head><model><instance><d/></instance></model></head></html>", "no_form_id"),
        (b"<html><head><model><instance><d id=' '/></instance></model></head></html>", "no_form_id"),
    ],
)
def test_what_is_no_form_is_refused_with_a_code(xml, code):
    with pytest.raises(XFormRefused) as refused:
        parse_xform(xml)
    assert refused.value.code == code


def test_a_refusal_says_where():
    with pytest.raises(XFormRefused, match="line 2"):
        parse_xform(b"<a>\n<b></a>")

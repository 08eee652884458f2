"""What forms say of entities, and what of it is refused."""

import pytest

from pamoja.engines.entities import FormEntitiesRefused
from pamoja.formats.entities import WrittenList, is_dataset_name, is_property_name, read_form, sent_of
from pamoja.formats.xform import parse_xform, shred

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:entities="http://www.opendatakit.org/xforms/entities" xmlns:jr="http://openrosa.org/javarosa">
<h:head><model {version}><instance><data id="f" version="1">
 <name/><age/><tree jr:template=""><kind/>{tree}</tree>
 <meta><instanceID/>{entity}</meta></data></instance>
 <bind nodeset="/data/name" {name}/><bind nodeset="/data/age" {age}/><bind nodeset="/data/tree/kind" {kind}/>
</model></h:head><h:body/></h:html>"""
VERSION = 'entities:entities-version="2025.1.0"'
PEOPLE = '<entity dataset="people" id="" create="1" update="1"><label/></entity>'
TREES = '<meta><entity dataset="trees" id="" create="1"><label/></entity></meta>'


def form(version=VERSION, entity=PEOPLE, tree="", name='entities:saveto="full_name"', age="", kind=""):
    return parse_xform(FORM.format(**locals()).encode())


def test_a_form_names_its_list_its_actions_and_the_properties_in_order():
    read = read_form(form(age='entities:saveto="age"'))
    saved = (("/name", "full_name"), ("/age", "age"))
    assert read.lists == (WrittenList("people", ("create", "update"), "/", False, saved),)
    assert read.old_version == ""


def test_an_answer_belongs_to_the_nearest_list():
    read = read_form(form(tree=TREES, kind='entities:saveto="kind"'))
    assert {(each.name, each.path, each.is_repeat, each.properties) for each in read.lists} == {
        ("people", "/", False, (("/name", "full_name"),)),
        ("trees", "/tree/", True, (("/tree/kind", "kind"),)),
    }


@pytest.mark.parametrize(("version", "old"), [("2022.1.0", "2022.1.0"), ("2023.1.2", "2023.1.2"), ("2024.1.0", "")])
def test_a_version_without_offline_work_is_told(version, old):
    assert read_form(form(version=f'entities:entities-version="{version}"')).old_version == old


def test_a_form_without_entities_is_never_refused():
    assert read_form(form(version="", entity="", name='entities:saveto="name"')).lists == ()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"version": ""}, "Entities specification version is missing."),
        ({"version": VERSION.replace("2025.1", "2021.1")}, "[2021.1.0] is not supported."),
        ({"version": VERSION.replace("2025.1", "2025.2")}, "[2025.2.0] is not supported."),
        ({"version": VERSION.replace("2025.1.0", "2025")}, "[2025] is not supported."),
        ({"version": VERSION.replace("2025", "2024"), "tree": TREES}, "2025.1.0 or later"),
        ({"entity": PEOPLE.replace("people", "")}, "Dataset name is missing."),
        ({"entity": PEOPLE.replace("people", "a.b")}, "Invalid dataset name."),
        ({"entity": '<entity dataset="people" id=""/>'}, "at least one entity action"),
        ({"name": 'entities:saveto=" full_name"'}, "Invalid entity property name."),
        ({"name": 'entities:saveto="Label"'}, "Invalid entity property name."),
        ({"kind": 'entities:saveto="kind"'}, "from a repeat on an entity outside of a repeat"),
        ({"age": 'entities:saveto="FULL_name"'}, "cannot be saved to a single property"),
    ],
)
def test_what_contradicts_the_specification_is_refused(said, reason):
    with pytest.raises(FormEntitiesRefused) as refused:
        read_form(form(**said))
    assert refused.value.code == "400.25"
    assert reason in refused.value.details["reason"]


@pytest.mark.parametrize(("name", "is_list", "is_property"), [
    ("people", True, True), ("مدارس", True, True), ("a-b_1", True, True), (":a", True, False), ("a.b", False, True),
    ("__a", False, False), ("1a", False, False), ("", False, False), ("a b", False, False), ("NAME", True, False),
    ("label", True, False), ("a\n", False, False),
])  # fmt: skip
def test_names_are_identifiers(name, is_list, is_property):
    assert (is_dataset_name(name), is_property_name(name)) == (is_list, is_property)


def test_a_submission_says_what_stands_in_it_blank_answers_too():
    schema = form(age='entities:saveto="age"')
    xml = b"""<data id="f" version="1"><name></name><age> 7</age><meta><instanceID>x</instanceID>
      <entity dataset="people" id="uuid:12345678-1234-4123-8234-123456789ABC" update="true" baseVersion="2"
        branchId="" trunkVersion=""><label>Ada</label></entity></meta></data>"""
    (sent,) = [sent_of(each) for each in shred(schema, xml).entities]
    assert (sent.uuid, sent.wants_create, sent.wants_update) == ("12345678-1234-4123-8234-123456789abc", False, True)
    assert (sent.base_version(is_needed=True), sent.branch_id, sent.trunk_version) == (2, None, None)
    assert (sent.label, sent.data) == ("Ada", {"full_name": "", "age": " 7"})

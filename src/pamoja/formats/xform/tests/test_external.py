"""Choices that stand in files beside the form."""

from pathlib import Path

import pytest

from pamoja.formats.xform import FormSchema, parse_xform
from pamoja.formats.xform.external import named_lists, with_lists

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Lists</h:title><model>
    <itext><translation lang="English (en)" default="true()"/><translation lang="French (fr)"/></itext>
    <instance><data id="lists" version="1"><one/><meta><instanceID/></meta></data></instance>
    <instance id="away" src="jr://file/{file}"/>
    <bind nodeset="/data/one" type="string"/></model></h:head>
  <h:body><select ref="/data/one"><label>One</label>
    <itemset nodeset="instance('away')/root/item[x=1]"><value ref="{value}"/><label ref="{label}"/></itemset>
  </select></h:body></h:html>"""
CSV = "name,label,label::French (fr),x\nwell,A well,Un puits,1\ntap,A tap,,1\nwell,Again,,2\n,No code,,\n"
GEOJSON = """{"type": "FeatureCollection", "features": [
  {"type": "Feature", "id": 7, "geometry": null, "properties": {"title": "Seven"}},
  {"type": "Feature", "geometry": null, "properties": {"id": "b", "title": "Bee", "title::fr": "Abeille"}}, 3]}"""
DEEP = '{"features": [{"properties": {"id": "b", "title": "Bee", "x": %s}}]}' % ("[" * 500 + "]" * 500)
XML = "<root><item><name>a</name><label>Ay</label></item><other/><item><name>b</name></item></root>"


def choices(schema: FormSchema, path: str = "/one") -> dict[str, dict[str, str]]:
    return {each.value: dict(each.labels) for each in schema.by_path[path].choices}


@pytest.mark.parametrize(
    ("file", "value", "label", "content", "expected"),
    [
        ("a.csv", "name", "label", CSV, {"well": {"": "A well", "French (fr)": "Un puits"}, "tap": {"": "A tap"}}),
        ("a.csv", "x", "name", CSV, {"1": {"": "well"}, "2": {"": "well"}}),
        ("a.geojson", "id", "title", GEOJSON, {"7": {"": "Seven"}, "b": {"": "Bee", "French (fr)": "Abeille"}}),
        ("a.xml", "name", "label", XML, {"a": {"": "Ay"}, "b": {}}),
        ("a.csv", "name", "label", "", {}),
        ("a.geojson", "id", "title", "[]", {}),
        ("a.geojson", "id", "title", '{"features": 5}', {}),
        ("a.geojson", "id", "title", '{"features": ' + "[" * 100_000, {}),
        ("a.geojson", "id", "title", DEEP, {"b": {"": "Bee"}}),
        ("a.xml", "name", "label", "<root><item>", {}),
    ],
)
def test_a_file_gives_its_choices(file: str, value: str, label: str, content: str, expected: object) -> None:
    schema = parse_xform(FORM.format(file=file, value=value, label=label).encode())
    assert (named_lists(schema), choices(schema)) == ({file}, {})
    assert choices(with_lists(schema, {file: content.encode()})) == expected


def test_a_file_of_another_name_changes_nothing() -> None:
    schema = parse_xform(FORM.format(file="a.csv", value="name", label="label").encode())
    assert with_lists(schema, {"b.csv": CSV.encode()}) == schema


def test_a_list_of_the_field_is_read(xforms: Path) -> None:
    folder = xforms / "javarosa/org/javarosa/xform/parse"
    schema = parse_xform((folder / "external-select-csv.xml").read_bytes())
    found = with_lists(schema, {"external-data.csv": (folder / "external-data.csv").read_bytes()})
    assert list(choices(found, "/first"))[:4] == ["a", "b", "c", "aa"]
    assert choices(found, "/second")["aa"] == {"": "AA"}


SEARCHED = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Lists</h:title><model>
    <itext><translation lang="English (en)" default="true()">
      <text id="c-0"><value>label</value></text><text id="c-1"><value>None of these</value></text></translation>
      <translation lang="French (fr)">
      <text id="c-0"><value>nom, x</value></text><text id="c-1"><value>Aucun</value></text></translation></itext>
    <instance><data id="lists" version="1"><one/><meta><instanceID/></meta></data></instance>
    <bind nodeset="/data/one" type="string"/></model></h:head>
  <h:body><select1 ref="/data/one" appearance="minimal search('wells', 'matches', 'x', /data/x)"><label>One</label>
    <item><label ref="jr:itext('c-0')"/><value>code</value></item>
    <item><label ref="jr:itext('c-1')"/><value>-9</value></item>
  </select1></h:body></h:html>"""
WELLS = "code,label,nom,x\nw1,North,Nord,1\nw2,South,Sud,2\nw1,Again,,3\n,No code,,\n"


def test_a_list_that_is_searched_gives_its_labels_and_the_form_those_that_stand_in_no_file() -> None:
    schema = parse_xform(SEARCHED.encode())
    assert named_lists(schema) == {"wells.csv"}
    assert choices(with_lists(schema, {"wells.csv": WELLS.encode()})) == {
        "-9": {"English (en)": "None of these", "French (fr)": "Aucun"},
        "w1": {"English (en)": "North", "French (fr)": "Nord (x: 1)"},
        "w2": {"English (en)": "South", "French (fr)": "Sud (x: 2)"},
    }
    assert list(choices(with_lists(schema, {}))) == ["-9"], "columns are no choices: the list has not come"

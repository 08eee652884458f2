"""Tables, what is selected of them, and the two documents of a service."""

import pytest
from lxml import etree

from pamoja.formats.odata import (
    ODataRefused,
    dataset_metadata,
    entity_sets,
    find_set,
    form_metadata,
    selected,
    service_document,
)
from pamoja.formats.odata.names import identifier
from pamoja.formats.odata.tests.survey import schema

SETS = entity_sets(schema())
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
SPACE = "org.opendatakit.user.a_visit_"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("name", "name"), ("q1.8-test", "q1_8_test"), ("8th", "_8th"), ("!x", "__x"), ("é", "__"), ("a--b", "a_b")],
)
def test_names_become_identifiers(name: str, expected: str) -> None:
    assert identifier(name) == expected


def test_the_service_names_the_record_and_every_repeat() -> None:
    document = service_document("http://here/v.svc", SETS)
    assert document["@odata.context"] == "http://here/v.svc/$metadata"
    assert [each["url"] for each in document["value"]] == [
        "Submissions",
        "Submissions.kids.kid_1",
        "Submissions.kids.kid_1.toys.toy",
    ]


def test_an_unknown_table_is_not_found() -> None:
    with pytest.raises(ODataRefused) as refused:
        find_set(SETS, "Submissions.kids")
    assert refused.value.code == "404.1"


def _types(document: str) -> dict[str, dict[str, str]]:
    root = etree.fromstring(document.encode())
    found = [*root.iter(f"{EDM}EntityType"), *root.iter(f"{EDM}ComplexType")]
    return {each.get("Name"): {p.get("Name"): p.get("Type") for p in each if p.get("Type")} for each in found}


def test_the_metadata_names_every_property_and_its_type() -> None:
    types = _types(form_metadata("a visit!", SETS.values()))
    assert types["Submissions"] == {
        "__id": "Edm.String",
        "__system": "org.opendatakit.submission.metadata",
        "name": "Edm.String",
        "hh": f"{SPACE}.hh",
        "here": "Edm.GeographyPoint",
        "way": "Edm.GeographyLineString",
        "field": "Edm.GeographyPolygon",
        "day": "Edm.Date",
        "seen": "Edm.DateTimeOffset",
        "ok": "Edm.Boolean",
        "kids": f"{SPACE}.kids",
        "meta": f"{SPACE}.meta",
    }
    assert types["hh"] == {
        "size": "Edm.Int64",
        "weight": "Edm.Decimal",
        "uses": "Edm.String",
        "deep": f"{SPACE}.hh.deep",
    }
    assert types["kids"] == {"kid_1": f"Collection({SPACE}.Submissions.kids.kid_1)"}
    assert types["Submissions.kids.kid_1.toys.toy"] == {
        "__id": "Edm.String",
        "__Submissions-kids-kid_1-id": "Edm.String",
        "what": "Edm.String",
    }


def test_every_type_that_is_named_is_defined() -> None:
    root = etree.fromstring(form_metadata("a visit!", SETS.values()).encode())
    defined = {f"{s.get('Namespace')}.{t.get('Name')}" for s in root.iter(f"{EDM}Schema") for t in s}
    named = {p.get("Type", "").removeprefix("Collection(").rstrip(")") for p in root.iter() if isinstance(p.tag, str)}
    named |= {each.get("EntityType") for each in root.iter(f"{EDM}EntitySet")}
    assert {each for each in named if each and not each.startswith("Edm.")} <= defined


def test_a_form_id_cannot_break_out_of_the_metadata() -> None:
    root = etree.fromstring(form_metadata("\"><x a='&", SETS.values()).encode())
    assert next(root.iter(f"{EDM}EntityContainer")).get("Name") == "\"><x a='&"


def test_the_metadata_of_an_entity_list_names_its_properties() -> None:
    types = _types(dataset_metadata("people", ["first name", "age"]))
    assert list(types["Entities"]) == ["__id", "__system", "label", "first_name", "age"]


def test_a_selection_keeps_only_what_it_names() -> None:
    table = selected(SETS["Submissions"], ["__id", "__system/edits", "hh/deep", "kids/kid_1", "day"])
    assert (table.has_id, table.system) == (True, ("edits",))
    assert [each.name for each in table.frame.columns] == ["day"]
    hh, kids = table.frame.groups
    assert (hh.columns, [each.name for each in hh.groups]) == ((), ["deep"])
    assert [each.name for each in kids.repeats] == ["Submissions.kids.kid_1"]


@pytest.mark.parametrize(
    ("table", "property", "code"),
    [
        ("Submissions", "nonsense", "400.23"),
        ("Submissions", "name/deeper", "400.23"),
        ("Submissions", "__system/nonsense", "400.23"),
        ("Submissions", "kids/kid_1/who", "400.24"),
        ("Submissions", "kids/kid_1/nonsense", "400.23"),
        ("Submissions.kids.kid_1", "__system", "400.23"),
        ("Submissions.kids.kid_1", "__Submissions-kids-kid_1-id", "400.23"),
    ],
)
def test_what_cannot_be_selected_is_refused(table: str, property: str, code: str) -> None:
    with pytest.raises(ODataRefused) as refused:
        selected(SETS[table], [property])
    assert (refused.value.code, refused.value.details) == (code, {"property": property})

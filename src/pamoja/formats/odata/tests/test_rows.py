"""Kept rows as OData entities."""

import json
from typing import Any

import pytest

from pamoja.formats.odata import EntitySet, Row, RowWriter, entity_sets, selected
from pamoja.formats.odata.rows import Below
from pamoja.formats.odata.tests.survey import record, schema
from pamoja.formats.xform.shred import row_id_of

SETS = entity_sets(schema())
RECORD, KID, TOY = SETS["Submissions"], SETS["Submissions.kids.kid_1"], SETS["Submissions.kids.kid_1.toys.toy"]
POINT = {"type": "Point", "coordinates": [33.7, -13.9, 1200.5], "properties": {"accuracy": 5.0}}
LINE = {"type": "LineString", "coordinates": [[1.0, 2.0], [3.0, 4.0]]}
RING = {"type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]}
KID_1, KID_2 = (row_id_of("uuid:1", f"%%kids#%%kid.1#{n}") for n in (0, 1))
TOY_1 = row_id_of("uuid:1", "%%kids#%%kid.1#1%%toys#%%toy#0")
ROWS_BELOW: Below = {
    (KID.table, "uuid:1"): [
        Row("uuid:1", KID_1, "uuid:1", "0", '{"/kids/kid.1/who": "Ann"}'),
        Row("uuid:1", KID_2, "uuid:1", "1", "{}"),
    ],
    (TOY.table, KID_2): [Row("uuid:1", TOY_1, KID_2, "1.0", '{"/kids/kid.1/toys/toy/what": "a \\"ball\\""}')],
}


def _written(writer: RowWriter, *rows: Row, below: Below | None = None) -> list[dict[str, Any]]:
    return json.loads(b"[" + writer.chunk(rows, below or {}) + b"]")  # type: ignore[no-any-return]


def test_every_column_is_there_and_what_was_not_answered_is_null() -> None:
    (entity,) = _written(RowWriter(selected(RECORD, ["__id", "name", "hh", "ok"])), record('{"/name": "Zo\\u00eb"}'))
    empty = {"size": None, "weight": None, "uses": None, "deep": {"at": None}}
    assert entity == {"__id": "uuid:1", "name": "Zoë", "hh": empty, "ok": None}


def test_answers_are_of_the_types_that_the_metadata_names() -> None:
    household = {"/hh/size": 4, "/hh/weight": "12.50", "/hh/uses": ["a", "b"]}
    answers = json.dumps({**household, "/ok": True, "/here": POINT, "/day": "2026-01-02"})
    (entity,) = _written(RowWriter(RECORD), record(answers))
    assert entity["hh"] == {"size": 4, "weight": 12.5, "uses": "a b", "deep": {"at": None}}
    assert (entity["ok"], entity["here"], entity["day"]) == (True, POINT, "2026-01-02")


def test_geometries_are_well_known_text_when_asked() -> None:
    answers = json.dumps({"/here": POINT, "/way": LINE, "/field": RING})
    (entity,) = _written(RowWriter(RECORD, has_wkt=True), record(answers))
    assert entity["here"] == "POINT (33.7 -13.9 1200.5)"
    assert entity["way"] == "LINESTRING (1 2,3 4)"
    assert entity["field"] == "POLYGON ((0 0,1 0,1 1,0 0))"


@pytest.mark.parametrize(
    ("answers", "name", "expected"),
    [
        ({"/ok": "maybe"}, "ok", None),
        ({"/day": "someday"}, "day", None),
        ({"/here": "nowhere"}, "here", None),
        ({"/way": POINT}, "way", None),
        ({"/name": 5}, "name", "5"),
        ({"/name": ["a", "b"]}, "name", "a b"),
        ({"/name": True}, "name", "true"),
        ({"/hh/size": "many"}, "hh", {"size": None, "weight": None, "uses": None, "deep": {"at": None}}),
        ({"/hh/size": True}, "hh", {"size": None, "weight": None, "uses": None, "deep": {"at": None}}),
        ({"/hh/weight": 3}, "hh", {"size": None, "weight": 3.0, "uses": None, "deep": {"at": None}}),
        ({"/hh/weight": "heavy"}, "hh", {"size": None, "weight": None, "uses": None, "deep": {"at": None}}),
        ({"/hh/uses": "a"}, "hh", {"size": None, "weight": None, "uses": "a", "deep": {"at": None}}),
    ],
)
def test_an_answer_of_another_type_never_breaks_the_declared_one(answers: Any, name: str, expected: Any) -> None:
    (entity,) = _written(RowWriter(RECORD), record(json.dumps(answers), is_odd=True))
    assert entity[name] == expected


def test_the_record_says_what_the_server_knows_of_it() -> None:
    (entity,) = _written(RowWriter(selected(RECORD, ["__system/edits", "__system/status"])), record("{}"))
    assert entity == {"__system": {"edits": 2, "status": None}}


def test_an_encrypted_record_shows_only_what_the_server_knows() -> None:
    row = Row("uuid:1", "uuid:1", answers="{}", is_sealed=True, system={"status": "notDecrypted"})
    (entity,) = _written(RowWriter(RECORD), row)
    assert set(entity) == {"__id", "__system"}
    assert entity["__system"]["status"] == "notDecrypted"


def test_repeats_are_linked_where_there_are_any() -> None:
    with_kids, without = _written(RowWriter(RECORD), record("{}"), Row("it's", "it's"), below=ROWS_BELOW)
    assert with_kids["kids"] == {"kid_1@odata.navigationLink": "Submissions('uuid%3A1')/kids/kid_1"}
    assert without["kids"] == {}


def test_a_link_within_a_repeat_names_every_instance_above() -> None:
    kid = ROWS_BELOW[KID.table, "uuid:1"][1]
    (entity,) = _written(RowWriter(KID), kid, below=ROWS_BELOW)
    assert entity["__id"] == KID_2
    assert entity["__Submissions-id"] == "uuid:1"
    link = f"Submissions('uuid%3A1')/kids/kid_1('{KID_2}')/toys/toy"
    assert entity["toys"] == {"toy@odata.navigationLink": link}


def test_the_inner_repeat_names_the_instance_right_above() -> None:
    (entity,) = _written(RowWriter(TOY), ROWS_BELOW[TOY.table, KID_2][0])
    assert entity == {"__id": TOY_1, "__Submissions-kids-kid_1-id": KID_2, "what": 'a "ball"'}


def test_expanded_repeats_stand_within_the_record() -> None:
    (entity,) = _written(RowWriter(RECORD, is_expanded=True), record("{}"), below=ROWS_BELOW)
    first, second = entity["kids"]["kid_1"]
    assert first == {"__id": KID_1, "who": "Ann", "toys": {}}
    assert second["toys"]["toy"] == [{"__id": TOY_1, "what": 'a "ball"'}]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('{"/hh/weight": "1"}', b'"weight":1.0'),
        ('{"/hh/weight": "12.50"}', b'"weight":12.5'),
        ('{"/hh/weight": "1e22"}', b'"weight":1e22'),
        ('{"/hh/size": 18446744073709551616}', b'"size":18446744073709551616'),
        ('{"/hh/weight": "0.0000001"}', b'"weight":1e-7'),
        ('{"/hh/size": 9223372036854775807}', b'"size":9223372036854775807'),
        ('{"/hh/size": -9223372036854775808}', b'"size":-9223372036854775808'),
        ('{"/name": "\\u0001 \\" \\\\ \\u2028 \\u007f"}', '"name":"\\u0001 \\" \\\\ \u2028 \x7f"'.encode()),
        ('{"/name": "مرحبا"}', '"name":"مرحبا"'.encode()),
        ('{"/name": "\\ud83d\\ude00"}', '"name":"\U0001f600"'.encode()),
    ],
)
def test_numbers_and_texts_are_written_digit_for_digit(text: str, written: bytes) -> None:
    assert written in RowWriter(RECORD).chunk([record(text)], {})


def test_what_was_a_question_and_is_a_group_now_shows_the_group() -> None:
    (entity,) = _written(
        RowWriter(selected(RECORD, ["hh/size"])), record('{"/hh": "four", "/hh/size": 4}', is_odd=True)
    )
    assert entity == {"hh": {"size": 4}}


def test_members_stand_in_the_order_of_the_form_and_those_of_many_rows_too() -> None:
    rows = [record(f'{{"/ok": true, "/hh/size": {number}, "/name": "x"}}') for number in range(50)]
    entities = _written(RowWriter(RECORD), *rows, below=ROWS_BELOW)
    order = [*("__id", "__system"), *(each.name for each in RECORD.frame.members if not isinstance(each, EntitySet))]
    assert {tuple(entity) for entity in entities} == {tuple(order)}
    assert [entity["hh"]["size"] for entity in entities] == [*range(50)]


def test_rows_are_parted_by_commas_and_nothing_else() -> None:
    writer = RowWriter(selected(RECORD, ["name"]))
    assert writer.chunk([record('{"/name": 1}'), record("{}")], {}) == b'{"name":1},{"name":null}'

"""The JSON of programs."""

import pytest

from pamoja.engines.entities import EntityRefused
from pamoja.formats.entities import Body, read_body, read_source

UUID = "12345678-1234-4123-8234-123456789abc"


def test_an_entity_is_read():
    body = {"uuid": f"uuid:{UUID.upper()}", "label": "Ada", "data": {"age": "3"}}
    assert read_body(body, ["age"], is_new=True) == Body(UUID, "Ada", {"age": "3"})
    assert read_body({"data": {"age": ""}}, ["age"], is_new=False).received == {"age": ""}


@pytest.mark.parametrize(
    ("body", "is_new", "code", "told"),
    [
        ({"name": "x"}, True, "400.31", {"expected": ["label", "uuid", "data"], "actual": ["name"]}),
        (["Ada"], True, "400.31", {"actual": ["0"]}),
        ({"label": "a", "uuid": 3}, True, "400.11", {"field": "uuid", "expected": "string"}),
        ({"data": {}}, True, "400.2", {"field": "label"}),
        ({"label": 3}, True, "400.11", {"field": "label", "expected": "string"}),
        ({"label": " "}, False, "400.8", {"reason": "Label cannot be blank."}),
        ({}, False, "400.28", {"reason": "No entity data or label provided."}),
        ({"data": {"age": None}}, False, "400.11", {"field": "age", "expected": "string"}),
        ({"data": {"sex": "f"}}, False, "400.28", {}),
    ],
)
def test_what_does_not_fit_is_refused(body, is_new, code, told):
    with pytest.raises(EntityRefused) as refused:
        read_body(body, ["age"], is_new=is_new)
    assert refused.value.code == code
    assert told.items() <= refused.value.details.items()


@pytest.mark.parametrize(
    ("source", "code", "field"),
    [
        (None, "400.2", "source"),
        ({}, "400.2", "source.name"),
        ({"size": 3}, "400.2", "source.name"),
        ({"name": 3}, "400.11", "name"),
        ({"name": "a.csv", "size": "3"}, "400.11", "size"),
    ],
)
def test_a_whole_list_says_where_it_comes_from(source, code, field):
    assert read_source({"name": "a.csv", "size": 7}) == {"name": "a.csv", "size": 7}
    with pytest.raises(EntityRefused) as refused:
        read_source(source)
    assert (refused.value.code, refused.value.details["field"]) == (code, field)

"""What queries are about."""

import pytest

from pamoja.engines.contactql.inspection import FieldReference, GroupReference, inspect
from pamoja.engines.contactql.query import parse_query
from pamoja.engines.contactql.tests.workspace import WORKSPACE, environment

TEXT = (
    'village = x and Age > 1 and age < 9 and (group = "youth club" or group = "" or Amina) and telegram = 1 and tel = 2'
)


def test_a_query_names_each_thing_once() -> None:
    found = inspect(parse_query(environment(), TEXT, WORKSPACE))
    assert found.attributes == ("group", "name")
    assert found.schemes == ("tel", "telegram")
    assert found.fields == (FieldReference("village", "Village"), FieldReference("age", "Age"))
    assert found.groups == (GroupReference("g-youth", "Youth Club"),)


def test_without_a_resolver_only_what_is_written_is_known() -> None:
    found = inspect(parse_query(environment(), TEXT))
    assert found.fields == (FieldReference("village"), FieldReference("age"))
    assert found.to_json()["groups"] == [{"name_match": "youth club"}]


@pytest.mark.parametrize(
    "text", ["id = 1", "ref = A6YWQL", "status = active", 'group = ""', 'flow != ""', 'history = ""']
)
def test_no_group_can_be_made_of_a_query(text: str) -> None:
    assert not inspect(parse_query(environment(), text, WORKSPACE)).allow_as_group


@pytest.mark.parametrize(
    "text", ["Amina", "tickets > 0", "last_seen_on > 1-1-2026", "language = kin", "fields.language = x"]
)
def test_a_group_can_be_made_of_a_query(text: str) -> None:
    assert inspect(parse_query(environment(), text, WORKSPACE)).allow_as_group

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from pamoja.engines.flows.checks import at_least, at_most, attachment, http_method, if_given, is_uuid, local_name
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.references import (
    ChannelReference,
    FieldReference,
    FlowReference,
    GroupReference,
    TopicReference,
    UserReference,
)
from pamoja.engines.flows.schema import prop, read, required, write

UUID = "aaaaaaaa-0000-4000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class Letter:
    text: str = prop("", required, at_most(5))
    pages: int = prop(1, at_least(1))
    stamps: tuple[str, ...] = prop((), at_most(2), each=(at_most(3),), is_always_written=True)
    groups: tuple[GroupReference, ...] = prop(())
    flow: FlowReference | None = prop(None, key="into")
    prices: dict[str, Decimal] = prop({}, keys=(at_most(3),))
    rest: Any = prop(None)


def test_an_object_reads_and_writes_itself():
    told = {"text": "Hello", "stamps": ["a"], "groups": [{"uuid": UUID, "name": "Farmers"}], "rest": [1]}
    letter = read(
        Letter, told | {"prices": {"KES": 2.5, "UGX": None}, "unknown": 1, "into": {"uuid": UUID, "name": None}}
    )
    assert letter.groups == (GroupReference(UUID, "Farmers"),)
    assert letter.prices == {"KES": Decimal("2.5"), "UGX": 0}
    assert write(letter) == told | {
        "pages": 1,
        "prices": {"KES": 2.5, "UGX": 0},
        "into": {"uuid": UUID, "name": ""},
    }


def test_a_null_among_objects_is_left_out_and_one_among_texts_is_empty():
    letter = read(Letter, {"text": "Hello", "stamps": [None], "groups": [None, {"uuid": UUID}]})
    assert (letter.stamps, letter.groups) == (("",), (GroupReference(UUID),))


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({}, "field 'text' is required"),
        ({"text": None, "pages": 0}, "field 'text' is required, field 'pages' must be greater than or equal to 1"),
        ({"text": "123456"}, "field 'text' must be less than or equal to 5"),
        ({"text": 1}, "field 'text' must be a text"),
        ({"text": "x", "pages": True}, "field 'pages' must be a whole number"),
        ({"text": "x", "stamps": ["a"] * 3}, "field 'stamps' must have a maximum of 2 items"),
        ({"text": "x", "stamps": [None, "abcd"]}, "field 'stamps[1]' must be less than or equal to 3"),
        (
            {"text": "x", "groups": [{"uuid": UUID, "name": "n" * 65}]},
            "field 'groups[0].name' must be less than or equal to 64",
        ),
        ({"text": "x", "into": {}}, "field 'into.uuid' is required"),
        ({"text": "x", "into": []}, "field 'into' must be an object"),
        ({"text": "x", "prices": {"ABCD": 1}}, "field 'prices[ABCD]' must be less than or equal to 3"),
        ({"text": "x", "prices": {"KES": "much"}}, "field 'prices.KES' must be a number"),
        ({"text": "x", "prices": {"KES": True}}, "field 'prices.KES' must be a number"),
        (
            {"text": "x", "groups": [{"name": "Farmers"}]},
            "field 'groups[0].uuid' is mutually exclusive with 'name_match', "
            "field 'groups[0].name_match' is mutually exclusive with 'uuid'",
        ),
        ([], "must be an object"),
    ],
)
def test_every_property_that_is_wrong_is_named(told, problem):
    with pytest.raises(FlowReadError) as raised:
        read(Letter, told)
    assert str(raised.value) == problem


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (is_uuid, UUID, UUID.upper()),
        (local_name, "_new_ticket", "9lives"),
        (attachment, "image:https://example.org/a.jpg", "image:"),
        (attachment, "IMAGE/jpeg:a", "file:a"),
        (http_method, "PATCH", "TRACE"),
        (if_given(is_uuid), "", "x"),
    ],
)
def test_checks(check, good, bad):
    assert check(good) == ""
    assert check(bad)


def test_references_tell_whether_a_template_names_them():
    assert GroupReference(name_match="@fields.district").is_variable
    assert UserReference(email="@fields.email").to_json() == {"email": "@fields.email"}
    assert str(GroupReference(UUID, "Farmers")) == f"group[uuid={UUID},name=Farmers]"


def test_references_know_the_type_of_what_they_are_of():
    assert ChannelReference(UUID, "A") == ChannelReference(UUID, "A") != TopicReference(UUID, "A")
    found = [ChannelReference(UUID), FlowReference(UUID, revision=2), FieldReference("age"), UserReference(UUID)]
    assert [(each.TYPE, each.identity) for each in found] == [
        ("channel", UUID),
        ("flow", UUID),
        ("field", "age"),
        ("user", UUID),
    ]

"""Conversions between the types of values."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from pamoja.engines.environment import Environment
from pamoja.engines.excellent import convert, jsontext, texts
from pamoja.engines.excellent.values import Value, XError, XFunction, XObject

ENV = Environment(
    date_format="DD-MM-YYYY", timezone=ZoneInfo("Africa/Kigali"), clock=lambda: datetime(2020, 1, 1, tzinfo=UTC)
)
NOON = datetime(2020, 2, 3, 12, 30, tzinfo=UTC)
FIVE = XObject({"__default__": Decimal(5), "a": "x"})
UPPER = XFunction("upper", lambda call, args: None)


@pytest.mark.parametrize(
    ("value", "text", "json", "described", "is_true"),
    [
        (None, "", "null", "null", False),
        ("", "", '""', '""', False),
        ("False", "False", '"False"', '"False"', False),
        ('a"\n', 'a"\n', r'"a\"\n"', r'"a\"\n"', True),
        (Decimal("1.50"), "1.5", "1.5", "1.5", True),
        (Decimal("1E+3"), "1000", "1000", "1000", True),
        (Decimal("-0.00"), "0", "0", "0", False),
        (True, "true", "true", "true", True),
        (date(2020, 2, 3), "2020-02-03", '"2020-02-03"', "date", True),
        (time(1, 2, 3), "01:02:03.000000", '"01:02:03.000000"', "time", True),
        (time(), "00:00:00.000000", '"00:00:00.000000"', "time", False),
        (NOON, "2020-02-03T12:30:00.000000Z", '"2020-02-03T12:30:00.000000Z"', "datetime", True),
        ([], "[]", "[]", "array", False),
        ([Decimal(1), None, XError("no"), UPPER], "[1, , no, upper]", "[1,null,null,null]", "array", True),
        (XObject({}), "{}", "{}", "object", False),
        (XObject({"b": Decimal(1), "a": XError("no")}), "{a: no, b: 1}", '{"b":1}', "object", True),
        (FIVE, "5", '{"a":"x"}', "object", True),
        (UPPER, "upper", "null", "upper(...)", True),
    ],
)
def test_what_values_look_like(value: Value, text: str, json: str, described: str, is_true: bool) -> None:
    assert convert.to_text(value) == text
    assert jsontext.to_json(value) == json
    assert texts.describe(value) == described
    assert convert.to_boolean(value) is is_true


def test_times_before_utc_have_a_minus() -> None:
    west = datetime(2020, 1, 1, tzinfo=timezone(-timedelta(hours=3, minutes=30)))
    assert convert.to_text(west) == "2020-01-01T00:00:00.000000-03:30"


def test_numbers_are_read_from_text_and_defaults() -> None:
    assert convert.to_number(ENV, " -1.5\n") == Decimal("-1.5")
    assert convert.to_number(ENV, FIVE) == 5
    assert convert.to_whole(ENV, "-1.9") == -1
    for value, message in [
        ("1e5", 'unable to convert "1e5" to a number'),
        (True, "unable to convert true to a number"),
        (None, "unable to convert null to a number"),
        (XObject({}), "unable to convert object to a number"),
        ("1" * 37, f'unable to convert "{"1" * 37}" to a number'),
    ]:
        with pytest.raises(XError) as raised:
            convert.to_number(ENV, value)
        assert raised.value.message == message
    with pytest.raises(XError, match="number value 2147483648 is out of range for an integer"):
        convert.to_whole(ENV, Decimal(2**31))


def test_dates_are_those_of_the_environment() -> None:
    late = datetime(2020, 2, 3, 23, 30, tzinfo=UTC)
    assert convert.to_date(ENV, late) == date(2020, 2, 4)
    assert convert.to_time(ENV, late) == time(23, 30)
    assert convert.to_time(ENV, Decimal(24)) == time()
    assert convert.to_date(ENV, "3-4-20") == date(2020, 4, 3)
    assert convert.to_datetime(ENV, "3-4-20 9:30") == datetime(2020, 4, 3, 9, 30, tzinfo=ENV.timezone)
    assert convert.to_datetime(ENV, date(2020, 2, 3)) == datetime(2020, 2, 3, tzinfo=ENV.timezone)
    with pytest.raises(XError, match="unable to convert 25 to a time"):
        convert.to_time(ENV, Decimal(25))


def test_errors_are_passed_on() -> None:
    for to in (convert.to_number, convert.to_date, convert.to_time, convert.to_datetime, convert.to_whole):
        with pytest.raises(XError, match="no"):
            to(ENV, XError("no"))
    for plain in (convert.to_text, convert.to_boolean, convert.to_array, convert.to_object):
        with pytest.raises(XError, match="no"):
            plain(XError("no"))


def test_what_people_read() -> None:
    assert texts.format_value(ENV, Decimal("-1234567.50")) == "-1,234,567.5"
    assert texts.format_value(ENV, NOON) == "03-02-2020 14:30"
    assert texts.format_value(ENV, XError("no")) == ""
    assert texts.format_value(ENV, ["a", Decimal(1)]) == "a, 1"
    nested = XObject({"b": "x", "a": XObject({"c": Decimal(1), "d": ["y\nz", "w"]})})
    assert texts.format_value(ENV, nested) == "a:\n  c: 1\n  d:\n    - y\n      z\n    - w\nb: x"


def test_values_are_equal_within_one_type() -> None:
    kigali = NOON.astimezone(ENV.timezone)
    assert convert.equals(NOON, kigali)
    assert convert.equals(Decimal("1.0"), Decimal(1))
    assert convert.equals(XObject({"a": [NOON]}), XObject({"a": [kigali]}))
    for left, right in [(True, Decimal(1)), (NOON, NOON.date()), ("1", Decimal(1)), (None, ""), (UPPER, None)]:
        assert not convert.equals(left, right)
    nameless = XFunction("", lambda call, args: None)
    assert not convert.equals(nameless, nameless)


def test_nil_is_before_everything() -> None:
    assert [convert.compare(*pair) for pair in [(None, None), (None, ""), ("b", "a"), (False, True)]] == [0, -1, 1, -1]
    with pytest.raises(XError, match="unable to compare"):
        convert.compare("a", Decimal(1))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("null", None),
        ("1e2", Decimal(100)),
        ('["a", true, 1e400]', ["a", True, XError("number value out of range")]),
        ('"\\ud83d\\ude00"', "😀"),
        ('["\\ud83d"]', [XError("unknown JSON parsing error")]),
        ("NaN", XError("invalid JSON")),
        ("{", XError("invalid JSON")),
        (" ", XError("invalid JSON")),
        ("1e99999999999999999999", XError("unknown JSON parsing error")),
        ("[" * 100_000, XError("invalid JSON")),
    ],
)
def test_json_is_read(text: str, value: Value) -> None:
    assert convert.equals(jsontext.from_json(text), value)


def test_objects_are_looked_up_without_regard_to_case() -> None:
    found = jsontext.from_json('{"Foo": {"__default__": 3, "bar": null}}')
    assert isinstance(found, XObject)
    inner, is_there = found.get("fOO")
    assert is_there
    assert isinstance(inner, XObject)
    assert inner.get("BAR") == (None, True)
    assert inner.get("__default__") == (None, False)
    assert convert.to_text(inner) == "3"


def test_an_object_is_read_when_it_is_asked() -> None:
    asked: list[int] = []
    lazy = XObject(lambda: asked.append(1) or {"a": "b"})  # type: ignore[func-returns-value]
    assert not asked
    assert lazy.get("a") == lazy.get("A") == ("b", True)
    assert asked == [1]

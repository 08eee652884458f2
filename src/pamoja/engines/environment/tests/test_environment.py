"""The environment of a session and its JSON."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pamoja.engines.environment import Environment, NumberFormat

RWANDA = {
    "date_format": "DD-MM-YYYY",
    "time_format": "tt:mm:ss",
    "timezone": "Africa/Kigali",
    "allowed_languages": ["eng", "fra"],
    "number_format": {"decimal_symbol": ",", "digit_grouping_symbol": "."},
    "default_country": "RW",
    "input_collation": "arabic_variants",
    "redaction_policy": "urns",
    "obfuscation_key": [123456, 234567, 345678, 456789],
}


def test_nothing_said_means_the_defaults() -> None:
    env = Environment.from_json({})

    assert env == Environment()
    assert (env.date_format, env.time_format, str(env.timezone)) == ("YYYY-MM-DD", "tt:mm", "UTC")
    assert (env.language, env.locale, env.country, env.redacts_urns) == ("", "", "", False)


def test_json_is_read_and_written_the_same() -> None:
    env = Environment.from_json(RWANDA)

    assert env.to_json() == RWANDA
    assert list(env.to_json()) == list(RWANDA)
    assert (env.language, env.locale, env.redacts_urns) == ("eng", "eng-RW", True)


def test_no_languages_and_no_country_are_left_out_of_json() -> None:
    assert not {"allowed_languages", "default_country"} & set(Environment().to_json())


@pytest.mark.parametrize(
    ("data", "format_read"),
    [({"number_format": None}, NumberFormat()), ({"number_format": {"decimal_symbol": "'"}}, NumberFormat("'", ","))],
)
def test_what_a_number_format_leaves_out_is_as_by_default(data: dict[str, Any], format_read: NumberFormat) -> None:
    assert Environment.from_json(data).number_format == format_read


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("allowed_languages", ["elvish"]),
        ("allowed_languages", ["eng", "elv"]),
        ("default_country", "Narnia"),
        ("timezone", "Cuenca"),
        ("timezone", "../etc/passwd"),
        ("input_collation", "bogus"),
        ("input_collation", ""),
        ("redaction_policy", "all"),
        ("date_format", 4),
        ("number_format", "1,234.5"),
        ("number_format", {"decimal_symbol": 5}),
        ("date_format", "YYYYYYYYYYY"),
        ("date_format", "MMMM YYYY"),
        ("time_format", "tttttt"),
        ("obfuscation_key", [1, 2]),
        ("obfuscation_key", [1, 2, 3, 2**32]),
        ("obfuscation_key", [1, 2, 3, -4]),
        ("obfuscation_key", [1, 2, 3, True]),
    ],
)
def test_what_is_wrong_is_refused_by_the_name_of_its_field(key: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"field '{key}' is not"):
        Environment.from_json({key: value})


def test_a_contact_has_its_own_language_country_and_timezone() -> None:
    env = Environment.from_json(RWANDA)

    theirs = env.for_contact(language="fra", country="CA", timezone=ZoneInfo("America/Toronto"))
    assert (theirs.locale, str(theirs.timezone)) == ("fra-CA", "America/Toronto")
    assert env.for_contact(language="kin").locale == "eng-RW"
    assert theirs.to_json()["allowed_languages"] == ["eng", "fra"]


def test_now_is_asked_of_the_clock_and_told_in_the_timezone() -> None:
    env = Environment.from_json(RWANDA, clock=lambda: datetime(2018, 4, 11, 13, 24, tzinfo=UTC))

    assert env.now().isoformat() == "2018-04-11T15:24:00+02:00"
    assert env.for_contact(timezone=ZoneInfo("America/Toronto")).now().isoformat() == "2018-04-11T15:24:00+02:00"
    with pytest.raises(LookupError):
        Environment().now()

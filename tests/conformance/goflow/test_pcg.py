"""The generator gives the numbers that gocommon's own tests expect of theirs."""

from datetime import UTC, datetime
from decimal import Decimal

from pamoja.engines.flows.times import time_text
from tests.conformance.goflow.pcg import Pcg, SequentialClock, Uuids


def test_the_numbers_are_those_of_go() -> None:
    pcg = Pcg(1234)
    assert [pcg.intn(10) for _ in range(3)] == [0, 8, 4]
    assert [pcg.random() for _ in range(3)] == [
        Decimal("0.7189806938374759"),
        Decimal("0.824272697040096"),
        Decimal("0.10545532824596571"),
    ]


def test_a_power_of_two_takes_the_lowest_bits() -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    pcg = Pcg(1234)
    for _ in range(6):
        pcg.uint64()
    assert "".join(alphabet[pcg.intn(64)] for _ in range(10)) == "lJ4ZfHEr25"


def test_uuids_and_clock_go_on_together() -> None:
    clock = SequentialClock(int(datetime(2024, 8, 1, 17, 29, 30, tzinfo=UTC).timestamp()) * 10**9 + 123456)
    uuids = Uuids(clock)
    assert [uuids.uuid4(), uuids.uuid7(), uuids.uuid4()] == [
        "1b2083ab-a0cb-48da-924e-9de1a11831b3",
        "01910efd-5890-71e2-98c7-1f0d5859f77e",
        "b26fcae1-abb6-49f8-95cf-9fca95f1c30a",
    ]
    assert time_text(clock.now()) == "2024-08-01T17:29:31.000123456Z"


def test_the_runner_tests_start_with_this_session() -> None:
    assert Uuids(SequentialClock()).uuid7() == "01969b47-0583-76f8-924e-9de1a11831b3"

"""Arithmetic: exact, within a range, and to the last digit as flows have seen it."""

from decimal import Decimal

import pytest

from pamoja.engines.environment.numbers import number_text
from pamoja.engines.excellent import numbers
from pamoja.engines.excellent.values import XError


@pytest.mark.parametrize(
    ("base", "exponent", "power"),
    [
        ("2", "8", "256"),
        ("2", "-3", "0.125"),
        ("3", "-40", "0"),
        ("0", "0", "0"),
        ("0", "-1", "0"),
        ("7", "0", "1"),
        ("-2", "3", "-8"),
        ("-8", "0.5", "0"),
        ("2", "0.5", "1.4142136"),
        ("2.0", "1.5", "2.828427126"),
        ("1.05", "0.5", "1.02469507660"),
        ("91", "2.4892", "75239.4883852950793"),
        ("26853115590", "1.69412", "465552292382622363.82023174759543"),
        ("123456.123456789", "0.333333333333333", "49.793296444600777827859106133609"),
    ],
)
def test_a_power_has_the_digits_that_flows_have_seen(base: str, exponent: str, power: str) -> None:
    assert numbers.power(Decimal(base), Decimal(exponent)) == Decimal(power)


@pytest.mark.parametrize(("base", "exponent"), [("2", "400"), ("2", "101"), ("10", "100.5"), ("1.23456789", "50")])
def test_a_power_out_of_range_is_an_error(base: str, exponent: str) -> None:
    with pytest.raises(XError, match="number value out of range"):
        numbers.power(Decimal(base), Decimal(exponent))


def test_numbers_are_exact_where_they_can_be() -> None:
    assert numbers.add(Decimal("0.1"), Decimal("0.2")) == Decimal("0.3")
    assert numbers.subtract(Decimal(10) ** 35, Decimal(1)) == Decimal("9" * 35)
    assert numbers.divide(Decimal(2), Decimal(3)) == Decimal("0.6666666666666667")
    assert numbers.divide(Decimal(1), Decimal(10) ** 20) == 0
    assert numbers.modulo(Decimal("-7.5"), Decimal(2)) == Decimal("-1.5")
    for work in (numbers.divide, numbers.modulo):
        with pytest.raises(XError, match="division by zero"):
            work(Decimal(1), Decimal(0))
    with pytest.raises(XError, match="out of range"):
        numbers.multiply(Decimal("9" * 20), Decimal("9" * 20))
    assert numbers.multiply(Decimal(10) ** 50, Decimal(10) ** 50) == Decimal("1E+100")


def test_halves_are_rounded_away_from_zero() -> None:
    rounded = [numbers.round_half(Decimal(text), 0) for text in ("0.5", "1.5", "-2.5", "2.4")]
    assert rounded == [1, 2, -3, 2]
    assert numbers.round_half(Decimal(25), -1) == 30
    assert numbers.round_up(Decimal("12.141"), 2) == Decimal("12.15")
    assert numbers.round_up(Decimal("-12.149"), 2) == Decimal("-12.14")
    assert numbers.round_down(Decimal("12.149"), 2) == Decimal("12.14")
    assert numbers.round_down(Decimal("-12.141"), 2) == Decimal("-12.15")
    assert numbers.round_half(Decimal("1.5"), 2_000_000_000) == Decimal("1.5")
    assert numbers.floor(Decimal("-1.5")) == -2
    assert number_text(numbers.negate(Decimal(0))) == "0"

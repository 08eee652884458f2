"""Numbers of expressions as JSON."""

from decimal import Decimal


def json_number(number: Decimal) -> int | float:
    """A whole number exactly, any other as the nearest float: JSON writers know no Decimal.

    Cost: a fraction of more than 15 significant digits loses the rest; texts beside numbers stay exact.
    """
    return int(number) if number == number.to_integral_value() else float(number)

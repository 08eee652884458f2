"""What the database compares in place of texts and numbers, so that an index can hold it.

Keys are equal exactly when the values are, and those of numbers are in the order of the numbers.
"""

from decimal import Decimal
from hashlib import sha256
from typing import Final

from pamoja.engines.contactql.comparing import folded

KEY_LENGTH: Final = 64
NUMBER_LENGTH: Final = 48
_NEGATIVE, _ZERO, _POSITIVE = b"\x00", b"\x01", b"\x02"
_OPPOSITE = bytes(255 - byte for byte in range(256))
_AFTER_ANY = b"\xff"
_MIDDLE = 1 << 15


def text_key(text: str) -> str:
    """A text as queries compare it (`contactql.comparing.folded`); of a long one the beginning and a hash."""
    key = folded(text)
    if len(key) < KEY_LENGTH:
        return key
    half = KEY_LENGTH // 2
    return key[:half] + sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:half]


def number_key(number: Decimal) -> bytes:
    """A finite number: its sign, its exponent and its digits; those of negative ones turned round.

    SQLite has no exact decimals, and bytes have the same order in every database.
    """
    if not number:
        return _ZERO
    digits = "".join(map(str, number.as_tuple().digits)).rstrip("0")
    size = (number.adjusted() + _MIDDLE).to_bytes(2, "big") + digits.encode()
    return _POSITIVE + size if number > 0 else _NEGATIVE + size.translate(_OPPOSITE) + _AFTER_ANY

"""Numbers of contacts as short references that do not tell how many there are (`@contact.ref`): Feistel, base 32.

Six characters up to 2^30, seven above. Without I, O, 0 and 1, so that people can read them to each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from pamoja.engines.text.cases import upper

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
FEW = 1 << 30
MOST = 9_999_999_999
_LETTERS = frozenset(ALPHABET)
_HALF_BITS = {6: 15, 7: 17}
_PRIME = 0x45D9F3B


def encode_id(number: int, key: Sequence[int]) -> str:
    """The reference of a number from 1 to 9,999,999,999 by the four numbers of a key; "" for another number."""
    if not 1 <= number <= MOST:
        return ""
    length, plain = (6, number) if number < FEW else (7, number - FEW)
    code = _shuffled(plain, key, _HALF_BITS[length])
    return "".join(ALPHABET[code >> shift & 31] for shift in range(5 * (length - 1), -1, -5))


def decode_id(reference: str, key: Sequence[int]) -> int:
    """The number of a reference, whatever its case; ValueError of what is no reference."""
    if not is_reference(reference):
        raise ValueError("code is not a valid obfuscated ID")
    code = 0
    for letter in upper(reference):
        code = code * len(ALPHABET) + ALPHABET.index(letter)
    half = _HALF_BITS[len(reference)]
    plain = _swapped(_shuffled(_swapped(code, half), key[::-1], half), half)
    return plain if len(reference) == 6 else plain + FEW


def is_reference(text: str) -> bool:
    """Whether a text has the form of a reference, in whatever case; whether there is such a contact is not asked."""
    return len(text) in _HALF_BITS and set(upper(text)) <= _LETTERS


def _shuffled(number: int, key: Sequence[int], half: int) -> int:
    """Both halves of the number through one round for each number of the key."""
    mask = (1 << half) - 1
    left, right = number >> half & mask, number & mask
    for part in key:
        left, right = right, left ^ _round(right, part, mask)
    return left << half | right


def _swapped(number: int, half: int) -> int:
    """The halves in each other's place, by which the cipher is undone with the key turned round."""
    mask = (1 << half) - 1
    return (number & mask) << half | number >> half & mask


def _round(half: int, part: int, mask: int) -> int:
    mixed = (half ^ part) * _PRIME
    return (mixed ^ mixed >> 16) & mask

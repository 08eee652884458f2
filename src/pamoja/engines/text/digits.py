"""Digits as people write them."""

import unicodedata


def ascii_digits(text: str) -> str:
    """Digits of any script as 0-9: people write ١٢ as they write it."""
    return "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in text)

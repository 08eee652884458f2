"""Cells that a spreadsheet would run as a formula, made plain text."""

import re

RISKY = re.compile(r"^[\s\x00]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]")
PLAIN_NUMBER = re.compile(r"^[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?$")


def neutralise(text: str) -> str:
    """Text that no spreadsheet takes for a formula (OWASP, CSV injection): a leading apostrophe where it might.

    Plain signed numbers ("-5", "+265999123456") stay as they are.
    """
    return f"'{text}" if RISKY.match(text) and not PLAIN_NUMBER.match(text) else text


def restored(text: str) -> str:
    """Text as it was before `neutralise`, for a file of ours that comes back."""
    return text[1:] if text.startswith("'") and neutralise(text[1:]) == text else text

"""Cells that a spreadsheet would run as a formula, made plain text."""

import re

RUN = r"[=+\-@\uff1d\uff0b\uff0d\uff20|%]"
NUMBER = r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?"
# Where the decimal sign is a comma (French, Portuguese), spreadsheets split a CSV at semicolons. Quotes do not hold
# them off: they count only at the start of what such a spreadsheet takes for a cell. So each part is looked at.
SPLITS = frozenset(";\t\r\n")
PART = r"(^|[;\t\r\n])"
RISKY = rf"(?:[^\S\t\r\n]|\x00)*{RUN}"
NUMBERS = rf"\s*{NUMBER}(?: {NUMBER})*(?:[;\t\r\n]|$)"  # several: positions, as forms give them
AT_START = re.compile(rf"[\s\x00]*{RUN}|[\t\r\n]")
HARMFUL = re.compile(rf"^(?=[\t\r\n])|{PART}(?=(?!{NUMBERS}){RISKY})")
MADE_HARMLESS = re.compile(rf"^'(?=[\t\r\n])|{PART}'(?=(?!{NUMBERS}){RISKY})")


def neutralise(text: str) -> str:
    """Text that no spreadsheet takes for a formula (OWASP, CSV injection): an apostrophe before each part that might.

    Plain signed numbers ("-5", "+265999123456") and positions ("-13.9 33.7 0 0;-13.8 33.7 0 0") stay as they are.
    """
    if text.isalnum():  # most cells are one word or number, and what is told by a sign or a separator is neither
        return text
    if AT_START.match(text) or not SPLITS.isdisjoint(text):  # most others are neither: a tenth of the time
        return HARMFUL.sub(r"\1'", text)
    return text


def restored(text: str) -> str:
    """Text as it was before `neutralise`, for a file of ours that comes back."""
    return MADE_HARMLESS.sub(r"\1", text)

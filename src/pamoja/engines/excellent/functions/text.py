"""Texts: their characters, case and parts."""

from decimal import Decimal

import re2

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import to_text
from pamoja.engines.excellent.functions.limits import MOST_CHARACTERS
from pamoja.engines.excellent.registry import ANY, TEXT, WHOLE, function, optional, rest
from pamoja.engines.excellent.values import Value, XError
from pamoja.engines.text import cases

REPLACEMENT = "\ufffd"
ALL = -1
UNPRINTABLE = re2.compile(r"[^\pL\pM\pN\pP\pS\pZ]")
"""Controls, invisible marks, what is for private use, and what is no character by the tables of RE2."""


@function("char", WHOLE)
def char(call: Call, code: int) -> Value:
    """The character of a Unicode code point; the inverse of `code`.

    @(char(65)) → A
    @(char(128657)) → 🚑
    @(char("A")) → ERROR
    """
    is_character = 0 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_character else REPLACEMENT


@function("code", TEXT)
def code(call: Call, text: str) -> Value:
    """The Unicode code point of the first character; the inverse of `char`.

    @(code("A")) → 65
    @(code("€5")) → 8364
    @(code("")) → ERROR
    """
    if not text:
        raise XError("requires a string of at least one character")
    return Decimal(ord(text[0]))


@function("lower", TEXT)
def lower(call: Call, text: str) -> Value:
    """The text in lower case.

    @(lower("ÉCOLE Nº 3")) → école nº 3
    """
    return cases.lower(text)


@function("upper", TEXT)
def upper(call: Call, text: str) -> Value:
    """The text in upper case.

    @(upper("chongwe")) → CHONGWE
    @(upper("straße")) → STRAßE
    """
    return cases.upper(text)


@function("title", TEXT)
def title(call: Call, text: str) -> Value:
    """The text with a capital at the start of each word and lower case elsewhere.

    @(title("amina WANJIRU o'neill")) → Amina Wanjiru O'Neill
    @(title(7)) → 7
    """
    return cases.title(cases.lower(text))


@function("clean", TEXT)
def clean(call: Call, text: str) -> Value:
    """The text without characters that cannot be printed, such as tabs and line ends.

    @(clean("two\\n\\tlines")) → twolines
    @(clean(char(8203) & "hidden")) → hidden
    """
    return str(UNPRINTABLE.sub("", text))


def _trimmed(call: Call, chars: Value) -> str:
    """What is cut off: white space where nothing is given, nothing where an empty text is."""
    return cases.SPACES if chars is None else to_text(chars, call.budget)


@function("trim", TEXT, optional(ANY))
def trim(call: Call, text: str, chars: Value) -> Value:
    """The text without white space, or without the characters in `chars`, at both ends.

    @(trim("  Amina Wanjiru ")) → Amina Wanjiru
    @(trim("...Amina...", ".")) → Amina
    """
    return text.strip(_trimmed(call, chars))


@function("trim_left", TEXT, optional(ANY))
def trim_left(call: Call, text: str, chars: Value) -> Value:
    """The text without white space, or without the characters in `chars`, at its start.

    @("[" & trim_left("  Amina ") & "]") → [Amina ]
    @(trim_left("00700", "0")) → 700
    """
    return text.lstrip(_trimmed(call, chars))


@function("trim_right", TEXT, optional(ANY))
def trim_right(call: Call, text: str, chars: Value) -> Value:
    """The text without white space, or without the characters in `chars`, at its end.

    @("[" & trim_right("  Amina ") & "]") → [  Amina]
    @(trim_right("Amina?!", "!?")) → Amina
    """
    return text.rstrip(_trimmed(call, chars))


@function("text_slice", TEXT, WHOLE, optional(WHOLE), rest(ANY, most=1))
def text_slice(call: Call, text: str, start: int, end: int | None, *ignored: Value) -> Value:
    """The characters from `start` up to but not including `end`; negative places count from the end of the text.

    Where something is given after `end`, the text is not cut there: so flows have always seen it.

    @(text_slice("KG-0042", 3)) → 0042
    @(text_slice("KG-0042", 0, 2)) → KG
    @(text_slice("KG-0042", -4, -1)) → 004
    @(text_slice("KG", 5)) →
    """
    return text[start:] if ignored else text[start:end]


@function("text_length", TEXT)
def text_length(call: Call, value: str) -> Value:
    """How many characters the value has as text.

    @(text_length("née")) → 3
    @(text_length(1200)) → 4
    """
    return Decimal(len(value))


@function("text_compare", TEXT, TEXT)
def text_compare(call: Call, text1: str, text2: str) -> Value:
    """-1 if `text1` comes before `text2` in the order of code points, 1 if after it, 0 if they are equal.

    @(text_compare("Amina", "Ben")) → -1
    @(text_compare("Ben", "Amina")) → 1
    @(text_compare("Ben", "Ben")) → 0
    """
    return Decimal((text1 > text2) - (text1 < text2))


@function("repeat", TEXT, WHOLE)
def repeat(call: Call, text: str, count: int) -> Value:
    """The text so many times over, at most 10,000 characters long.

    @(repeat("la", 3)) → lalala
    @(repeat("la", -1)) → ERROR
    """
    if count < 0:
        raise XError(f"must be called with a positive integer, got {count}")
    if len(text) * count > MOST_CHARACTERS:
        raise XError(f"cannot build a string longer than {MOST_CHARACTERS} characters")
    return text * count


@function("replace", TEXT, TEXT, TEXT, optional(WHOLE, ALL))
def replace(call: Call, text: str, needle: str, replacement: str, count: int) -> Value:
    """The text with each `needle`, or the first `count` of them, replaced.

    @(replace("0788 123 456", " ", "")) → 0788123456
    @(replace("na na na", "na", "la", 2)) → la la na
    @(replace("Amina", "x", "y")) → Amina
    """
    found = text.count(needle)
    call.budget.require(len(text) + (found if count < 0 else min(found, count)) * (len(replacement) - len(needle)))
    return text.replace(needle, replacement, count)

"""Tests for texts as a whole, their beginning, patterns and addresses in them."""

import re2

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import TEXT
from pamoja.engines.excellent.values import Value, XError, XObject
from pamoja.engines.flows.cases.registry import router_test
from pamoja.engines.flows.cases.results import NOT_MATCHED, matched
from pamoja.engines.text import patterns
from pamoja.engines.text.cases import trimmed

EMAIL = re2.compile(r"[\pL\pN][-_+$~.\pL\pN]*@[\pL\pN][-_\pL\pN]*(?:\.[\pL\pN][-_\pL\pN]*)+")


@router_test("has_only_text", TEXT, TEXT)
def has_only_text(call: Call, text1: str, text2: str) -> XObject:
    """Whether two texts are the same, to the letter and the case.

    @(has_only_text("OPV", "OPV").match) → OPV
    @(has_only_text("OPV", "opv")) → false
    @(has_only_text("OPV ", "OPV")) → false
    """
    return matched(text1) if text1 == text2 else NOT_MATCHED


@router_test("has_text", TEXT)
def has_text(call: Call, text: str) -> XObject:
    """Whether there is anything but space in a text.

    @(has_text("  two wells ").match) → two wells
    @(has_text(7).match) → 7
    @(has_text(" \\n")) → false
    """
    cut = trimmed(text)
    return matched(cut) if cut else NOT_MATCHED


router_test("has_value", TEXT)(has_text)
"""The name that `has_text` had in older flows."""


@router_test("has_beginning", TEXT, TEXT)
def has_beginning(call: Call, text: str, beginning: str) -> XObject:
    """Whether a text begins with another, in any case; space around both is passed over.

    @(has_beginning("Join Survey", "join").match) → Join
    @(has_beginning("please join", "join")) → false
    @(has_beginning("join  survey", "join survey")) → false
    """
    start = trimmed(beginning)
    segment = _cut(trimmed(text), len(start.encode()))
    return matched(segment) if segment and _same_letters(segment, start) else NOT_MATCHED


@router_test("has_pattern", TEXT, TEXT)
def has_pattern(call: Call, text: str, pattern: str) -> XObject:
    """Whether a pattern (RE2, in any case, by lines) is in a text; `extra` has its groups by number.

    @(has_pattern("child KG-0042", "kg-(\\d+)").match) → KG-0042
    @(has_pattern("child KG-0042", "kg-(\\d+)").extra) → {0: KG-0042, 1: 0042}
    @(has_pattern("child 0042", "kg-(\\d+)")) → false
    """
    compiled = patterns.pattern(trimmed(pattern), "mi")
    call.budget.spend(patterns.steps(compiled))
    if compiled is None:
        raise XError("must be called with a valid regular expression")
    if not (found := compiled.search(text)):
        return NOT_MATCHED
    extra: dict[str, Value] = {str(number): group for number, group in enumerate(patterns.groups(found))}
    return matched(extra["0"], XObject(extra))


@router_test("has_email", TEXT)
def has_email(call: Call, text: str) -> XObject:
    """Whether there is an e-mail address in a text.

    @(has_email("write to amina@example.org, please").match) → amina@example.org
    @(has_email("I have none")) → false
    """
    found = EMAIL.search(text)
    return matched(found.group()) if found else NOT_MATCHED


def _cut(text: str, size: int) -> str:
    """As much of a text as takes so many bytes, or "" where that is no whole number of characters."""
    if text.isascii():
        return text[:size] if len(text) >= size else ""
    cut = text.encode()[:size]
    try:
        return cut.decode() if len(cut) == size else ""
    except UnicodeDecodeError:
        return ""


def _same_letters(text: str, other: str) -> bool:
    """Equal letter by letter but for case, so that "ß" is not "ss"."""
    return len(text) == len(other) and all(a.casefold() == b.casefold() for a, b in zip(text, other, strict=True))

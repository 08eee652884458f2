"""Patterns: regular expressions (RE2)."""

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import TEXT, WHOLE, function, optional
from pamoja.engines.excellent.values import Value, XError
from pamoja.engines.text import patterns


@function("regex_match", TEXT, TEXT, optional(WHOLE, 0))
def regex_match(call: Call, text: str, pattern: str, group: int) -> Value:
    r"""What a regular expression matches first in the text, in any case; or one of its groups, counted from 1.

    @(regex_match("child 12 of 30", "\d+")) → 12
    @(regex_match("12 boys, 15 girls", "(\d+) girls", 1)) → 15
    @(regex_match("KG-0042", "^[a-z]+")) → KG
    @(regex_match("no digits", "\d")) → ERROR
    @(regex_match("12 boys", "(\d")) → ERROR
    """
    compiled = patterns.pattern(pattern, "mi")
    call.budget.spend(patterns.steps(compiled))
    if compiled is None:
        raise XError("invalid regular expression")
    match = compiled.search(text)
    if match is None or not 0 <= group <= compiled.groups:
        raise XError("invalid regular expression group")
    return match[group] or ""

"""Encodings: texts that hold JSON, addresses, HTML or attachments."""

import re
from html import unescape
from html.entities import html5
from urllib.parse import quote

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.jsontext import from_json, to_json
from pamoja.engines.excellent.registry import ANY, TEXT, function
from pamoja.engines.excellent.values import Value, XObject
from pamoja.engines.text.attachments import split_attachment

BUILDING = 10
"""What each character of a JSON text costs: two of them can make a value of a hundred bytes."""
_ENTITY = re.compile(r"&(?:#[xX](?P<hex>[0-9a-fA-F]*)|#(?P<decimal>[0-9]*)|(?P<name>[a-zA-Z0-9]+));?")
_SHORTEST_CODE = len("&#1;")
_MOST_DIGITS = 10
"""Of a code: so many are beyond the last character there is."""
_LONGEST_OPEN = 6
"""Of the names that need no semicolon."""


@function("json", ANY)
def json(call: Call, value: Value) -> Value:
    """The value as JSON.

    @(json("3 goats")) → "3 goats"
    @(json(array("BCG", 2, true))) → ["BCG",2,true]
    @(json(object("ward", "Matero", "wells", null))) → {"ward":"Matero","wells":null}
    """
    return to_json(value, call.budget)


@function("parse_json", TEXT)
def parse_json(call: Call, text: str) -> Value:
    r"""The value that is written as JSON.

    @(parse_json("{\"child\": {\"age\": 4}}").child.age) → 4
    @(parse_json("[\"Mon\", \"Thu\"]")[1]) → Thu
    @(parse_json("{child}")) → ERROR
    """
    call.budget.spend(len(text) * BUILDING)
    return from_json(text)


@function("url_encode", TEXT)
def url_encode(call: Call, text: str) -> Value:
    """The text as it may stand in an address.

    @(url_encode("clean water?")) → clean%20water%3F
    @(url_encode("a=1&b=2")) → a%3D1%26b%3D2
    """
    return quote(text, safe="", errors="replace")


@function("html_decode", TEXT)
def html_decode(call: Call, text: str) -> Value:
    """The text with the characters that entities of HTML stand for, and plain spaces for those that do not break.

    @(html_decode("Mother &amp; child")) → Mother & child
    @(html_decode("&lt;5&nbsp;km")) → <5 km
    """
    return _ENTITY.sub(_character, text).replace("\xa0", " ")


def _character(entity: re.Match[str]) -> str:
    """What an entity stands for. Unlike Python's `unescape`, control characters stay, and `&#5` needs a semicolon."""
    if entity["name"]:
        return _named(entity[0][1:])
    if len(entity[0]) < _SHORTEST_CODE:
        return entity[0]
    digits = (entity["decimal"] if entity["hex"] is None else entity["hex"]).lstrip("0")[:_MOST_DIGITS]
    code = int(digits or "0", 10 if entity["hex"] is None else 16)
    return unescape(f"&#{code};") or chr(code)


def _named(name: str) -> str:
    """The character of a name, or of the longest name without a semicolon that it begins with."""
    if name in html5:
        return html5[name]
    for length in range(min(len(name) - 1, _LONGEST_OPEN), 1, -1):
        if name[:length] in html5:
            return html5[name[:length]] + name[length:]
    return f"&{name}"


@function("attachment_parts", TEXT)
def attachment_parts(call: Call, attachment: str) -> Value:
    """The content type and the address of an attachment.

    @(attachment_parts("image/jpeg:https://example.org/card.jpg")) → {content_type: image/jpeg, url: https://example.org/card.jpg}
    @(attachment_parts("https://example.org/card.jpg")) → {content_type: , url: https://example.org/card.jpg}
    """
    content_type, url = split_attachment(attachment)
    return XObject({"content_type": content_type, "url": url})

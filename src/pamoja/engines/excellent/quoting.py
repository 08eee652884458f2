"""Text as it is written in an expression: quoted with escapes, as the Go language does it (strconv), and bracketed."""

from __future__ import annotations

import re

_NAMED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", '"': '"'}
_ESCAPED = {made: f"\\{letter}" for letter, made in _NAMED.items()}
_ESCAPE = re.compile(r'\\(?:([abfnrtv\\"])|x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))|[^\\"\n]+')
_LAST_CODE = 0x10FFFF
_BRACKET = re.compile(r"[(\[{)\]}]")


def is_nested_deeper(text: str, limit: int) -> bool:
    """Whether brackets are nested deeper than a limit; those within quotes are counted as well, which costs nothing."""
    depth = 0
    for bracket in _BRACKET.findall(text):
        depth = depth + 1 if bracket in "([{" else max(depth - 1, 0)
        if depth > limit:
            return True
    return False


def quote(text: str) -> str:
    """The text in double quotes; what cannot be printed is escaped."""
    return f'"{text}"' if text.isprintable() and not _needs_escape(text) else f'"{"".join(map(_escape, text))}"'


def _needs_escape(text: str) -> bool:
    return '"' in text or "\\" in text


def _escape(char: str) -> str:
    if char in _ESCAPED:
        return _ESCAPED[char]
    if char.isprintable():
        return char
    code = ord(char)
    if code < 0x20 or code == 0x7F:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def unquote(quoted: str) -> str:
    """Read a text in double quotes. One escape that is none, and all stays as written: `"\\w+"` is a fine pattern."""
    inside = quoted[1:-1]
    if "\\" not in inside and "\n" not in inside:
        return inside
    made = bytearray()
    at = 0
    while at < len(inside):
        found = _ESCAPE.match(inside, at)
        read = _unescape(found) if found else None
        if found is None or read is None:
            return inside
        made += read
        at = found.end()
    return made.decode("utf-8", "replace")


def _unescape(found: re.Match[str]) -> bytes | None:
    """The bytes of one escape or of plain characters; None for a code that no character has."""
    named, byte, octal, *codes = found.groups()
    if named:
        return _NAMED[named].encode()
    if byte or octal:
        value = int(byte, 16) if byte else int(octal, 8)
        return bytes([value]) if value <= 0xFF else None
    code = codes[0] or codes[1]
    return _encode(int(code, 16)) if code else found.group().encode("utf-8", "replace")


def _encode(code: int) -> bytes | None:
    return None if 0xD800 <= code <= 0xDFFF or code > _LAST_CODE else chr(code).encode()

"""URNs: taken apart, made normal, judged and written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import parse_qs, quote_plus

from pamoja.engines.text.cases import trimmed
from pamoja.engines.urns.schemes import SCHEMES

MOST_PATH = 200
"""Bytes of the escaped path: scheme and path fit into a column of 255 characters."""
MOST_DISPLAY = 255
REDACTED = "********"
_WHOLE = re.compile(r"([^:?#]+):([^?#]+)(?:\?([^?#]*))?(?:#([^?#]*))?")
_ESCAPES = {"#": "%23", "%": "%25", "?": "%3F"}
_MARKS = str.maketrans(_ESCAPES)
_UNESCAPES = {written: mark for mark, written in _ESCAPES.items()}


class UrnError(ValueError):
    """A text that is no URN, or one that its scheme refuses."""


@dataclass(frozen=True, slots=True)
class Urn:
    """The parts of a URN, unescaped; `str()` writes it."""

    scheme: str
    path: str
    query: str = ""
    display: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Take a URN apart by its marks alone. UrnError says where it is broken."""
        match = _WHOLE.fullmatch(text)
        if match is None:
            raise UrnError(_fault(text))
        return cls(*(_unescape(part or "") for part in match.groups()))

    @classmethod
    def split(cls, text: str) -> Self:
        """The same for any text: one that is broken is all path."""
        try:
            return cls.parse(text)
        except UrnError:
            return cls("", text)

    @classmethod
    def make(cls, scheme: str, path: str, query: Mapping[str, Sequence[str]] | None = None, display: str = "") -> Self:
        """A normal and valid URN. UrnError says why there is none."""
        urn = cls(scheme, path, _query(query or {}), display).normal()
        if problem := urn.problem():
            raise UrnError(problem)
        return urn

    def __str__(self) -> str:
        text = f"{_escape(self.scheme)}:{_escape(self.path)}" if self.scheme else self.path
        text += f"?{_escape(self.query)}" if self.query else ""
        return text + (f"#{_escape(self.display)}" if self.display else "")

    @property
    def identity(self) -> str:
        """Scheme and path, which no two contacts share."""
        return str(replace(self, query="", display=""))

    @property
    def parameters(self) -> dict[str, list[str]]:
        return parse_qs(self.query, keep_blank_values=True)

    def normal(self) -> Self:
        """The one way to write this URN; a broken one stays as it is."""
        if not self.scheme:
            return self
        path, scheme = trimmed(self.path), SCHEMES.get(self.scheme)
        return replace(self, path=scheme.normal(path) if scheme else path, display=trimmed(self.display))

    def problem(self) -> str:
        """Why the URN is not valid; "" if it is."""
        scheme = SCHEMES.get(self.scheme)
        if not self.scheme or not self.path:
            return "scheme or path cannot be empty"
        if scheme is None:
            return "unknown URN scheme"
        if len(_escape(self.path).encode()) > MOST_PATH:
            return "path component too long"
        if not scheme.takes(self.path):
            return "invalid path component"
        return "display component too long" if len(self.display.encode()) > MOST_DISPLAY else ""

    def format(self) -> str:
        """The URN for people: what it says to display, or the path as its scheme writes it."""
        scheme = SCHEMES.get(self.scheme)
        return self.display or (scheme.format(self.path) if scheme else self.path)

    def redacted(self) -> str:
        """The scheme with a mask for the rest, where URNs must not be seen."""
        return f"{self.scheme}:{REDACTED}"


def _fault(text: str) -> str:
    """What is wrong first, reading from the left."""
    before = "scheme"
    for mark in re.findall("[:?#]", text):
        if mark == "?" and before != "path":
            return "query component can only come after path component"
        if mark == "#" and before not in ("path", "query"):
            return "fragment component can only come after path or query components"
        if mark != ":" or before == "scheme":
            before = {":": "path", "?": "query", "#": "fragment"}[mark]
    return "scheme cannot be empty" if text[:1] in ("", ":") else "path cannot be empty"


def _escape(part: str) -> str:
    return part.translate(_MARKS)


def _unescape(part: str) -> str:
    return re.sub("%23|%25|%3F", lambda found: _UNESCAPES[found[0]], part) if "%" in part else part


def _query(values: Mapping[str, Sequence[str]]) -> str:
    """The query by name, as the web writes it."""
    pairs = ((name, value) for name in sorted(values) for value in values[name])
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)

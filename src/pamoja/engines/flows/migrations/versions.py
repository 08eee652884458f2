"""Versions of the specification, as definitions write them: `13.5.0`, in older ones `13.5` or `13`."""

import re
from typing import Any, NamedTuple

from pamoja.engines.flows.reading import FlowReadError

_PART = r"(\d{1,20})"
_SUFFIXES = r"(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?"
_VERSION = re.compile(rf"v?{_PART}(?:\.{_PART})?(?:\.{_PART})?{_SUFFIXES}", re.ASCII)


class Version(NamedTuple):
    """A version; it sorts as versions do."""

    major: int
    minor: int = 0
    patch: int = 0

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


CURRENT = Version(14, 4, 2)
OLDEST = Version(11)
TOO_NEW = Version(14, 5)


def read_version(text: Any) -> Version:
    """A version; what is left out is 0. Raises FlowReadError."""
    found = _VERSION.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise FlowReadError("invalid semantic version")
    return Version(*(int(each or 0) for each in found.groups()))


def is_supported(version: Version) -> bool:
    """Whether a definition of this version can be read: versions to come may not be, unless only a patch is newer."""
    return OLDEST <= version < TOO_NEW

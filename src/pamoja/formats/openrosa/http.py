"""Headers, part names and dates of OpenRosa 1.0 over HTTP.

Source: OpenRosa Request API and Form Submission API, https://docs.getodk.org/openrosa/.
"""

import re
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

VERSION = "1.0"
VERSION_HEADER = "X-OpenRosa-Version"
ACCEPT_LENGTH = 100_000_000
"""Bytes that one POST may hold; clients split their media over several POSTs below this."""
CONTENT_TYPE = "text/xml; charset=utf-8"

XML_PART = "xml_submission_file"
CSRF_PART = "__csrf"

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_UNSAFE_NAME = re.compile(r'[\x00-\x1f\x80-\x9f/\\?<>:*|"]')


def is_accepted_version(value: str | None) -> bool:
    """Tell whether a request's X-OpenRosa-Version is ours; it must be there and be exactly 1.0."""
    return value == VERSION


def response_headers(now: datetime) -> dict[str, str]:
    """Return what every OpenRosa answer carries; `now` is aware, in UTC."""
    return {
        "Content-Language": "en",
        VERSION_HEADER: VERSION,
        "X-OpenRosa-Accept-Content-Length": str(ACCEPT_LENGTH),
        "Date": format_datetime(now, usegmt=True),
    }


def part_name(name: str) -> str:
    """Undo the reading of UTF-8 as Latin-1, which multipart parsers do to names outside ASCII.

    A name that cannot have come about that way stays as it is.
    """
    try:
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name


def safe_name(name: str) -> str:
    """A name that every system takes for a file, of the folder where it is put."""
    safe = _UNSAFE_NAME.sub("", name)
    return safe if safe.strip(". ") else "_"


def content_disposition(filename: str, kind: str = "attachment") -> str:
    """Name a download for old clients (ASCII) and new ones (RFC 5987)."""
    safe = safe_name(filename)
    plain = _NOT_ASCII.sub("-", safe)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='!^`|~')}"

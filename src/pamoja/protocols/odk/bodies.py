"""Bodies of requests that are no JSON."""

from typing import IO, Any, cast

from django.http import HttpRequest

from pamoja.formats.openrosa import too_large
from pamoja.protocols.odk.auth import Refused


def body_stream(request: HttpRequest) -> IO[bytes]:
    """What was sent, to be read once. Django reads no body of unknown length; the server below it does."""
    has_length = "CONTENT_LENGTH" in request.META and request.META["CONTENT_LENGTH"] != ""
    whole: Any = request if has_length else request.META["wsgi.input"]
    return cast(IO[bytes], whole)


def has_body(request: HttpRequest) -> bool:
    """Whether anything was sent at all."""
    return request.META.get("CONTENT_LENGTH") not in (None, "", "0") or "HTTP_TRANSFER_ENCODING" in request.META


def read_body(request: HttpRequest, most: int) -> bytes:
    """All that was sent. Raises Refused 413.1 for more than `most` bytes."""
    body = body_stream(request).read(most + 1)
    if len(body) > most:
        raise Refused(too_large())
    return body

"""Bodies of requests that are no JSON."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.http import HttpRequest

from pamoja.formats.openrosa import too_large
from pamoja.protocols.odk.auth import Refused

IN_MEMORY_BYTES, CHUNK_BYTES = 1024 * 1024, 64 * 1024


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


@contextmanager
def spooled_body(request: HttpRequest, most: int) -> Iterator[IO[bytes]]:
    """All that was sent, as a file that can be read twice; a long one lies on the disk. Raises Refused 413.1."""
    body = body_stream(request)
    with SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as spool:
        while chunk := body.read(CHUNK_BYTES):
            spool.write(chunk)
            if spool.tell() > most:
                raise Refused(too_large())
        spool.seek(0)
        yield spool

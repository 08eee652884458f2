"""A table that breaks off while it is sent says so.

The server under us ends an answer that failed in the middle like any other, so that a table would look whole. Other
formats cannot be read without their end.
"""

from collections.abc import Callable, Iterable, Iterator

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# the quote stays open, for programs: most readers of CSV do not take it
CUT_OFF = b'\n"This table is not whole: the server failed while it was sent'


class CutOffMiddleware:
    """Watches over tables whose length is not said in advance."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_table = response.headers.get("Content-Type", "").startswith("text/csv")
        if response.streaming and is_table and not response.has_header("Content-Length"):
            response.streaming_content = _told(response.streaming_content)  # type: ignore[attr-defined]
        return response


def _told(pieces: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    except Exception:
        yield CUT_OFF
        raise

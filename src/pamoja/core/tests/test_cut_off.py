"""Tables that break off in the middle."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, StreamingHttpResponse
from django.test import RequestFactory

from pamoja.core.cut_off import CUT_OFF, CutOffMiddleware


class Broken(Exception):
    pass


def rows(is_broken: bool) -> Iterator[bytes]:
    yield b"name\nAda\n"
    if is_broken:
        raise Broken


def sent(kind: str, is_broken: bool, **headers: str) -> list[bytes]:
    """What arrived at the client until the end, whichever it was."""

    def answer(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(rows(is_broken), content_type=kind, headers=headers)

    response: Any = CutOffMiddleware(answer)(RequestFactory().get("/"))
    pieces: list[bytes] = []
    if is_broken:
        with pytest.raises(Broken):
            pieces.extend(response)
    else:
        pieces.extend(response)
    return pieces


def test_a_table_that_breaks_off_says_so() -> None:
    assert sent("text/csv; charset=utf-8", is_broken=True) == [b"name\nAda\n", CUT_OFF]
    assert sent("text/csv; charset=utf-8", is_broken=False) == [b"name\nAda\n"]


def test_what_is_no_table_or_has_a_length_ends_as_it_is() -> None:
    assert sent("application/zip", is_broken=True) == [b"name\nAda\n"]
    assert sent("text/csv", is_broken=True, **{"Content-Length": "100"}) == [b"name\nAda\n"]

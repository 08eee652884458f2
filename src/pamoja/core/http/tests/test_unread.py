"""What an application leaves unread of a body is read."""

import io
from typing import Any

import pytest

from pamoja.core.http import unread
from pamoja.core.http.unread import MOST_BYTES, reading_to_the_end

LARGE = b"x" * 3_000_000


def _left_of(body: bytes, read: int) -> int:
    """How many bytes are left when the application read so many."""
    stream = io.BytesIO(body)

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        environ["wsgi.input"].read(read)
        return [b"refused"]

    assert reading_to_the_end(application)({"wsgi.input": stream}, None) == [b"refused"]
    return len(body) - stream.tell()


def test_what_was_left_unread_is_read() -> None:
    assert [_left_of(LARGE, read) for read in (0, 1000, len(LARGE))] == [0, 0, 0]
    assert _left_of(b"", 0) == 0


def test_of_an_endless_body_some_is_left() -> None:
    assert _left_of(b"x" * (MOST_BYTES + 1000), 0) == 1000


def test_a_body_that_comes_for_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0.0, 1.0, unread.MOST_SECONDS + 1])
    monkeypatch.setattr(unread, "monotonic", lambda: next(times))
    assert _left_of(LARGE, 0) == len(LARGE) - unread.CHUNK_BYTES

"""What a client still sends when the answer is known already."""

from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any

MOST_BYTES, CHUNK_BYTES, MOST_SECONDS = 16 * 2**20, 64 * 1024, 30.0
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def reading_to_the_end(application: Application) -> Application:
    """The application; what it left unread of a body is read and thrown away before the answer goes out.

    A server closes a connection on which something is left, and the client that is still sending sees it break: of a
    refused photo it would learn neither the status nor the reason. What is left after 16 MiB or half a minute stays
    unread (RFC 9112, section 9.6): a thread waits for it meanwhile.
    """

    def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer = application(environ, start_response)
        read, until = 0, monotonic() + MOST_SECONDS
        while read < MOST_BYTES and monotonic() < until and (chunk := environ["wsgi.input"].read(CHUNK_BYTES)):
            read += len(chunk)
        return answer

    return answered

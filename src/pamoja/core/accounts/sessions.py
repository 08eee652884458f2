"""Sessions in the database, whose key is asked after only when it can be one.

A cookie may spell any byte in octal (RFC 2109), and PostgreSQL answers a NUL in a text with an error.
"""

from typing import Any

from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    """Django calls the class of a session engine by this name."""

    def _validate_session_key(self, key: Any) -> bool:
        return super()._validate_session_key(key) and set(key) <= set(VALID_KEY_CHARS)  # type: ignore[misc]

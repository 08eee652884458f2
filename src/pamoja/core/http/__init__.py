"""The only way out of the building for HTTP: `request(...)`, or a `Client` for many calls to one place.

A test forbids every other module the libraries that open connections.
"""

from pamoja.core.http.client import Answer, Client, guarded_session, request
from pamoja.core.http.errors import (
    AddressRefused,
    BrokenAnswer,
    Failed,
    HostNotFound,
    HttpError,
    NotConnected,
    NotTrusted,
    RedirectRefused,
    Refused,
    TookTooLong,
    TooLarge,
    UrlRefused,
)

__all__ = [
    "AddressRefused",
    "Answer",
    "BrokenAnswer",
    "Client",
    "Failed",
    "HostNotFound",
    "HttpError",
    "NotConnected",
    "NotTrusted",
    "RedirectRefused",
    "Refused",
    "TooLarge",
    "TookTooLong",
    "UrlRefused",
    "guarded_session",
    "request",
]

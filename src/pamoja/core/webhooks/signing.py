"""Signatures of the Standard Webhooks specification 1.0 (standardwebhooks.com), symmetric scheme `v1`.

`webhook-signature` is a space-separated list of "v1,<base64 of HMAC-SHA256>", one for each secret in force, over
"<webhook-id>.<webhook-timestamp>.<body>". A secret is "whsec_" and the base64 of 24 to 64 random bytes.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_webhook_secret() -> str:
    """A fresh secret as its holder keeps it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed_headers(delivery_id: str, timestamp: int, body: bytes, keys: Iterable[str]) -> dict[str, str]:
    """The three headers of a delivery; `timestamp` is in Unix seconds."""
    content = f"{delivery_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(_signature(key, content) for key in keys),
    }


def _signature(key: str, content: bytes) -> str:
    secret = base64.b64decode(key.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()

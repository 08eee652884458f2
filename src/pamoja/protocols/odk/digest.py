"""Devices that sign in with a user name and a password over HTTP Digest, as apps for Kobo and Ona do.

The user name is the device's number, the password its secret. Accounts of people cannot sign in so: the server would
have to keep their passwords in a form that opens them. See docs/decisions/0014.
"""

import base64
import hashlib
import hmac
import secrets
from enum import Enum

from django.conf import settings
from django.http import HttpRequest

from pamoja.apps.forms.selectors import device_secret
from pamoja.core.clock import now
from pamoja.core.problems import Problem
from pamoja.core.ratelimit.limits import register_limit
from pamoja.core.ratelimit.services import take
from pamoja.formats.digest import Digest, DigestUnreadable, challenge, read_digest

REALM = "Pamoja"
LIVES_SECONDS = 300
USES = register_limit("digest-uses", 1, 2 * LIVES_SECONDS)  # of one count of one challenge: an answer is good once
TIME_BYTES, SALT_BYTES, SEAL_BYTES = 6, 8, 16


class Verdict(Enum):
    """What is wrong with an answer; `STALE` is one that was right for a challenge that is over."""

    WRONG = "wrong"
    STALE = "stale"


def secret_by_digest(request: HttpRequest, value: str) -> str | Verdict:
    """The secret of the device that answered a challenge, else what is wrong."""
    try:
        digest = read_digest(value)
    except DigestUnreadable:
        return Verdict.WRONG
    secret = device_secret(digest.username)
    is_right = digest.is_right(str(request.method), secret or secrets.token_hex())
    is_ours = digest.realm == REALM and digest.is_for(request.path, request.META.get("QUERY_STRING", ""))
    if secret is None or not (is_right and is_ours):
        return Verdict.WRONG
    return secret if _is_fresh(digest) else Verdict.STALE


def new_challenge(is_stale: bool = False) -> dict[str, str]:
    """The header that asks for an answer."""
    made = int(now().timestamp()).to_bytes(TIME_BYTES, "big") + secrets.token_bytes(SALT_BYTES)
    nonce = base64.urlsafe_b64encode(made + _seal(made)).decode().rstrip("=")
    return {"WWW-Authenticate": challenge(REALM, nonce, is_stale)}


def _is_fresh(digest: Digest) -> bool:
    """Whether the challenge is ours and not over, and this use of it the first."""
    return _is_alive(digest.nonce) and _is_first(digest)


def _is_alive(nonce: str) -> bool:
    try:
        whole = base64.urlsafe_b64decode(nonce + "=" * (-len(nonce) % 4))
    except ValueError:
        return False
    made, seal = whole[: TIME_BYTES + SALT_BYTES], whole[TIME_BYTES + SALT_BYTES :]
    age = now().timestamp() - int.from_bytes(made[:TIME_BYTES], "big")
    return hmac.compare_digest(seal, _seal(made)) and 0 <= age + 1 <= LIVES_SECONDS


def _is_first(digest: Digest) -> bool:
    try:
        take(USES, f"{digest.nonce}:{digest.count}")
    except Problem:
        return False
    return True


def _seal(made: bytes) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"digest nonce:" + made, hashlib.sha256).digest()[:SEAL_BYTES]

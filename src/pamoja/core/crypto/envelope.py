"""Sealing bytes: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce in front.

Random nonces are safe for 2**32 values under one key; a workspace that comes near it rotates its data key.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class BadSeal(Exception):
    """The bytes were altered, moved to another place, or sealed under another key."""


def new_key() -> bytes:
    """A fresh 256-bit key."""
    return secrets.token_bytes(KEY_BYTES)


def bind(*parts: str | int) -> bytes:
    """Additional data from parts, each with its length in front so that no two lists give the same bytes."""
    encoded = [str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def seal(cipher: AESGCM, plain: bytes, place: bytes) -> bytes:
    """Nonce, ciphertext and tag of `plain`, bound to its place."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, place)


def unseal(cipher: AESGCM, sealed: bytes, place: bytes) -> bytes:
    """The bytes that were sealed. Raises BadSeal."""
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise BadSeal("too short")
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
    except InvalidTag:
        raise BadSeal("wrong key, wrong place or altered") from None

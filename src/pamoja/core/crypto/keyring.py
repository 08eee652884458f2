"""The operator's master keys: they wrap data keys and never enter the database."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from pamoja.core.crypto.envelope import KEY_BYTES, seal, unseal

MAX_ID_LENGTH = 40


class MissingMasterKey(Exception):
    """A data key is wrapped under a master key that `PAMOJA_KEYS` no longer names."""


@dataclass(frozen=True)
class Keyring:
    """Master keys by id. The primary wraps; every one unwraps."""

    primary: str
    ciphers: Mapping[str, AESGCM]
    secrets: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def derive(self, key_id: str, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose (HKDF, RFC 5869). Raises MissingMasterKey."""
        if key_id not in self.secrets:
            raise MissingMasterKey(f"PAMOJA_KEYS holds no key {key_id!r}: put it back behind the first one")
        return _derive(self.secrets[key_id], purpose)

    def wrap(self, key: bytes, place: bytes) -> tuple[str, bytes]:
        """The primary's id, and the key wrapped under it."""
        return self.primary, seal(self.ciphers[self.primary], key, place)

    def unwrap(self, key_id: str, wrapped: bytes, place: bytes) -> bytes:
        """The data key. Raises MissingMasterKey, BadSeal."""
        if key_id not in self.ciphers:
            raise MissingMasterKey(f"PAMOJA_KEYS holds no key {key_id!r}: put it back behind the first one")
        return unseal(self.ciphers[key_id], wrapped, place)


def keyring() -> Keyring:
    """The keyring of the settings."""
    return read_keyring(settings.MASTER_KEYS)


@lru_cache(maxsize=8)
def read_keyring(text: str) -> Keyring:
    """Read `id:base64,id:base64`. Raises ImproperlyConfigured, without repeating any key."""
    entries = [entry.strip().partition(":") for entry in text.split(",") if entry.strip()]
    ids = [key_id for key_id, _colon, _key in entries]
    if not ids or len(set(ids)) < len(ids) or not all(0 < len(key_id) <= MAX_ID_LENGTH for key_id in ids):
        raise ImproperlyConfigured("PAMOJA_KEYS needs entries id:base64,… with an id of their own each")
    secrets = {key_id: _decode(key_id, key) for key_id, _colon, key in entries}
    return Keyring(ids[0], {key_id: AESGCM(secret) for key_id, secret in secrets.items()}, secrets)


@lru_cache(maxsize=32)
def _derive(secret: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(secret)


def _decode(key_id: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"PAMOJA_KEYS: key {key_id!r} is not the base64 of 32 bytes")
    return key

"""A key that the server keeps for a project, locked with a passphrase that it does not keep.

The private key rests as AES-256-CBC under PBKDF2-SHA256 of the passphrase: who loses the passphrase has lost the
answers. The form is that of ODK Central, so that keys can move between the two.
"""

import base64
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.padding import PKCS7

from pamoja.core.crypto.odk.ciphers import NotDecrypted

KEY_BITS, ROUNDS, EXPONENT, SALT_BYTES = 2048, 128_000, 65537, 16


@dataclass(frozen=True)
class Locked:
    """A private key under a passphrase; all in base64."""

    privkey: str
    salt: str
    iv: str

    def as_json(self) -> dict[str, str]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> "Locked":
        """As it was kept."""
        return cls(data["privkey"], data["salt"], data["iv"])


def make_key(passphrase: str) -> tuple[str, Locked]:
    """A fresh pair: the public key as forms carry it, and the private one locked."""
    private = rsa.generate_private_key(EXPONENT, KEY_BITS)
    return public_text(private.public_key()), lock(private, passphrase)


def public_text(public: RSAPublicKey) -> str:
    """A public key as forms carry it: base64 of SubjectPublicKeyInfo, without envelope or line breaks."""
    encoding, form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(public.public_bytes(encoding, form)).decode()


def read_private_key(content: bytes, passphrase: str = "") -> RSAPrivateKey:
    """A private key from a file, PEM or DER, with the passphrase of the file if it has one. Raises NotDecrypted."""
    read = (
        serialization.load_pem_private_key
        if content.lstrip().startswith(b"-----")
        else serialization.load_der_private_key
    )
    try:
        key = read(content, passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise NotDecrypted from error
    if not isinstance(key, RSAPrivateKey):
        raise NotDecrypted
    return key


def lock(private: RSAPrivateKey, passphrase: str) -> Locked:
    """The key under a passphrase."""
    salt, start = os.urandom(SALT_BYTES), os.urandom(SALT_BYTES)
    pad, cipher = PKCS7(128).padder(), _cipher(passphrase, salt, start).encryptor()
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    locked = cipher.update(pad.update(pem) + pad.finalize()) + cipher.finalize()
    told = (base64.b64encode(each).decode() for each in (locked, salt, start))
    return Locked(*told)


def unlock(locked: Locked, passphrase: str) -> RSAPrivateKey:
    """The private key. Raises NotDecrypted for another passphrase. Takes a tenth of a second, on purpose."""
    secret, salt, start = (base64.b64decode(each) for each in (locked.privkey, locked.salt, locked.iv))
    unpad, cipher = PKCS7(128).unpadder(), _cipher(passphrase, salt, start).decryptor()
    try:
        pem = unpad.update(cipher.update(secret) + cipher.finalize()) + unpad.finalize()
    except ValueError as error:
        raise NotDecrypted from error
    return read_private_key(pem)


def _cipher(passphrase: str, salt: bytes, start: bytes) -> "Cipher[modes.CBC]":
    key = PBKDF2HMAC(hashes.SHA256(), 32, salt, ROUNDS).derive(passphrase.encode())
    return Cipher(algorithms.AES(key), modes.CBC(start))

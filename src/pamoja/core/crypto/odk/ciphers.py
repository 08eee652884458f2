"""The ciphers of the specification: one key for a record, a start value for each of its files.

ODK XForms specification, "Encryption": AES-256 in CFB mode with PKCS#7 padding; the first start value is the MD5 of
instance id and key, and byte 0, 1, 2… of it grows by one for file 0, 1, 2…, media in their order and the XML last.
The key itself and the signature are RSA-OAEP with SHA-256, for the digest and for MGF1.
"""

import base64
import binascii
from collections.abc import Iterable, Iterator
from hashlib import md5

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.padding import PKCS7

KEY_BYTES, BLOCK_BYTES = 32, 16


class NotDecrypted(Exception):
    """The key, the passphrase or the data are not what they should be; it is not told which."""


def read_public_key(text: str) -> RSAPublicKey:
    """The key of a form (`base64RsaPublicKey`). Raises NotDecrypted for what is none."""
    try:
        key = serialization.load_der_public_key(base64.b64decode("".join(text.split()), validate=True))
    except (ValueError, binascii.Error) as error:
        raise NotDecrypted from error
    if not isinstance(key, RSAPublicKey):
        raise NotDecrypted
    return key


def wrap(public: RSAPublicKey, secret: bytes) -> str:
    """A short secret for the holder of the private key, in base64."""
    return base64.b64encode(public.encrypt(secret, _oaep())).decode()


def unwrap(private: RSAPrivateKey, wrapped: str) -> bytes:
    """The secret. Raises NotDecrypted."""
    try:
        return private.decrypt(base64.b64decode("".join(wrapped.split()), validate=True), _oaep())
    except (ValueError, binascii.Error) as error:
        raise NotDecrypted from error


def start_value(instance_id: str, key: bytes, number: int) -> bytes:
    """The start value of the file of this number."""
    value = bytearray(md5(instance_id.encode() + key, usedforsecurity=False).digest())
    for turn in range(number + 1):
        place = turn % BLOCK_BYTES
        value[place] = (value[place] + 1) % 256
    return bytes(value)


def encrypted(key: bytes, start: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A file under the key of its record, piece by piece."""
    pad, cipher = PKCS7(BLOCK_BYTES * 8).padder(), _cipher(key, start).encryptor()
    for piece in pieces:
        yield cipher.update(pad.update(piece))
    yield cipher.update(pad.finalize()) + cipher.finalize()


def decrypted(key: bytes, start: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The file as it was, piece by piece. Raises NotDecrypted at its end when the padding is wrong."""
    unpad, cipher = PKCS7(BLOCK_BYTES * 8).unpadder(), _cipher(key, start).decryptor()
    for piece in pieces:
        yield unpad.update(cipher.update(piece))
    try:
        yield unpad.update(cipher.finalize()) + unpad.finalize()
    except ValueError as error:
        raise NotDecrypted from error


def _cipher(key: bytes, start: bytes) -> "Cipher[CFB]":
    if len(key) != KEY_BYTES:
        raise NotDecrypted
    return Cipher(algorithms.AES(key), CFB(start))


def _oaep() -> padding.OAEP:
    return padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)

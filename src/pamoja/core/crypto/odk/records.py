"""A whole record encrypted as a device does it, and opened again with its signature checked."""

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import md5
from xml.sax.saxutils import escape, quoteattr

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from pamoja.core.crypto.odk.ciphers import NotDecrypted, decrypted, encrypted, start_value, unwrap, wrap
from pamoja.formats.xform.envelope import Envelope

ENDING = ".enc"
XML_NAME = "submission.xml"
NAMESPACE = "http://www.opendatakit.org/xforms/encrypted"


@dataclass(frozen=True)
class Clear:
    """A record before encryption: its XML, and media by the names that the answers give them, in their order."""

    form_id: str
    version: str
    instance_id: str
    xml: bytes
    media: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Sealed:
    """The envelope to send, and the files beside it."""

    envelope: bytes
    files: Mapping[str, bytes]


def seal(public: RSAPublicKey, key: bytes, record: Clear) -> Sealed:
    """Encrypt a record under a fresh key of 32 random bytes, which only the private key gives back."""
    wrapped = wrap(public, key)
    files: dict[str, bytes] = {}
    for number, (name, content) in enumerate([*record.media.items(), (XML_NAME, record.xml)]):
        start = start_value(record.instance_id, key, number)
        files[name + ENDING] = b"".join(encrypted(key, start, [content]))
    hashes = [(name, _md5(content)) for name, content in (*record.media.items(), (XML_NAME, record.xml))]
    signature = wrap(public, _digest(record.form_id, record.version, wrapped, record.instance_id, hashes))
    return Sealed(_envelope(record, wrapped, signature), files)


@dataclass(frozen=True)
class Opener:
    """Opens the files of one record. `key` never leaves the process."""

    envelope: Envelope
    key: bytes = field(repr=False)

    def xml(self, pieces: Iterable[bytes]) -> bytes:
        """The record's XML. Raises NotDecrypted."""
        return b"".join(self._open(len(self._media), pieces))

    def media(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """A file by the name under which it was sent. Raises NotDecrypted."""
        return self._open(self._media.index(name), pieces)

    @property
    def _media(self) -> Sequence[str]:
        sealed = self.envelope.encryption
        return sealed.media_files if sealed else ()

    def _open(self, number: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
        return decrypted(self.key, start_value(self.envelope.instance_id or "", self.key, number), pieces)


def opener(private: RSAPrivateKey, envelope: Envelope) -> Opener:
    """What opens a record. Raises NotDecrypted for another key than its own."""
    sealed = envelope.encryption
    if sealed is None or not sealed.key:
        raise NotDecrypted
    return Opener(envelope, unwrap(private, sealed.key))


def is_signed(private: RSAPrivateKey, envelope: Envelope, hashes: Sequence[tuple[str, str]]) -> bool:
    """Whether the files are those that the device encrypted: names without ending and MD5, the XML last.

    The specification calls it a signature; it proves that nothing got lost or mixed up, not who sent it.
    """
    sealed = envelope.encryption
    if sealed is None or not sealed.signature:
        return False
    told = unwrap(private, sealed.signature)
    wanted = _digest(envelope.form_id, envelope.version, sealed.key, envelope.instance_id or "", hashes)
    return hmac.compare_digest(told, wanted)


def read_whole(
    private: RSAPrivateKey, envelope: Envelope, read: Callable[[str], Iterable[bytes]]
) -> tuple[bytes, dict[str, bytes]]:
    """The XML and the media by their own names; `read` gives the pieces of a file. Raises NotDecrypted."""
    opens = opener(private, envelope)
    assert envelope.encryption is not None
    media = {own_name(name): b"".join(opens.media(name, read(name))) for name in envelope.encryption.media_files}
    return opens.xml(read(envelope.encryption.xml_file)), media


def own_name(name: str) -> str:
    """The name of a file before it was encrypted."""
    return name.removesuffix(ENDING)


def _digest(form_id: str, version: str, wrapped: str, instance_id: str, hashes: Sequence[tuple[str, str]]) -> bytes:
    """MD5 of the lines that are signed; a form without a version has no line for it."""
    about = [form_id, *([version] if version else []), wrapped, instance_id]
    lines = [*about, *(f"{name}::{digest}" for name, digest in hashes)]
    return md5("".join(f"{line}\n" for line in lines).encode(), usedforsecurity=False).digest()


def _md5(content: bytes) -> str:
    return md5(content, usedforsecurity=False).hexdigest()


def _envelope(record: Clear, wrapped: str, signature: str) -> bytes:
    media = "".join(f"<media><file>{escape(name + ENDING)}</file></media>" for name in record.media)
    version = f" version={quoteattr(record.version)}" if record.version else ""
    return (
        f'<data id={quoteattr(record.form_id)}{version} encrypted="yes" xmlns="{NAMESPACE}">'
        f"<base64EncryptedKey>{wrapped}</base64EncryptedKey>"
        f'<meta xmlns="http://openrosa.org/xforms"><instanceID>{escape(record.instance_id)}</instanceID></meta>'
        f"{media}<encryptedXmlFile>{XML_NAME}{ENDING}</encryptedXmlFile>"
        f"<base64EncryptedElementSignature>{signature}</base64EncryptedElementSignature></data>"
    ).encode()

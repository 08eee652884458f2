"""Encrypted records: opened as devices seal them, sealed as others open them, and never opened with the wrong key."""

import base64
import shutil
import subprocess
from dataclasses import replace
from hashlib import md5
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from pamoja.core.crypto.odk.ciphers import (
    NotDecrypted,
    decrypted,
    encrypted,
    read_public_key,
    start_value,
    unwrap,
    wrap,
)
from pamoja.core.crypto.odk.managed import Locked, lock, make_key, public_text, read_private_key, unlock
from pamoja.core.crypto.odk.records import Clear, Sealed, is_signed, opener, read_whole, seal
from pamoja.formats.xform import read_envelope

PRIVATE = rsa.generate_private_key(65537, 2048)
OTHER = rsa.generate_private_key(65537, 2048)
KEY = bytes(range(32))
MEDIA = {"a.jpg": b"\x00\x01" * 9, "b & c.jpg": b"", "d.jpg": b"x" * 16}
RECORD = Clear("visit", "3 [x]", "uuid:é1", "<data><name>Zoë</name></data>".encode(), MEDIA)
openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="needs the openssl program, the second implementation")


def _sealed(record: Clear = RECORD) -> Sealed:
    return seal(PRIVATE.public_key(), KEY, record)


def _hashes(record: Clear) -> list[tuple[str, str]]:
    return [(name, md5(each).hexdigest()) for name, each in (*record.media.items(), ("submission.xml", record.xml))]


def test_a_record_comes_back_as_it_was() -> None:
    sealed = _sealed()
    xml, media = read_whole(PRIVATE, read_envelope(sealed.envelope), lambda name: [sealed.files[name]])
    assert (xml, media) == (RECORD.xml, MEDIA)


def test_the_envelope_tells_what_a_server_needs_and_nothing_more() -> None:
    sealed = _sealed()
    envelope = read_envelope(sealed.envelope)
    assert (envelope.form_id, envelope.version, envelope.instance_id) == ("visit", "3 [x]", "uuid:é1")
    assert envelope.encryption is not None
    assert envelope.encryption.xml_file == "submission.xml.enc"
    assert envelope.encryption.media_files == ("a.jpg.enc", "b & c.jpg.enc", "d.jpg.enc")
    assert "Zoë".encode() not in sealed.envelope + b"".join(sealed.files.values())


def test_the_signature_holds_for_these_files_alone() -> None:
    envelope = read_envelope(_sealed().envelope)
    assert is_signed(PRIVATE, envelope, _hashes(RECORD))
    assert not is_signed(PRIVATE, envelope, _hashes(replace(RECORD, xml=b"<data/>")))
    assert not is_signed(PRIVATE, envelope, _hashes(RECORD)[::-1])
    assert not is_signed(PRIVATE, replace(envelope, version="4"), _hashes(RECORD))


def test_another_key_opens_nothing() -> None:
    envelope = read_envelope(_sealed().envelope)
    with pytest.raises(NotDecrypted):
        opener(OTHER, envelope)
    with pytest.raises(NotDecrypted):
        is_signed(OTHER, envelope, _hashes(RECORD))


def test_a_record_without_a_key_cannot_be_opened() -> None:
    with pytest.raises(NotDecrypted):
        opener(PRIVATE, read_envelope(b'<data id="x"/>'))


@pytest.mark.parametrize("cut", [0, 1, 15, 17])
def test_a_file_that_was_cut_is_noticed(cut: int) -> None:
    start = start_value("uuid:1", KEY, 0)
    whole = b"".join(encrypted(KEY, start, [b"x" * 32]))
    with pytest.raises(NotDecrypted):
        list(decrypted(KEY, start, [whole[:cut]]))


@pytest.mark.parametrize("size", [1, 7, 16, 1000])
def test_files_may_come_in_pieces_of_any_size(size: int) -> None:
    start, text = start_value("uuid:1", KEY, 2), bytes(range(256)) * 3
    whole = b"".join(encrypted(KEY, start, [text[at : at + size] for at in range(0, len(text), size)]))
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    assert b"".join(decrypted(KEY, start, pieces)) == text


def test_a_start_value_grows_by_one_byte_for_each_file() -> None:
    first = md5(b"uuid:1" + KEY).digest()
    third = bytes((each + (1 if place < 3 else 0)) % 256 for place, each in enumerate(first))
    assert start_value("uuid:1", KEY, 2) == third
    round_again = bytes((each + (2 if place == 0 else 1)) % 256 for place, each in enumerate(first))
    assert start_value("uuid:1", KEY, 16) == round_again


def _private_file(folder: Path) -> str:
    formats = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / "key.pem"
    path.write_bytes(PRIVATE.private_bytes(serialization.Encoding.PEM, *formats))
    return str(path)


def _openssl(given: bytes, *words: str) -> bytes:
    return subprocess.run(["openssl", *words], input=given, capture_output=True, check=True).stdout


OAEP = [
    word
    for option in ("rsa_padding_mode:oaep", "rsa_oaep_md:sha256", "rsa_mgf1_md:sha256")
    for word in ("-pkeyopt", option)
]


@openssl
def test_openssl_opens_what_we_seal(tmp_path: Path) -> None:
    sealed = _sealed()
    envelope = read_envelope(sealed.envelope)
    assert envelope.encryption is not None
    wrapped = base64.b64decode(envelope.encryption.key)
    key = _openssl(wrapped, "pkeyutl", "-decrypt", "-inkey", _private_file(tmp_path), *OAEP)
    start = start_value("uuid:é1", key, len(MEDIA)).hex()
    padded = _openssl(sealed.files["submission.xml.enc"], "enc", "-d", "-aes-256-cfb", "-K", key.hex(), "-iv", start)
    assert padded[: -padded[-1]] == RECORD.xml


@openssl
def test_we_open_what_openssl_seals(tmp_path: Path) -> None:
    wrapped = _openssl(KEY, "pkeyutl", "-encrypt", "-inkey", _private_file(tmp_path), *OAEP)
    assert unwrap(PRIVATE, base64.b64encode(wrapped).decode()) == KEY
    start, text = start_value("uuid:1", KEY, 0), b"0123456789"
    padded = text + bytes([6]) * 6
    sealed = _openssl(padded, "enc", "-e", "-aes-256-cfb", "-K", KEY.hex(), "-iv", start.hex())
    assert b"".join(decrypted(KEY, start, [sealed])) == text


def test_a_form_carries_the_public_key_as_text() -> None:
    public = read_public_key(public_text(PRIVATE.public_key()))
    assert unwrap(PRIVATE, wrap(public, b"secret")) == b"secret"


@pytest.mark.parametrize("text", ["", "x", "!!", base64.b64encode(b"no key").decode()])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(NotDecrypted):
        read_public_key(text)


def test_a_managed_key_opens_with_its_passphrase_alone() -> None:
    public, locked = make_key("correct horse")
    private = unlock(Locked.from_json(locked.as_json()), "correct horse")
    assert public_text(private.public_key()) == public
    for wrong in ("", "correct horsf"):
        with pytest.raises(NotDecrypted):
            unlock(locked, wrong)


def test_two_locks_of_one_key_look_nothing_alike() -> None:
    first, second = lock(PRIVATE, "x"), lock(PRIVATE, "x")
    assert not {first.privkey, first.salt, first.iv} & {second.privkey, second.salt, second.iv}


@pytest.mark.parametrize("encoding", [serialization.Encoding.PEM, serialization.Encoding.DER])
@pytest.mark.parametrize("passphrase", ["", "of the file"])
def test_a_private_key_is_read_from_a_file(encoding: serialization.Encoding, passphrase: str) -> None:
    locked = serialization.BestAvailableEncryption(b"of the file") if passphrase else serialization.NoEncryption()
    content = PRIVATE.private_bytes(encoding, serialization.PrivateFormat.PKCS8, locked)
    assert public_text(read_private_key(content, passphrase).public_key()) == public_text(PRIVATE.public_key())
    for wrong in (b"", b"-----BEGIN", content[:90]):
        with pytest.raises(NotDecrypted):
            read_private_key(wrong, passphrase)
    if passphrase:
        with pytest.raises(NotDecrypted):
            read_private_key(content, "another")


def test_a_key_of_another_kind_is_none() -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    formats = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    with pytest.raises(NotDecrypted):
        read_private_key(other.private_bytes(serialization.Encoding.PEM, *formats))

"""Seals, and the master keys that wrap data keys."""

import base64

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from pamoja.core.crypto.envelope import BadSeal, bind, new_key, seal, unseal
from pamoja.core.crypto.keyring import MissingMasterKey, read_keyring

CIPHER = AESGCM(b"k" * 32)
OLD, NEW = (base64.b64encode(letter * 32).decode() for letter in (b"o", b"n"))


@given(st.binary(), st.binary())
def test_a_sealed_value_opens_in_its_place(plain: bytes, place: bytes) -> None:
    assert unseal(CIPHER, seal(CIPHER, plain, place), place) == plain


@given(st.binary(), st.integers(0), st.integers(1, 255))
def test_any_altered_byte_is_noticed(plain: bytes, position: int, change: int) -> None:
    sealed = bytearray(seal(CIPHER, plain, b"here"))
    sealed[position % len(sealed)] ^= change
    with pytest.raises(BadSeal):
        unseal(CIPHER, bytes(sealed), b"here")


def test_another_place_another_key_and_a_stub_do_not_open() -> None:
    sealed = seal(CIPHER, b"plain", b"here")
    for cipher, data, place in (
        (CIPHER, sealed, b"there"),
        (AESGCM(new_key()), sealed, b"here"),
        (CIPHER, sealed[:27], b"here"),
        (CIPHER, b"", b"here"),
    ):
        with pytest.raises(BadSeal):
            unseal(cipher, data, place)


def test_aes_gcm_agrees_with_the_published_vector() -> None:
    """McGrew and Viega, The Galois/Counter Mode of Operation, test case 16."""
    key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
    nonce, place = "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2"
    plain = (
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    cipher = (
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )
    opened = unseal(AESGCM(bytes.fromhex(key)), bytes.fromhex(nonce + cipher), bytes.fromhex(place))
    assert opened == bytes.fromhex(plain)


@given(st.lists(st.text()), st.lists(st.text()))
def test_two_lists_of_parts_never_bind_alike(one: list[str], other: list[str]) -> None:
    assert (bind(*one) == bind(*other)) == (one == other)


def test_the_first_master_key_wraps_and_every_one_unwraps() -> None:
    old, both = read_keyring(f"old:{OLD}"), read_keyring(f" new:{NEW}, old:{OLD} ")
    key = new_key()
    assert both.unwrap(*old.wrap(key, b"p"), b"p") == key
    assert both.wrap(key, b"p")[0] == "new"
    with pytest.raises(MissingMasterKey, match="'new'"):
        old.unwrap(*both.wrap(key, b"p"), b"p")


@pytest.mark.parametrize("text", ["", "new", "new:", ":" + NEW, f"a:{NEW},a:{OLD}", "a:c2hvcnQ=", f"a:{NEW}!"])
def test_a_wrong_keyring_is_refused_without_repeating_a_key(text: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        read_keyring(text)
    assert NEW not in str(caught.value)

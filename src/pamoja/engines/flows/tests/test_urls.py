"""Addresses are taken or refused as Go takes or refuses them; expectations were checked against Go 1.26."""

import pytest

from pamoja.engines.flows.urls import host_of, written


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://localhost/?cmd=success", "localhost"),
        ("HTTP://EX.com:80/a b", "EX.com"),
        ("http://ex.com:99999/", "ex.com"),
        ("http://[::1]:80/", "::1"),
        ("http://u:p@h.com/x", "h.com"),
        ("//x.com", "x.com"),
        ("http://sant%C3%A9.org:80/", "santé.org"),
        ("http://[fe80::1%25en0]/", "fe80::1%en0"),
        ("/path?x=%", ""),
        ("mailto:a@b", ""),
        ("foo", ""),
        ("", ""),
    ],
)
def test_addresses_have_a_host_or_none(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    "url",
    [
        "http://a b.com/",
        "http://ex.com:x/",
        "http://[::1",
        "http://[1.2.3.4]/",
        "http://h.com/%zz",
        "http://h%41.com/",
        "http://h.com/#%zz",
        "http://a.com\\b",
        "1http://a",
        ":foo",
        "http://a.com/\n",
        "http://h.com/" + "x" * 8192,
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    assert host_of(url) is None


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("HTTP://ex.com/Ryan Lewis?name=Ryan Lewis#a b", "http://ex.com/Ryan%20Lewis?name=Ryan Lewis#a%20b"),
        ("http://ex.com/caf%C3%A9!/[x]", "http://ex.com/caf%C3%A9!/[x]"),
        ("http://ex.com/{x}!", "http://ex.com/%7Bx%7D%21"),
        ("http://santé.org/é", "http://sant%C3%A9.org/%C3%A9"),
        ("gender: Male", "gender: Male"),
        ("a b", "a%20b"),
        ("http://", "http:"),
        ("http://:", "http:"),
        ("http://:?x", "http:?x"),
        ("http://https://ex.com/", "http://https//ex.com/"),
        ("http://ex.com:/a", "http://ex.com/a"),
        ("http://me!:a:b@ex.com", "http://me%21:a%3Ab@ex.com"),
    ],
)
def test_addresses_are_written_so_that_they_can_be_sent(url: str, sent: str) -> None:
    assert written(url) == sent

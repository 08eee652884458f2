"""Which addresses are outside, and how many ways there are to disguise one that is not."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamoja.core.http.addresses import is_public
from pamoja.core.http.errors import UrlRefused
from pamoja.core.http.guard import read_allowed
from pamoja.core.http.urls import parse_target

INSIDE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.2.3", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::8.8.8.8",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:20::1", "2001:db8::1",
    "2002:7f00:1::", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1",
    "fe80::1%eth0", "fec0::1", "ff02::1", "2606:4700::1%1", "nonsense", "",
]  # fmt: skip
OUTSIDE = [
    "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.1", "192.0.1.1",
    "198.17.255.255", "198.20.0.1", "223.255.255.255", "2001:200::1", "2606:4700:4700::1111", "2a00:1450::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_of_our_own_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_nothing_is_public_that_python_does_not_call_global(address: ipaddress.IPv4Address) -> None:
    if is_public(str(address)):
        assert address.is_global
        assert not (address.is_multicast or address.is_reserved or address.is_loopback)


def _spellings(number: int) -> list[str]:
    parts = [number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255]
    return [
        str(number), hex(number), f"0{number:o}", f"0x{number:08X}",
        f"{parts[0]}.{number & 0xFFFFFF}", f"{parts[0]}.{parts[1]}.{number & 0xFFFF}",
        ".".join(hex(part) for part in parts), ".".join(f"0{part:o}" for part in parts),
        ".".join(f"{part:04d}" for part in parts),
        f"{parts[0]}.{parts[1]}.{parts[2]}.{hex(parts[3])}",
    ]  # fmt: skip


@given(st.integers(0, 2**32 - 1), st.integers(0, 9))
def test_every_other_spelling_of_an_ipv4_address_is_refused(number: int, style: int) -> None:
    with pytest.raises(UrlRefused):
        parse_target(f"http://{_spellings(number)[style]}/")


@given(st.ip_addresses(v=4), st.sampled_from(["０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "٠١٢٣٤٥٦٧٨٩"]))
def test_digits_of_other_scripts_never_hide_an_address(address: ipaddress.IPv4Address, digits: str) -> None:
    text = str(address).translate({ord(str(n)): digits[n] for n in range(10)})
    try:
        host = parse_target(f"http://{text}/").host
    except UrlRefused:
        return
    assert host == str(address), "full-width digits are read as the address they map to, and checked as that"


@given(st.ip_addresses(v=6))
def test_ipv6_is_read_in_any_spelling_and_kept_in_one(address: ipaddress.IPv6Address) -> None:
    for text in (address.compressed, address.exploded, address.exploded.upper()):
        assert parse_target(f"http://[{text}]/").host == address.compressed


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "//example.org/", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/",
        "http://", "http:///path", "http://user@example.org/", "http://user:pw@example.org/", "http://@example.org/",
        "http://example.org./", "http://localhost./", "http://example.org../", "http://.example.org/",
        "http://exa mple.org/", "http://example.org\\@evil.example/", "http://example.org/\r\nX: y", "http://a\tb/",
        "http://example.org:0/", "http://example.org:/", "http://example.org:65536/", "http://example.org:8o/",
        "http://[::1/", "http://[fe80::1%25eth0]/", "http://[127.0.0.1]/", "http://[v1.x]/", "http://::1/",
        "http://0/", "http://127.1/", "http://0x7f000001/", "http://1.2.3.4.5/", "http://1.2.3.256/",
        "http://-example.org/", "http://exam%70le.org/", "http://example.org%00.evil.example/",
        "http://①②⑦.⓪.⓪.①./", "http://127。0。0。1。/", "http://a" + "b" * 9000 + "/",
    ],
)  # fmt: skip
def test_addresses_that_two_parsers_could_read_differently_are_refused(url: str) -> None:
    with pytest.raises(UrlRefused) as caught:
        parse_target(url)
    assert "example" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://Example.ORG", "example.org", 443, "/"),
        ("http://example.org:8080/a?b=c#d", "example.org", 8080, "/a?b=c"),
        ("https://bücher.example/", "xn--bcher-kva.example", 443, "/"),
        ("http://８.８.８.８/", "8.8.8.8", 80, "/"),
        ("http://[2606:4700::0001]:81/x", "2606:4700::1", 81, "/x"),
        ("http://my_service/x", "my_service", 80, "/x"),
        ("https://example.org?x=1", "example.org", 443, "/?x=1"),
    ],
)
def test_plain_addresses_are_read(url: str, host: str, port: int, path: str) -> None:
    target = parse_target(url)
    assert (target.host, target.port, target.path) == (host, port, path)
    assert parse_target(target.url) == target


def test_the_list_of_allowed_hosts_takes_names_addresses_and_ports() -> None:
    entries = ["DHIS2.internal", "127.0.0.1:8081", "[::1]:8080", "[::1]", "[fd00::1]", " "]
    assert read_allowed(entries) == {
        ("dhis2.internal", None), ("127.0.0.1", 8081), ("::1", 8080), ("::1", None), ("fd00::1", None),
    }  # fmt: skip
    for wrong in ("http://x", "x:y", "0x7f.1", "[::1", "a b"):
        with pytest.raises(ValueError, match="PAMOJA_HTTP_ALLOW"):
            read_allowed([wrong])

"""HTTP Digest: the examples of the RFCs, and answers that are not taken."""

from dataclasses import replace
from urllib.request import parse_http_list, parse_keqv_list

import pytest

from pamoja.formats.digest import DigestUnreadable, challenge, read_digest, response_of

# RFC 7616, 3.9.1
RFC_7616 = (
    'username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm={algorithm}, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, '
    'cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, response="{response}", '
    'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)
EXAMPLES = {
    "MD5": "8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256": "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
}
# RFC 2617, 3.5, without a name of the algorithm
RFC_2617 = (
    'username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", uri="/dir/index.html",'
    ' qop=auth, nc=00000001, cnonce="0a4f113b", response="6629fae49393a05397450978507c4ef1",'
    ' opaque="5ccc069c403ebaf9f0171e9517f40e41"'
)


@pytest.mark.parametrize(("algorithm", "response"), EXAMPLES.items())
def test_the_examples_of_rfc_7616(algorithm: str, response: str) -> None:
    digest = read_digest(RFC_7616.format(algorithm=algorithm, response=response))
    assert response_of(digest, "GET", "Circle of Life") == response
    assert digest.is_right("GET", "Circle of Life")
    assert not digest.is_right("POST", "Circle of Life") and not digest.is_right("GET", "Circle of life")
    for changed in ({"uri": "/dir/other.html"}, {"nonce": "x"}, {"count": "00000002"}, {"cnonce": "x"}):
        assert not replace(digest, **changed).is_right("GET", "Circle of Life")


def test_the_example_of_rfc_2617() -> None:
    assert read_digest(RFC_2617).is_right("GET", "Circle Of Life")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "username",
        RFC_2617.replace("qop=auth, nc=00000001, ", ""),  # of RFC 2069: good for ever
        RFC_2617.replace("qop=auth", "qop=auth-int"),
        RFC_2617.replace("00000001", "1"),
        RFC_2617.replace("6629", "é629"),
        RFC_2617 + ", algorithm=MD5-sess",
        RFC_2617 + ", algorithm=none",
    ],
)
def test_what_is_not_spoken_is_not_read(value: str) -> None:
    with pytest.raises(DigestUnreadable):
        read_digest(value)


@pytest.mark.parametrize(
    ("uri", "path", "query", "is_for"),
    [
        ("/a%20b?x=%201", "/a b", "x=%201", True),
        ("http://other.example/a%20b", "/a b", "", True),  # as a proxy is asked
        ("/a", "/a", "x=1", False),
        ("/a/../b", "/b", "", False),
        ("http://[", "", "", False),
    ],
)
def test_an_answer_is_for_one_address(uri: str, path: str, query: str, is_for: bool) -> None:
    assert replace(read_digest(RFC_2617), uri=uri).is_for(path, query) is is_for


def test_a_challenge_reads_as_two_and_as_one() -> None:
    told = challenge("Here", "n", is_stale=True)
    assert [each.partition(",")[0] for each in told.split("Digest ")[1:]] == ['realm="Here"'] * 2
    read = parse_keqv_list(parse_http_list(told.removeprefix("Digest ")))
    assert (read["algorithm"], read["nonce"], read["stale"], read["qop"]) == ("MD5", "n", "true", "auth")

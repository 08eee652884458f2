"""URNs; expectations checked against gocommon."""

import pytest

from pamoja.engines.urns import SCHEMES, Urn, UrnError


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("tel:+250788123123", ("tel", "+250788123123", "", "")),
        ("webchat:abc:bob@example.com", ("webchat", "abc:bob@example.com", "", "")),
        ("viber:a?channel=1#Bob: %23%25%3F%2F", ("viber", "a", "channel=1", "Bob: #%?%2F")),
    ],
)
def test_a_urn_has_scheme_path_query_and_display(text: str, parts: tuple[str, ...]) -> None:
    urn = Urn.parse(text)

    assert (urn.scheme, urn.path, urn.query, urn.display) == parts
    assert Urn.parse(str(urn)) == urn


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "scheme cannot be empty"),
        (":abc", "scheme cannot be empty"),
        ("abc", "path cannot be empty"),
        ("tel:", "path cannot be empty"),
        ("tel?a:b", "query component can only come after path component"),
        ("tel:a?b?c", "query component can only come after path component"),
        ("tel:a#b?c", "query component can only come after path component"),
        ("tel:a#b#c", "fragment component can only come after path or query components"),
    ],
)
def test_where_a_urn_is_broken_is_told(text: str, says: str) -> None:
    with pytest.raises(UrnError, match=f"^{says}$"):
        Urn.parse(text)
    assert Urn.split(text) == Urn("", text)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("tel: 250 788 123 123 ", "tel:+250788123123"),
        ("tel:MTN", "tel:mtn"),
        ("mailto:Bob@Example.com?x=1# Bob ", "mailto:bob@example.com?x=1#Bob"),
        ("twitter:@Bob", "twitter:bob"),
        ("whatsapp:rw.Abc", "whatsapp:RW.Abc"),
        ("telegram: 12 ", "telegram:12"),
        ("no urn ", "no urn "),
    ],
)
def test_a_urn_has_one_normal_form(text: str, normal: str) -> None:
    assert str(Urn.split(text).normal()) == normal
    assert str(Urn.split(normal).normal()) == normal


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("tel:+250788123123", ""),
        ("ext:" + "é" * 100, ""),
        ("ext:" + "é" * 101, "path component too long"),
        ("ext:" + "%23" * 67, "path component too long"),
        ("ext:a#" + "b" * 256, "display component too long"),
        ("sip:bob", "unknown URN scheme"),
        ("telegram:bob", "invalid path component"),
        ("telegram:١٢", "invalid path component"),
        ("telegram:12\n", "invalid path component"),
        ("bob", "scheme or path cannot be empty"),
    ],
)
def test_what_is_wrong_with_a_urn_is_told(text: str, problem: str) -> None:
    assert Urn.split(text).problem() == problem


def test_a_made_urn_is_normal_and_valid() -> None:
    urn = Urn.make("tel", "250788123123", {"channel": ["a b"], "alt": ["1", "2"]}, "Bob")

    assert str(urn) == "tel:+250788123123?alt=1&alt=2&channel=a+b#Bob"
    assert (urn.identity, urn.parameters["channel"]) == ("tel:+250788123123", ["a b"])
    with pytest.raises(UrnError, match="invalid path"):
        Urn.make("telegram", "bob")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tel:+250788123123", "0788 123 123"),
        ("tel:+250788123123#Bob", "Bob"),
        ("tel:mtn", "mtn"),
        ("telegram:12", "12"),
    ],
)
def test_people_see_what_is_to_display_or_the_path(text: str, shown: str) -> None:
    assert Urn.split(text).format() == shown


def test_a_redacted_urn_shows_its_scheme_alone() -> None:
    assert Urn.parse("tel:+250788123123#Bob").redacted() == "tel:********"


def test_there_are_twenty_schemes() -> None:
    assert len(SCHEMES) == 20

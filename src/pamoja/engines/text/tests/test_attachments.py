"""Attachments taken apart; expectations checked against goflow."""

import pytest

from pamoja.engines.text.attachments import split_attachment


@pytest.mark.parametrize(
    ("attachment", "kind", "address"),
    [
        ("image/png:https://example.org/a.png", "image/png", "https://example.org/a.png"),
        ("Image:https://example.org/a", "image", "https://example.org/a"),
        ("\u0130mage:a", "image", "a"),
        ("geo:-1.95,30.06", "geo", "-1.95,30.06"),
        ("unavailable:", "unavailable", ""),
        ("text/vnd.x+xml::b", "text/vnd.x+xml", ":b"),
        ("https://example.org/a.png", "", "https://example.org/a.png"),
        ("text/é:b", "", "text/é:b"),
        ("image", "", "image"),
        ("", "", ""),
    ],
)
def test_the_type_stands_before_the_first_colon(attachment: str, kind: str, address: str) -> None:
    assert split_attachment(attachment) == (kind, address)

"""Cookies that no browser of ours has set."""

import pytest
from django.test import Client

from pamoja.core.testing.cast import Cast


@pytest.mark.parametrize("value", [r'"\000abcdefghij"', r'"\355\240\200abcdefgh"', "x" * 3000, "é" * 20])
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "django_language", "theme"])
def test_a_cookie_that_is_no_text_leaves_a_visitor_a_visitor(cast: Cast, name: str, value: str) -> None:
    """A cookie may spell a NUL in octal (RFC 2109), which PostgreSQL takes in no text."""
    client = Client(headers={"Cookie": f"{name}={value}"})
    assert client.get("/people/").status_code == 302
    assert client.get("/accounts/login/").status_code == 200
    assert client.post("/accounts/login/", {"login": "amina@example.org", "password": "wrong"}).status_code == 200

"""TLS is verified against the name that was asked for, although an address is dialled."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pamoja.core import http
from pamoja.core.http.client import Client
from pamoja.core.http.transport import tls_context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As an operator does: the authority of the office is added to the system's."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls_context.cache_clear()
    yield
    tls_context.cache_clear()


def _client(make_client: Callable[..., Client], *names: str) -> Client:
    return make_client(*names, resolve=lambda *_: ["127.0.0.1"])


@pytest.mark.usefixtures("trusted")
def test_the_name_asked_for_is_the_name_proved(tls_site: Any, make_client: Callable[..., Client]) -> None:
    tls_site.answer("/", 200, b"private")
    client = _client(make_client, "service.example")
    assert client.request("GET", f"https://service.example:{tls_site.port}/").body == b"private"
    assert tls_site.names == ["service.example"]
    assert tls_site.seen[0][2]["Host"] == f"service.example:{tls_site.port}"


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_name_is_not_trusted(tls_site: Any, make_client: Callable[..., Client]) -> None:
    with pytest.raises(http.NotTrusted) as caught:
        _client(make_client, "other.example").request("GET", f"https://other.example:{tls_site.port}/")
    assert not caught.value.is_outcome_unknown
    assert tls_site.seen == []


def test_an_unknown_authority_is_not_trusted(tls_site: Any, make_client: Callable[..., Client]) -> None:
    with pytest.raises(http.NotTrusted):
        _client(make_client, "service.example").request("GET", f"https://service.example:{tls_site.port}/")


@pytest.mark.usefixtures("trusted")
def test_a_redirect_never_leads_down_to_plain_http(
    tls_site: Any, site: Any, make_client: Callable[..., Client]
) -> None:
    tls_site.answer("/", 302, Location=f"http://service.example:{site.port}/")
    with pytest.raises(http.RedirectRefused):
        _client(make_client, "service.example").request("GET", f"https://service.example:{tls_site.port}/")
    assert site.seen == []

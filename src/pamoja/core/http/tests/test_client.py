"""Calls to real servers on loopback: what gets through, what does not, and what is carried along."""

import gzip
import logging
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from pamoja.core import http
from pamoja.core.http import transport
from pamoja.core.http.client import Client

MakeClient = Callable[..., Client]


def test_a_listed_host_is_called_and_its_answer_read(site: Any, make_client: MakeClient) -> None:
    site.answer("/x", 201, b'{"a": 1}', X_Thing="y")
    answer = make_client("127.0.0.1").request(
        "POST", f"http://127.0.0.1:{site.port}/x?q=1", json={"b": 2}, params={"r": "ü"}
    )
    assert (answer.status, answer.json(), answer.headers["x-thing"]) == (201, {"a": 1}, "y")
    method, path, headers, body = site.seen[0]
    assert (method, path, body) == ("POST", "/x?q=1&r=%C3%BC", b'{"b": 2}')
    assert headers["Host"] == f"127.0.0.1:{site.port}"


def test_loopback_is_refused_over_both_families(site: Any, site_v6: Any, make_client: MakeClient) -> None:
    client = make_client(ports=(site.port, site_v6.port))
    for url in (
        f"http://127.0.0.1:{site.port}/",
        f"http://[::1]:{site_v6.port}/",
        f"http://localhost:{site.port}/",
    ):
        with pytest.raises(http.AddressRefused) as caught:
            client.request("GET", url)
        assert not caught.value.is_outcome_unknown
    assert site.seen == site_v6.seen == []


def test_a_listed_ipv6_host_is_called(site_v6: Any, make_client: MakeClient) -> None:
    site_v6.answer("/", 200, b"six")
    answer = make_client(f"[::1]:{site_v6.port}").request("GET", f"http://[0:0::1]:{site_v6.port}/")
    assert answer.body == b"six"


def test_a_port_that_is_not_open_is_refused(make_client: MakeClient) -> None:
    with pytest.raises(http.UrlRefused):
        make_client(resolve=lambda *_: ["8.8.8.8"]).request("GET", "http://public.example:22/")
    with pytest.raises(http.UrlRefused):
        make_client("public.example:8080", resolve=lambda *_: ["8.8.8.8"]).request("GET", "http://public.example:22/")


def test_a_name_is_resolved_once_and_the_checked_address_is_dialled(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1"]])
    dialled: list[str] = []

    def dial(address: str, port: int, seconds: float) -> socket.socket:
        dialled.append(address)
        raise OSError

    monkeypatch.setattr(transport, "open_socket", dial)
    client = make_client(resolve=lambda *_: next(answers))
    with pytest.raises(http.NotConnected) as caught:
        client.request("GET", "http://rebinding.example/")
    assert dialled == ["93.184.216.34"]
    assert not caught.value.is_outcome_unknown
    with pytest.raises(http.AddressRefused):
        client.request("GET", "http://rebinding.example/")
    assert dialled == ["93.184.216.34"]


def test_of_mixed_addresses_only_public_ones_are_dialled(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialled: list[str] = []
    monkeypatch.setattr(transport, "open_socket", lambda address, *_: dialled.append(address) or _raise(OSError()))
    mixed = ["127.0.0.1", "8.8.8.8", "64:ff9b::7f00:1", "::ffff:10.0.0.1", "2606:4700::1", "fe80::1%eth0"]
    with pytest.raises(http.NotConnected):
        make_client(resolve=lambda *_: mixed).request("GET", "http://mixed.example/")
    assert dialled == ["8.8.8.8", "2606:4700::1"]


def _raise(error: Exception) -> Any:
    raise error


def test_a_second_address_is_tried_when_the_first_is_dead(site: Any, make_client: MakeClient) -> None:
    site.answer("/", 200, b"ok")
    client = make_client("two.example", resolve=lambda *_: ["127.0.0.99", "127.0.0.1"])
    assert client.request("GET", f"http://two.example:{site.port}/").body == b"ok"
    assert site.seen[0][2]["Host"] == f"two.example:{site.port}"


def test_an_unknown_name_and_a_closed_port_are_told_apart(make_client: MakeClient) -> None:
    with pytest.raises(http.HostNotFound):
        make_client(resolve=lambda *_: []).request("GET", "http://nowhere.example/")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(http.NotConnected):
            make_client("127.0.0.1").request("GET", f"http://127.0.0.1:{closed.getsockname()[1]}/")


def test_the_environment_has_no_say(site: Any, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    site.answer("/", 200, b"direct")
    assert make_client("127.0.0.1").request("GET", f"http://127.0.0.1:{site.port}/").body == b"direct"


def test_cookies_are_neither_kept_nor_sent(site: Any, make_client: MakeClient) -> None:
    site.answer("/", 302, Location="/two", Set_Cookie="a=b")
    site.answer("/two", 200, Set_Cookie="c=d")
    client = make_client("127.0.0.1")
    for _time in range(2):
        client.request("GET", f"http://127.0.0.1:{site.port}/")
    assert len(site.seen) == 4
    assert all("Cookie" not in headers for _method, _path, headers, _body in site.seen)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_hop_of_a_redirect_is_checked(status: int, site: Any, make_client: MakeClient) -> None:
    for to in (
        "http://169.254.169.254/meta",
        "http://[::1]/",
        "http://2130706433/",
        "file:///etc/passwd",
        "//10.0.0.1",
    ):
        site.answer("/", status, Location=to)
        with pytest.raises(http.Refused):
            make_client(f"127.0.0.1:{site.port}").request("GET", f"http://127.0.0.1:{site.port}/")


def test_redirects_end(site: Any, make_client: MakeClient) -> None:
    site.answer("/", 302, Location="/")
    with pytest.raises(http.RedirectRefused):
        make_client("127.0.0.1").request("GET", f"http://127.0.0.1:{site.port}/", max_redirects=3)
    assert len(site.seen) == 4
    answer = make_client("127.0.0.1").request("GET", f"http://127.0.0.1:{site.port}/", max_redirects=0)
    assert answer.status == 302


def test_keys_stay_with_the_host_they_are_for(site: Any, other_site: Any, make_client: MakeClient) -> None:
    site.answer("/", 302, Location=f"http://127.0.0.1:{other_site.port}/")
    other_site.answer("/", 200)
    headers = {"Authorization": "Bearer s", "X-Api-Key": "s", "Cookie": "s=s", "Accept": "text/csv"}
    make_client("127.0.0.1").request("GET", f"http://127.0.0.1:{site.port}/", headers=headers)
    assert site.seen[0][2]["X-Api-Key"] == "s"
    arrived = other_site.seen[0][2]
    assert arrived["Accept"] == "text/csv"
    assert not {"Authorization", "X-Api-Key", "Cookie"} & set(arrived)


def test_keys_follow_on_the_same_host(site: Any, make_client: MakeClient) -> None:
    site.answer("/", 302, Location="/two")
    site.answer("/two", 200)
    make_client("127.0.0.1").request("GET", f"http://127.0.0.1:{site.port}/", auth=("u", "p"))
    assert site.seen[1][2]["Authorization"] == site.seen[0][2]["Authorization"]


def test_a_body_is_not_carried_to_another_host(site: Any, other_site: Any, make_client: MakeClient) -> None:
    site.answer("/", 307, Location=f"http://127.0.0.1:{other_site.port}/")
    with pytest.raises(http.RedirectRefused) as caught:
        make_client("127.0.0.1").request("POST", f"http://127.0.0.1:{site.port}/", json={"name": "s"})
    assert caught.value.is_outcome_unknown
    assert other_site.seen == []


@pytest.mark.parametrize(("status", "method", "body"), [(302, "GET", b""), (303, "GET", b""), (308, "POST", b"abc")])
def test_a_redirected_post_becomes_what_the_standard_says(
    status: int, method: str, body: bytes, site: Any, make_client: MakeClient
) -> None:
    site.answer("/", status, Location="/two")
    site.answer("/two", 200)
    make_client("127.0.0.1").request("POST", f"http://127.0.0.1:{site.port}/", data=b"abc")
    assert (site.seen[1][0], site.seen[1][3]) == (method, body)


def test_a_large_answer_is_not_read_to_its_end(site: Any, make_client: MakeClient) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    site.answer("/declared", 200, b"x" * 2000)
    site.answer("/bomb", 200, bomb, Content_Encoding="gzip")
    for path, most in (("/declared", 1000), ("/bomb", 2 * len(bomb))):
        with pytest.raises(http.TooLarge):
            make_client("127.0.0.1").request("GET", f"http://127.0.0.1:{site.port}{path}", max_bytes=most)
    whole = make_client("127.0.0.1").request("GET", f"http://127.0.0.1:{site.port}/declared", max_bytes=2000)
    assert len(whole.body) == 2000


def _drip_body(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    _drip(handler)


def _drip(handler: BaseHTTPRequestHandler) -> None:
    for _byte in range(100):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def _silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(2)


@pytest.mark.parametrize("script", [_drip_body, _drip, _silent])
def test_dripping_bytes_buy_no_time(
    script: Callable[[BaseHTTPRequestHandler], None], site: Any, make_client: MakeClient
) -> None:
    site.scripts["/"] = script
    began = time.monotonic()
    with pytest.raises(http.TookTooLong) as caught:
        make_client("127.0.0.1").request("GET", f"http://127.0.0.1:{site.port}/", seconds=0.5)
    assert time.monotonic() - began < 1.5
    assert caught.value.is_outcome_unknown


def test_a_slow_chain_of_redirects_shares_one_deadline(site: Any, make_client: MakeClient) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.3)
        handler.send_response(302)
        handler.send_header("Location", "/")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.scripts["/"] = slow
    with pytest.raises(http.TookTooLong):
        make_client("127.0.0.1").request("GET", f"http://127.0.0.1:{site.port}/", seconds=0.5)


def _cut_short(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
    handler.close_connection = True


def _not_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH\r\n")
    handler.close_connection = True


def _nothing(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


def _false_gzip(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Encoding: gzip\r\n\r\nnope")


@pytest.mark.parametrize("script", [_cut_short, _not_http, _nothing, _false_gzip])
def test_an_answer_that_is_broken_leaves_the_outcome_unknown(
    script: Callable[[BaseHTTPRequestHandler], None], site: Any, make_client: MakeClient
) -> None:
    site.scripts["/"] = script
    with pytest.raises(http.BrokenAnswer) as caught:
        make_client("127.0.0.1").request("GET", f"http://127.0.0.1:{site.port}/")
    assert caught.value.is_outcome_unknown


def test_an_answer_that_is_not_json_says_so(site: Any, make_client: MakeClient) -> None:
    for body in (b"<html>", b"\xff", b"[" * 100_000):
        site.answer("/", 200, body)
        with pytest.raises(http.BrokenAnswer):
            make_client("127.0.0.1").request("GET", f"http://127.0.0.1:{site.port}/").json()


def test_tokens_in_addresses_reach_no_log_and_no_error(
    site: Any, make_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    site.scripts["/bot-s3cret/send"] = _not_http
    client = make_client("127.0.0.1")
    for port in (site.port, 1):
        with pytest.raises(http.HttpError) as caught:
            client.request("GET", f"http://127.0.0.1:{port}/bot-s3cret/send?token=s3cret")
        assert "s3cret" not in str(caught.value) + repr(caught.value) + str(caught.value.as_json())
        assert caught.value.__context__ is None
    assert "s3cret" not in caplog.text


def test_a_connection_is_used_again(site: Any, make_client: MakeClient) -> None:
    ports: list[int] = []

    def note(handler: BaseHTTPRequestHandler) -> None:
        ports.append(handler.client_address[1])
        handler.send_response(200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.scripts["/"] = note
    client = make_client("127.0.0.1")
    for _time in range(3):
        client.request("GET", f"http://127.0.0.1:{site.port}/")
    assert len(set(ports)) == 1


def test_the_function_and_the_session_take_the_rule_from_the_settings(site: Any, settings: Any) -> None:
    site.answer("/", 200, b"ok")
    url = f"http://127.0.0.1:{site.port}/"
    with http.guarded_session() as session, pytest.raises(http.Refused):
        session.get(url)
    with pytest.raises(http.Refused):
        http.request("GET", url)
    settings.PAMOJA = settings.PAMOJA | {"HTTP_ALLOW": [f"127.0.0.1:{site.port}"]}
    assert http.request("GET", url).body == b"ok"
    with http.guarded_session() as session:
        assert session.get(url, timeout=1, verify=False).content == b"ok"

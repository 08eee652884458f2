"""What a log line says, and what it must not."""

import json
import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st

from pamoja.core.logs import JsonFormatter, current_request, redact
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

PUBLIC_ID = uuid4()


def crash(request: HttpRequest, secret: str) -> HttpResponse:
    raise IntegrityError(f"Key (name)=(Halima {secret}) already exists")


def fine(request: HttpRequest, secret: str) -> HttpResponse:
    logging.getLogger("pamoja.test").info("GET %s", request.get_full_path())
    return HttpResponse(status=201)


urlpatterns = [path("v1/key/<str:secret>/crash", crash), path("v1/key/<str:secret>/fine", fine)]


class Lines(logging.Handler):
    """Keeps what would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.lines: list[dict[str, Any]] = []
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        assert "\n" not in line
        self.text += line
        self.lines.append(json.loads(line))


@pytest.fixture
def written() -> Iterator[Lines]:
    handler, root = Lines(), logging.getLogger()
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("GET /v1/key/Zs3cret!/projects/1/forms", "GET /v1/key/(hidden)/projects/1/forms"),
        ("GET /forms/7?st=s3cret&x=1 done", "GET /forms/7?(hidden) done"),
        ("https://api.example/bot123:AAF-s3cret_s3cret_s3cret/send", "https://api.example/(hidden)/send"),
        ("https://a.example?token=s3cret", "https://a.example?(hidden)"),
        ("/accounts/password/reset/key/1-s3cret/", "/accounts/password/reset/key/(hidden)/"),
        ("Authorization: Bearer s3cret.s3cret.s3cret", "Authorization: Bearer (hidden)"),
        ("password=s3cret user=7", "password=(hidden) user=7"),
        ("mail to halima.oumar@example.org failed", "mail to (hidden) failed"),
        ("no answer from +265 999 123 456", "no answer from (hidden)"),
        ("no answer from 265999123456.", "no answer from (hidden)."),
        ("is it ready? yes", "is it ready? yes"),
        ("took 12.5 ms at 2026-11-21 21:09:33", "took 12.5 ms at 2026-11-21 21:09:33"),
        (f"opened /cases/{PUBLIC_ID}/", f"opened /cases/{PUBLIC_ID}/"),
    ],
)
def test_what_could_be_personal_or_secret_is_hidden(text: str, left: str) -> None:
    assert redact(text) == left


@given(
    st.text(alphabet="abcdefgh0123456789-_!$", min_size=8, max_size=60),
    st.sampled_from(["/v1/key/{}/x", "/a?st={}", "/a?b=1&c={}#d"]),
)
def test_no_token_gets_through_in_a_path_or_query(token: str, place: str) -> None:
    assert f"/{token}/" not in redact(place.format(token))
    assert f"={token}" not in redact(place.format(token))


class TestRequests:
    """One line for each request, by its route."""

    @pytest.fixture(autouse=True)
    def own_urls(self, settings: Any) -> None:
        settings.ROOT_URLCONF = __name__

    def test_a_request_is_told_by_its_route_with_its_id(self, written: Lines) -> None:
        answer = Client().get("/v1/key/s3cret-s3cret/fine?st=s3cret", headers={"X-Request-ID": "forged-id"})
        line = written.lines[-1]
        assert line["message"] == "request"
        assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/key/<str:secret>/fine", 201)
        assert line["request"] == answer.headers["X-Request-ID"] != "forged-id"
        assert line["actor"] == "anonymous"
        assert "s3cret" not in written.text

    def test_a_trusted_proxy_names_the_request(self, settings: Any, written: Lines) -> None:
        settings.PAMOJA = settings.PAMOJA | {"TRUSTED_PROXIES": 1}
        for given_id, is_kept in (("from-the-proxy-1", True), ("x" * 65, False), ('a"b\n12345', False)):
            answer = Client().get("/v1/key/a/fine", headers={"X-Request-ID": given_id})
            assert (answer.headers["X-Request-ID"] == given_id) == is_kept

    @pytest.mark.django_db
    def test_a_crash_is_told_by_type_and_place_alone(self, written: Lines) -> None:
        answer = Client(raise_request_exception=False).get("/v1/key/s3cret-s3cret/crash?st=s3cret")
        assert answer.status_code == 500
        error = next(line for line in written.lines if line["level"] == "error")
        assert error["message"] == "answered 500 at /v1/key/<str:secret>/crash"
        assert error["error"]["types"] == ["django.db.utils.IntegrityError"]
        assert error["error"]["at"][-1].endswith(" crash")
        assert "s3cret" not in written.text and "Halima" not in written.text


@pytest.mark.django_db
def test_a_page_that_does_not_exist_is_not_repeated(written: Lines) -> None:
    assert Client().get("/Halima%20Oumar").status_code == 404
    assert written.lines[-1]["route"] == "(no such page)"
    assert "Halima" not in written.text


@pytest.mark.django_db
def test_a_line_names_workspace_and_actor_by_id(cast: Cast, rf: RequestFactory, written: Lines) -> None:
    request = rf.get("/")
    request.id, request.actor = "request-1", cast.actor("amina")
    token = current_request.set(request)
    with workspace_active(cast.river):
        logging.getLogger("pamoja.test").warning("something", extra={"name_of_person": "Halima", "attempt": 3})
    current_request.reset(token)
    line = written.lines[-1]
    assert line["workspace"] == str(cast.river.public_id)
    assert (line["actor"], line["request"], line["attempt"]) == (f"user:{cast.amina.public_id}", "request-1", 3)
    assert "Halima" not in written.text and "amina@" not in written.text


def test_causes_are_named_and_their_words_are_not(written: Lines) -> None:
    try:
        try:
            raise ValueError("Halima")
        except ValueError as error:
            raise Problem(NOT_FOUND, "Halima") from error
    except Problem:
        logging.getLogger("pamoja.test").exception("no luck with %s", "this")
    assert written.lines[-1]["error"]["types"] == ["pamoja.core.problems.Problem", "builtins.ValueError"]
    assert written.lines[-1]["error"]["problem"] == "not-found"
    assert "Halima" not in written.text


def test_a_line_with_wrong_arguments_is_not_lost() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "two %s %s", ("one",), None)
    assert json.loads(JsonFormatter().format(record))["message"] == "two %s %s"

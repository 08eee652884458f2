"""What fails under /api/ before or outside of an endpoint is a problem too, never a page."""

from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.test import Client
from django.urls import reverse

from pamoja.core.problems import CATALOGUE
from pamoja.core.testing.cast import Cast


def _problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    problem: dict[str, Any] = response.json()
    assert (problem["code"], problem["status"]) == (code, status)
    assert CATALOGUE[code].status == status
    return problem


@pytest.mark.parametrize("who", ["amina", "chol", "nobody"])
@pytest.mark.parametrize("path", ["/api/nothing", "/api/", "/api/forms/1/2/3/4"])
def test_an_unknown_address_is_a_problem_in_the_callers_language(cast: Cast, who: str, path: str) -> None:
    answer = cast.client(who).get(path, headers={"Accept": "text/html", "Accept-Language": "fr"})
    title = _problem(answer, 404, "not-found")["title"]
    assert title == ("Introuvable" if (settings.ROOT / "locale/fr/LC_MESSAGES/django.mo").exists() else "Not found")


def test_a_method_not_taken_is_a_problem_that_names_those_taken(cast: Cast) -> None:
    answer = cast.client("amina").delete("/api/places/")
    assert _problem(answer, 405, "method-not-allowed")["title"] == "This address does not take this method"
    assert answer.headers["Allow"] == "GET"


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [(RuntimeError("secret-detail"), 500, "server-fault"), (SuspiciousOperation("secret-detail"), 400, "not-readable")],
)
def test_a_fault_of_ours_is_a_problem_that_tells_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int, code: str
) -> None:
    def fail(*_: object) -> None:
        raise fault

    browser = cast.client("amina")
    browser.raise_request_exception = False
    monkeypatch.setattr("pamoja.core.accounts.middleware.actor_of", fail)
    answer = browser.get("/api/places")
    _problem(answer, status, code)
    assert "secret-detail" not in answer.text
    assert answer.headers["X-Request-ID"]


def test_pages_stay_pages_and_the_reference_stays_one(cast: Cast) -> None:
    assert cast.client("amina").get("/no-such-page/").headers["Content-Type"].startswith("text/html")
    assert Client().get(reverse("api_reference")).headers["Content-Type"].startswith("text/html")

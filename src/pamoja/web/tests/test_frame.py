"""What stands around every page."""

import re

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse

from pamoja.config.urls import handler500
from pamoja.core.navigation import ITEMS
from pamoja.core.testing.cast import Cast
from pamoja.web.views import server_error


@pytest.mark.parametrize("name", ["amina", "chol", "omar", "nobody"])
def test_every_answer_forbids_foreign_scripts(cast: Cast, name: str) -> None:
    policy = cast.client(name).get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_a_page_that_asks_for_nothing_more_allows_this_and_nothing_else(cast: Cast) -> None:
    own = ("script", "style", "font", "connect", "manifest", "frame")
    allowed = {f"{what}-src": "'self'" for what in own} | {"form-action": "'self'"}
    allowed |= {"img-src": "'self' data: blob:", "worker-src": "'self' blob:", "media-src": "'self' blob:"}
    forbidden = dict.fromkeys(("default-src", "frame-ancestors", "base-uri"), "'none'")
    policy = cast.client("amina").get("/").headers["Content-Security-Policy"]
    said = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    assert said == allowed | forbidden


def test_a_missing_page_is_a_page_with_a_policy(cast: Cast) -> None:
    answer = cast.client("amina").get("/no-such-page/")
    assert answer.status_code == 404
    assert "Content-Security-Policy" in answer.headers
    assert "This page does not exist" in answer.text


@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_a_visitor_chooses_a_language_by_cookie(cast: Cast, code: str, direction: str) -> None:
    browser = cast.client("nobody")
    browser.post(reverse("choose_language"), {"language": code})
    assert f'<html lang="{code}" dir="{direction}"' in browser.get("/").text


def test_the_profile_language_wins_over_cookie_and_browser(cast: Cast) -> None:
    browser = cast.client("amina")
    browser.post(reverse("choose_language"), {"language": "fr"})
    browser.cookies["django_language"] = "ar"
    assert '<html lang="fr"' in browser.get("/", headers={"Accept-Language": "ar"}).text


def test_an_unknown_language_changes_nothing(cast: Cast) -> None:
    browser = cast.client("amina")
    browser.post(reverse("choose_language"), {"language": "xx"})
    cast.amina.refresh_from_db()
    assert cast.amina.language == ""


@pytest.mark.parametrize(("kept", "shown"), [("dark", "dark"), ("", "light"), ('"><b', "light")])
def test_a_mistake_of_ours_is_told_in_the_colours_chosen(rf: RequestFactory, kept: str, shown: str) -> None:
    rf.cookies["theme"] = kept
    answer = server_error(rf.get("/"))
    assert (answer.status_code, f'data-bs-theme="{shown}"' in answer.content.decode()) == (500, True)
    assert handler500 == "pamoja.web.views.server_error"


def test_the_theme_is_kept_by_cookie(cast: Cast) -> None:
    browser = cast.client("nobody")
    browser.post(reverse("choose_theme"), {"theme": "dark"})
    assert 'data-bs-theme="dark"' in browser.get("/").text
    browser.post(reverse("choose_theme"), {"theme": "purple"})
    assert 'data-bs-theme="dark"' in browser.get("/").text


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_choice_never_leads_to_another_site(cast: Cast, target: str) -> None:
    answer = cast.client("nobody").post(reverse("choose_theme"), {"theme": "dark", "next": target})
    assert answer.headers["Location"] == "/"


def test_a_person_switches_only_to_their_own_workspaces(cast: Cast) -> None:
    browser = cast.client("amina")
    assert browser.post(reverse("choose_workspace"), {"workspace": "river"}).status_code == 302
    assert browser.post(reverse("choose_workspace"), {"workspace": "lake"}).status_code == 404
    assert "Lake programme" not in browser.get("/").text
    assert cast.client("nobody").post(reverse("choose_workspace"), {"workspace": "river"}).status_code == 404


def test_home_shows_what_the_role_may_do(cast: Cast) -> None:
    assert reverse("members") in cast.client("amina").get("/").text
    assert reverse("members") not in cast.client("ben").get("/").text
    assert reverse("account_login") in cast.client("nobody").get("/").text


def test_a_new_workspace_says_what_to_do_first(cast: Cast) -> None:
    assert reverse("new_invitation") in cast.client("chol").get("/").text
    assert "Invite a colleague" not in cast.client("ben").get("/").text


def test_every_icon_that_is_drawn_is_in_the_sprite() -> None:
    known = set((settings.ROOT / "frontend" / "icons.txt").read_text().split())
    templates = [path.read_text() for path in (settings.ROOT / "src").rglob("templates/**/*.html")]
    pattern = r'<c-icon name="([a-z0-9-]+)"|<c-[a-z-]+ [^>]*?icon="([a-z0-9-]+)"'
    used = {name for text in templates for pair in re.findall(pattern, text) for name in pair if name}
    assert ({item.icon for item in ITEMS} | used) - known == set()

"""The shell in a real browser: colours, drawer, search in a list, keyboard, no scripts, passkeys."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from pamoja.core.testing.cast import PASSWORD, Cast
from tests.browser.live import assert_accessible, looking

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def base(live_server) -> str:
    return str(live_server.url)


def signed_in(name: str) -> Client | None:
    """A session in which the person has just proved who they are."""
    if name == "nobody":
        return None
    client = Client()
    client.post(reverse("account_login"), {"login": f"{name}@example.org", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_dark_colours_are_accessible_too(base: str, browser: Browser, cast: Cast, theme: str) -> None:
    with looking(browser, base, signed_in("amina")) as eye:
        eye.page.context.add_cookies([{"name": "theme", "value": theme, "url": base}])
        for name in ("home", "members", "new_role", "help"):
            eye.page.goto(base + reverse(name))
            assert_accessible(eye, f"{name}-{theme}")


def test_the_drawer_opens_on_a_phone_and_closes_on_escape(base: str, browser: Browser, cast: Cast) -> None:
    with looking(browser, base, signed_in("amina"), width=360) as eye:
        eye.page.goto(base)
        assert not eye.page.locator("#sidebar").is_visible()
        eye.page.get_by_role("button", name="Menu").click()
        assert eye.page.locator("#sidebar").is_visible()
        assert_accessible(eye, "drawer-360")
        eye.page.keyboard.press("Escape")
        assert not eye.page.locator("#sidebar").is_visible()


def test_a_search_narrows_the_list_in_place(base: str, browser: Browser, cast: Cast) -> None:
    with looking(browser, base, signed_in("amina")) as eye:
        eye.page.goto(base + reverse("members"))
        eye.page.get_by_role("main").get_by_role("searchbox").fill("dina")
        eye.page.wait_for_url("**q=dina**")
        rows = eye.page.locator("#list-members tbody tr")
        rows.filter(has_text="Ben").wait_for(state="detached")
        assert rows.count() == 1
        assert_accessible(eye)


def test_the_keyboard_reaches_the_content_first(base: str, browser: Browser, cast: Cast) -> None:
    with looking(browser, base) as eye:
        eye.page.goto(base)
        eye.page.keyboard.press("Tab")
        assert eye.page.evaluate("document.activeElement.className") == "skip-link"


def test_a_page_works_without_scripts(base: str, browser: Browser, cast: Cast) -> None:
    who = signed_in("amina")
    assert who is not None
    with browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}) as context:
        context.add_cookies([{"name": "sessionid", "value": who.cookies["sessionid"].value, "url": base}])
        page = context.new_page()
        page.goto(base + reverse("members"))
        assert page.locator("#sidebar").is_visible()
        page.get_by_role("searchbox").fill("dina")
        page.get_by_role("button", name="Show").click()
        assert page.locator("#list-members tbody tr").count() == 1


def test_passkey_signs_in(base: str, browser: Browser, cast: Cast) -> None:
    """A virtual authenticator stands for the phone's fingerprint reader."""
    base = base.replace("127.0.0.1", "localhost")
    who = signed_in("amina")
    with looking(browser, base, who) as eye:
        session = eye.page.context.new_cdp_session(eye.page)
        session.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        eye.page.goto(base + reverse("mfa_add_webauthn"))
        eye.page.get_by_label("Passwordless").check()
        eye.page.get_by_role("button", name="Add").click()
        eye.page.wait_for_url(lambda url: "add" not in url)
        eye.page.goto(base + reverse("mfa_reauthenticate_webauthn"))
        assert_accessible(eye, "mfa_reauthenticate_webauthn")
        eye.page.context.clear_cookies()
        eye.page.goto(base + reverse("account_login"))
        eye.page.get_by_role("button", name="passkey").click()
        eye.page.wait_for_url(base + "/")
        assert eye.page.get_by_text("Welcome, Amina").is_visible()

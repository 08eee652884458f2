"""No page of the product is forgotten: whatever has a name and shows HTML is looked at, or says here why not."""

import inspect
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.pages import PAGES

METHODS = "request_method_list"  # what Django's decorators of `views.decorators.http` keep their methods in
# Namespaces for programs: no person sees what they answer.
FOR_PROGRAMS = {"api", "odk"}
# Names that are no page of their own, each with the reason. What takes no GET need not be named.
EXCEPTIONS = {
    "healthz": "plain text for monitoring",
    "readyz": "plain text for monitoring",
    "metrics": "figures for monitoring",
    "file": "a file",
    "places:choices": "what the field of a place offers",
    "places:areas": "shapes for the map",
    "places:facility_points": "points for the map",
    "places:ground": "borders for other maps",
    "places:children": "a part of the tree on the list of places",
    "places:export_csv": "a file",
    "places:export_geojson": "a file",
    "places:export_facilities": "a file",
    "forms:version_xml": "a file",
    "forms:fill_xml": "the form for the page that fills it in",
    "forms:fill_xml_draft": "the form for the page that fills it in",
    "forms:fill_file": "a file of the form",
    "forms:fill_file_draft": "a file of the form",
    "forms-paper:sheet": "a file",
    "forms-seeing:chart": "figures for a chart",
    "forms-seeing:points": "points for the map",
    "forms-seeing:xml": "a file",
    "forms-quality:chart": "figures for a chart",
    "forms-quality:log_csv": "a file",
    "forms-quality:log_xlsx": "a file",
    "mfa_download_recovery_codes": "a file",
    "mfa_reauthenticate_webauthn": "needs a key that works: looked at where one is added, in test_shell",
    "mfa_login_webauthn": "a challenge for the script of the page that signs in",
    "accept_invitation": "where an invitation that is opened leads: looked at from there",
    "account_set_password": "leads on to changing the password: everybody has one",
    "account_confirm_login_code": "signing in by a code in a mail is off",
    "openid_connect_login": "leads on to the provider",
    "openid_connect_callback": "where the provider leads back to",
    "socialaccount_signup": "nobody signs up: people are invited",
}


def named(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, Any]]:
    """The full name and the view of every address that has a name."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield space + pattern.name, pattern.callback
        elif pattern.namespace not in FOR_PROGRAMS:
            yield from named(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)


def can_be_asked_for(view: Any) -> bool:
    """Whether none of the decorators around a view refuses GET (`require_POST`)."""
    while view is not None:
        if "GET" not in inspect.getclosurevars(view).nonlocals.get(METHODS, ["GET"]):
            return False
        view = getattr(view, "__wrapped__", None)
    return True


def pages() -> set[str]:
    return {name for name, view in named(get_resolver().url_patterns) if can_be_asked_for(view)}


def test_every_page_is_looked_at_or_says_why_not() -> None:
    looked_at = {each.name for each in PAGES}
    assert {"home", "forms:list", "forms-seeing:table", "account_login"} <= pages()
    assert pages() - looked_at - EXCEPTIONS.keys() == set(), "add it to pages.py"


def test_no_exception_outlives_its_reason() -> None:
    assert EXCEPTIONS.keys() - pages() == set(), "no such page: strike it off"
    assert EXCEPTIONS.keys() & {each.name for each in PAGES} == set(), "it is looked at: strike it off"


def test_no_two_looks_keep_the_same_picture() -> None:
    names = [str(each) for each in PAGES]
    assert len(names) == len(set(names))

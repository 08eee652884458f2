"""Every address of the product: who has not signed in, brings no CSRF token, or is of elsewhere gets nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import getsource, unwrap
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils.regex_helper import normalize

from pamoja.core.testing.cast import Cast
from tests.filled import River

pytestmark = pytest.mark.slow  # fills a database: run by `./run test`, not by `./run check`

METHODS = ("post", "put", "patch", "delete")  # pages take the first alone; our API takes all
OPENROSA = {"X-OpenRosa-Version": "1.0"}  # without it the protocol refuses before it asks who one is
REFUSED = {401, 403, 404, 405, 410}
NOBODY = UUID(int=7)
SAMPLES: dict[str, Any] = {"iso3": "MWI", "country": "MWI", "pcode": "MW1", "section": "how-to", "name": "places"}
NUMBERS = re.compile(r"((?<!public)_id|number|pk|project)$")

# addresses that answer whoever asks: each was reviewed
OPEN_PAGES = {
    "": "the landing page",
    "healthz": "monitoring",
    "readyz": "monitoring",
    "metrics": "programs on this machine only",
    "api/openapi.json": "the description of the API holds no data",
    "api/docs": "the same, for people",
    "help/": "the documentation",
    "help/%(section)s/%(name)s/": "the documentation",
    "odk/v1/config/public": "the site's public settings",
    "accounts/login/": "signing in",
    "accounts/logout/": "leaves",
    "accounts/signup/": "says that one is invited",
    "accounts/inactive/": "signing in",
    "accounts/confirm-email/": "signing in",
    "accounts/confirm-email/%(key)s/": "signing in",
    "accounts/password/reset/": "a forgotten password",
    "accounts/password/reset/done/": "a forgotten password",
    "accounts/password/reset/key/done/": "a forgotten password",
    "accounts/password/reset/key/%(uidb36)s-%(key)s/": "a forgotten password",
    "accounts/3rdparty/login/cancelled/": "signing in elsewhere",
}
OPEN_TO_PROGRAMS = {"accounts/2fa/webauthn/login/": "a challenge for signing in by passkey"}
# addresses to which whoever comes may post
OPEN_POSTS = {
    "accounts/login/": "signing in",
    "accounts/signup/": "says that one is invited",
    "accounts/logout/": "leaves",
    "accounts/password/reset/": "a forgotten password",
    "accounts/password/reset/key/%(uidb36)s-%(key)s/": "a forgotten password, by the secret in its link",
    "api/openapi.json": "reads only",
    "odk/v1/sessions": "signing in, throttled",
    "odk/v1/users/reset/initiate": "a forgotten password, throttled",
    "choose/language/": "a choice kept in the browser",
    "choose/theme/": "a choice kept in the browser",
}
# views without Django's CSRF check: they take no session, or check its token themselves
WITHOUT_CSRF = {
    "pamoja.protocols.odk.submissions",
    "pamoja.protocols.odk.draft_links",
    "pamoja.protocols.odk.endpoints",
    "pamoja.protocols.odk.rest",
    "ninja.operation",
}
READS_A_POST = re.compile(r"request\.(POST|method|FILES|body)|form_page\(request|_posted\(request")


@dataclass(frozen=True)
class Address:
    """One pattern: its template ("forms/%(form_id)s/"), its parameters and its view."""

    template: str
    names: tuple[str, ...]
    view: Any

    def fill(self, **known: Any) -> str:
        """A path; parameters that are not known get a sample that names nothing."""
        return "/" + self.template % {name: known.get(name, sample(name)) for name in self.names}


def sample(name: str) -> Any:
    if name in SAMPLES:
        return SAMPLES[name]
    return 987_654 if NUMBERS.search(name) else NOBODY


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        whole = prefix + pattern.pattern.regex.pattern.removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, whole)
            continue
        template, names = min(normalize(whole), key=lambda found: len(found[1]))
        yield Address(template, tuple(names), pattern.callback)


def is_refused(answer: Any) -> bool:
    """Refused, or sent to sign in, or to an address that is asked by itself."""
    if answer.status_code == 301:
        return str(answer["Location"]).startswith("/accounts/3rdparty/")
    return answer.status_code in REFUSED or (answer.status_code == 302 and "/accounts/login/" in answer["Location"])


def methods(address: Address) -> tuple[str, ...]:
    return METHODS if address.template.startswith(("api/", "odk/")) else METHODS[:1]


def test_the_walk_finds_every_page_and_its_samples_reach_their_views() -> None:
    assert [each.template for each in own_pages() if unwrap(resolve(each.fill()).func) is not unwrap(each.view)] == []
    templates = {address.template for address in addresses()}
    assert {"", "api/people/%(person)s", "forms/%(form_id)s/records/", "places/%(iso3)s/%(pcode)s/"} <= templates
    assert "odk/v1/projects/%(project)s/formList" in templates and len(templates) > 150


@pytest.mark.parametrize("is_program", [False, True], ids=["browser", "program"])
def test_a_visitor_sees_only_the_reviewed_pages(cast: Cast, is_program: bool) -> None:
    headers = OPENROSA | ({"Accept": "application/json"} if is_program else {})
    client = Client(headers=headers)
    opened = {each.template for each in addresses() if not is_refused(client.get(each.fill()))}
    assert opened - OPEN_PAGES.keys() - (OPEN_TO_PROGRAMS.keys() if is_program else set()) == set()
    assert is_program or OPEN_PAGES.keys() - opened == set(), "a reviewed page is no longer open: strike it off"


def test_a_visitor_posts_only_to_the_reviewed_addresses(cast: Cast) -> None:
    opened = set()
    for address in addresses():
        for method in methods(address):
            if not is_refused(getattr(Client(headers=OPENROSA), method)(address.fill())):
                opened.add(address.template)
    assert opened - OPEN_POSTS.keys() == set()


def own_pages() -> list[Address]:
    """The pages of our own code: neither our API, nor a protocol, nor those of the sign-in library."""
    return [
        each
        for each in addresses()
        if unwrap(each.view).__module__.startswith("pamoja.") and not each.template.startswith(("api/", "odk/"))
    ]


def test_a_page_refuses_every_method_that_it_does_not_name_before_it_asks_who_one_is(cast: Cast) -> None:
    client, wrong = Client(), []
    for page in own_pages():
        named = client.delete(page.fill()).headers.get("Allow", "")
        if named not in {"GET, HEAD", "POST", "GET, HEAD, POST"}:
            wrong.append(f"{page.template} names {named!r}")
        for method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - set(named.split(", ")):
            if client.generic(method, page.fill()).status_code != 405:
                wrong.append(f"{method} {page.template}")
    assert wrong == []


def test_a_page_takes_posts_exactly_when_its_view_reads_them() -> None:
    """What only shows is `require_safe`: a form's view, or what it calls, looks at the method or at what was sent."""
    wrong = []
    for page in own_pages():
        named = Client().delete(page.fill()).headers["Allow"]
        if "GET" in named and ("POST" in named) != bool(READS_A_POST.search(getsource(unwrap(page.view)))):
            wrong.append(f"{page.template}: {named}")
    assert wrong == []


def test_a_session_without_the_csrf_token_writes_nothing(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True, headers=OPENROSA)
    client.force_login(cast.amina)
    accepted = [
        f"{method} {address.template}"
        for address in addresses()
        for method in methods(address)
        if getattr(client, method)(address.fill()).status_code not in REFUSED
    ]
    # they read no session: one asks for e-mail and password, one sends mail to whoever has an account
    assert accepted == ["post odk/v1/sessions", "post odk/v1/users/reset/initiate"]
    # neither reads a cookie of ours
    asks_nobody = [
        "post odk/v1/sessions",
        "post odk/v1/users/reset/initiate",
    ]
    assert sorted(accepted) == asks_nobody


def test_only_the_reviewed_views_do_without_djangos_csrf_check() -> None:
    exempt = {each.view.__module__ for each in addresses() if getattr(each.view, "csrf_exempt", False)}
    assert {module for module in exempt if not module.startswith("allauth.")} == WITHOUT_CSRF


def rivers(river: River) -> list[str]:
    """Every address of an object of river's that the fixture has made."""
    by_prefix = {
        "people/households/": {"public_id": river.ids["household"]},
        "people/imports/": {},
        "people/": {"public_id": river.ids["person"]},
        "forms/imports/": {},
        "forms/": {"public_id": river.ids["row"]} | river.numbers,
        "manage/": river.numbers,
        "api/": river.ids,
    }
    found = []
    for address in addresses():
        known = next((k for prefix, k in by_prefix.items() if address.template.startswith(prefix)), {})
        if known.keys() & set(address.names):
            found.append(address.fill(**known))
    return found


def test_another_workspace_gets_404_for_every_address_of_rivers(river: River) -> None:
    chol, amina = river.cast.client("chol"), river.cast.client("amina")
    paths = rivers(river)
    assert sum(amina.get(path).status_code == 200 for path in paths) >= 15
    assert {path for path in paths if not is_nothing(chol.get(path))} == set()
    assert {path for path in paths if not is_nothing(chol.post(path, {}, "application/json"))} == set()


def is_nothing(answer: Any) -> bool:
    """404, or refused before anything is looked up: by method, by missing input, or until one signs in anew."""
    is_asked_again = answer.status_code == 302 and answer["Location"].startswith("/accounts/reauthenticate/")
    return answer.status_code in (404, 405, 422) or is_asked_again

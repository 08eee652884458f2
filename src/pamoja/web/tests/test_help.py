"""The help: safe, found, complete, and linked from every page."""

import re
from html import unescape

import pytest
from django.test import Client

from pamoja.core.testing.cast import Cast
from pamoja.web.help import page, shelf

pytestmark = pytest.mark.django_db


def addresses() -> list[str]:
    return [f"/help/{section}/{name}/" for section, name in shelf.documents()]


@pytest.mark.parametrize("name", ["amina", "ben", "nobody"])
def test_everybody_reads_the_help(cast: Cast, name: str) -> None:
    assert cast.client(name).get("/help/").status_code == 200


@pytest.mark.parametrize("address", addresses())
def test_each_document_opens_and_its_links_lead_somewhere(address: str) -> None:
    text = Client().get(address).text
    article = text[text.index("<article") : text.index("</article>")]
    targets = {unescape(target) for target in re.findall(r'href="([^"]+)"', article)}
    broken = [target for target in targets if not _leads_somewhere(target, address)]
    assert broken == []


def _leads_somewhere(target: str, here: str) -> bool:
    if re.match(r"https?:|mailto:", target):
        return True
    path, _hash, anchor = target.partition("#")
    known = set(addresses()) | {"/help/"}
    if (path or here) not in known:
        return Client().get(path).status_code < 404
    return not anchor or f'id="{anchor}"' in Client().get(path or here).text


def test_a_document_is_shown_in_the_readers_language_where_it_is_translated() -> None:
    browser = Client()
    browser.cookies["django_language"] = "fr"
    assert "Inviter des personnes" in browser.get("/help/how-to/people-and-roles/").text
    browser.cookies["django_language"] = "ar"
    text = browser.get("/help/how-to/people-and-roles/").text
    assert '<article class="prose" lang="en" dir="ltr">' in text


def test_a_search_finds_every_word_and_titles_first() -> None:
    found = shelf.search("invite PEOPLE", "en")
    assert found[0].document.name == "people-and-roles"
    assert shelf.search("inviter quelqu", "fr")
    assert shelf.search("zzzznothing", "en") == []
    assert "Nothing matches" in Client().get("/help/?q=zzzznothing").text


@pytest.mark.parametrize("path", ["/help/no/such/", "/help/how-to/absent/", "/help/how-to/..%2Fsettings/"])
def test_nothing_outside_the_shelf_is_served(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_no_markup_of_an_author_gets_through() -> None:
    html = page.draw('# T\n\n<script>x</script> [a](javascript:alert(1)) <b onclick="x">', "how-to").html
    assert "<script>" not in html
    assert 'href="javascript' not in html
    assert "<b " not in html


def test_links_between_documents_become_addresses() -> None:
    assert page.address("deploy.md", "how-to") == "/help/how-to/deploy/"
    assert page.address("../reference/settings.md#mode", "how-to") == "/help/reference/settings/#mode"
    assert page.address("x.fr.md", "how-to") == "/help/how-to/x/"
    assert page.address("https://example.org/a.md", "how-to") == "https://example.org/a.md"


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/no-such-page/"])
def test_every_page_links_to_the_help(path: str) -> None:
    assert 'href="/help/"' in Client().get(path).text

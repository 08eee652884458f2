"""The search page: places, forms and help, for whoever may see them."""

import pytest
from django.core.management import call_command

from pamoja.apps.forms.contracts import Form
from pamoja.apps.forms.services import create_form, default_project, delete_form
from pamoja.apps.forms.tests.xml import form_xml
from pamoja.apps.places.selectors import find_place
from pamoja.apps.places.services import add_country, add_facility, add_place
from pamoja.core.events.outbox import work
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

SYSTEM = system_actor("test")


@pytest.fixture
def filled(cast: Cast) -> Cast:
    add_country(SYSTEM, "MWI", "MW", {"en": "Malawi"}, {"1": {"en": "Region"}})
    root = find_place(SYSTEM, "MWI", "MWI")
    assert root
    place = add_place(SYSTEM, root, "MW1", {"en": "Likoma", "ar": "ليكوما"})
    add_facility(SYSTEM, place, "F-7", "water", {"en": "Likoma pump"})
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        create_form(amina, default_project(amina), form_xml("pumps", title="Likoma pumps survey"))
    while work():
        pass
    return cast


def page(cast: Cast, who: str, words: str) -> str:
    answer = cast.client(who).get("/search/", {"q": words})
    assert answer.status_code == 200
    return str(answer.content.decode().partition('id="main"')[2])


def test_everything_with_the_word_is_found_by_kind(filled: Cast) -> None:
    with workspace_active(filled.river):
        form = Form.objects.get()
    shown = page(filled, "amina", "likoma")
    facility = shown.partition("/places/facilities/")[2]
    assert f"/forms/{form.pk}/" in shown and "/places/MWI/MW1/" in shown and facility
    assert "Likoma pumps survey" in page(filled, "ben", "pumps surv")
    assert "/places/MWI/MW1/" in page(filled, "chol", "ليكوما")
    assert "/places/MWI/MW1/" in page(filled, "omar", "mw1")


def test_another_workspace_does_not_learn_of_the_form(filled: Cast) -> None:
    shown = page(filled, "chol", "likoma")
    assert "Likoma pump<" in shown and "survey" not in shown


def test_a_deleted_form_is_not_found(filled: Cast) -> None:
    with workspace_active(filled.river):
        delete_form(filled.actor("amina"), Form.objects.get())
    assert "survey" not in page(filled, "amina", "likoma")


def test_help_is_found_and_nothing_is_said_so(filled: Cast) -> None:
    assert "/help/how-to/places/" in page(filled, "amina", "places")
    assert "Nothing matches" in page(filled, "amina", "xyzzy")
    assert "Nothing matches" not in page(filled, "amina", "")


def test_without_words_the_page_says_what_can_be_found_and_leads_there(filled: Cast) -> None:
    asked = page(filled, "amina", "")
    assert "What are you looking for?" in asked
    assert 'class="btn" href="/people/"' in asked
    assert "What are you looking for?" not in page(filled, "amina", "Likoma")
    assert 'class="btn" href="/audit/"' not in page(filled, "dina", ""), "what one may not see is not offered"


def test_a_visitor_is_sent_to_sign_in(cast: Cast) -> None:
    answer = cast.client("nobody").get("/search/?q=likoma")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_a_rebuild_makes_the_same_index(filled: Cast) -> None:
    before = page(filled, "amina", "likoma")
    call_command("rebuild_search", verbosity=0)
    assert page(filled, "amina", "likoma") == before

"""The outbox is read in words."""

import pytest
from django.utils.translation import override

from pamoja.core.events.models import Outbox
from pamoja.core.events.services import HANDLER_WORDS, HANDLERS, handler_words
from pamoja.core.testing.cast import Cast


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_work_has_words_in_every_language(language: str) -> None:
    assert {"webhooks.send", "consumer:webhooks", "consumer:search.forms.form"} <= set(HANDLERS)
    assert [name for name in HANDLERS if not HANDLER_WORDS.get(name)] == []
    english = {name: handler_words(name) for name in HANDLERS}
    with override(language):
        spoken = {name: handler_words(name) for name in HANDLERS}
    assert language == "en" or [name for name in HANDLERS if spoken[name] == english[name]] == []


def test_a_work_that_nobody_knows_any_more_keeps_its_name() -> None:
    assert handler_words("consumer:gone") == "gone"


def test_the_page_says_no_code(cast: Cast) -> None:
    for number, handler in enumerate(("webhooks.send", "consumer:search.forms.form")):
        Outbox.objects.create(workspace=cast.river, handler=handler, key=f"k{number}", state="dead")
    page = cast.client("amina").get("/outbox/").content.decode()
    rows = page[page.index("<tbody") : page.index("</tbody")]
    assert "Tell another program by a webhook" in rows
    assert "Make findable: Forms" in rows
    assert "webhooks.send" not in rows
    assert "search.forms" not in rows

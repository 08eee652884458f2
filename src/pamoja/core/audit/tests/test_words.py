"""The audit is read in words."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from pamoja.core.audit.services import Act, record_many
from pamoja.core.audit.words import ACTS, detail_words, kind_words
from pamoja.core.testing.cast import Cast

SOURCES = Path(__file__).resolve().parents[3]
WRITTEN = re.compile(r'(?:\brecord\(\w+(?:\.\w+)?, |\bAct\(|_note\([^"\n]*|_tell\([^"\n]*)"([a-z_-]+)"')


def test_every_act_that_is_written_has_words() -> None:
    texts = [
        each.read_text() for each in SOURCES.rglob("*.py") if "tests" not in each.parts and "testing" not in each.parts
    ]
    written = {verb for text in texts for verb in WRITTEN.findall(text)}
    assert {"create", "publish", "accept", "give_consent"} <= written
    assert written - ACTS.keys() == set()


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ({"by": []}, ""),
        ({"role": "viewer", "scope": "workspace"}, "role: Viewer, how far it reaches: Everything"),
        ({"fields": ["names", "sex"], "version": 2}, "fields: names · sex, version: 2"),
        ({"permissions": {"accounts.team": ["view", "create"]}}, "permissions: Team (see · add)"),
        ({"kind": "accounts.team"}, "kind: Team"),
        ({"rows": 0}, "rows: 0"),
        ({"handler": "webhooks.send"}, "work: Tell another program by a webhook"),
        ({"unheard": "of"}, "unheard: of"),
    ],
)
def test_details_are_said_in_words(detail: dict[str, object], words: str) -> None:
    assert detail_words(detail) == words


def test_the_page_says_no_code(cast: Cast) -> None:
    record_many(cast.actor("ben"), [Act("create", "accounts.team", "t-1", {"fields": ["name"]})])
    page = cast.client("amina").get("/audit/?kind=accounts.team").content.decode()
    row = page[page.index("<tbody") : page.index("</tbody")]
    assert "Added" in row
    assert "Team" in row
    assert "accounts.team" not in row


def test_the_words_are_in_the_readers_language() -> None:
    assert kind_words("accounts.team") == "Team"
    with override("fr"):
        assert kind_words("accounts.team") == "Équipe"

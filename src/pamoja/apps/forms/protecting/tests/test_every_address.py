"""Every address of the server is known here: as a way on which answers leave, or with the reason why none does.

A new address that tells anything of records must be put into `ways.WAYS` (and be safe), any other below.
"""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.protecting.tests.ways import DRAFT_WAYS, WAYS, url_of

FORM = "odk/v1/projects/<project>/forms/<form_id>"
VERSION = rf"{FORM}(/<draft>|/draft|/versions/<version>|/versions)?"
NO_ANSWERS = {
    r"(healthz|readyz|metrics|accounts|help|static|choose|invitation|manage|webhooks|outbox)\b.*": "the installation's",
    r"(places|api/places|people|api/people)/.*": "of other apps",
    r"(audit|notifications|jobs|conflicts|search)/.*": "acts by ids, counts, titles of forms",
    r"api/(docs|openapi.json)?": "what the API is",
    r"api/forms/(projects|<form>|<form>/versions)?": "forms, and no records",
    r"files/.*": "asked by what names them: photo, portrait and log of WAYS",
    r"forms/(deleted|upload|imports|projects|devices|exports)/.*": "forms and devices, and no records",
    r"forms/redacted/.*": "for who sees all answers, or was given the result: test_redacting.py",
    r"(entities/|odk/v1/projects/<project>(/trash)?/datasets).*": "whole or not at all: test_lists_of_entities.py",
    r"odk/(v1/)?((config|users|roles|assignments|sessions|user-preferences|audits|analytics|backup|form-links)\b.*)?":
        "the installation's; its audits name records by ids",
    r"odk/v1/projects(/<project>(/(key|forms|formList|(actor-properties|app-users|assignments)\b.*))?)?": "projects",
    rf"{VERSION}(\.(xml|<extension>)|/(fields|manifest|publish|dataset-diff|attachments(/<name>)?))?": "the form",
    rf"{FORM}/(assignments|public-links)\b.*": "who works with the form",
    r"odk/v1/test/<token>/.*": "a draft's form, and records taken in",
    r"odk/v1/projects/.*/(submission|submissions/keys|restore)": "takes records in, or brings back; public keys",
}  # fmt: skip
"""By patterns of whole addresses as `_plain` writes them."""
ELSEWHERE = {
    "forms-seeing:encrypted": "opens encrypted records: test_sealed.py",
    "forms-seeing:made": "a file for who asked for it: tested as what it is made by",
    "forms-seeing:correct": "refused for who may not read all: test_classes.py",
    "forms-reviewing:answers": "offers no hidden question: reviewing/tests/test_hidden.py",
    "forms-reviewing:review": "the same", "forms-reviewing:place": "the same",
    "forms-quality:settings": "needs to change the plan, which holds no answers",
    "forms-protecting:retention": "counts, and only for who plans",
    "forms-plain:start": "begins", "forms-plain:page": "the person's own record; a correction needs all answers",
    "forms-plain:end": "the same",
    "forms-paper:print": "the empty form", "forms-paper:sheet": "the empty form",
    "forms-paper:batches": "counts by name of the batch", "forms-paper:batch": "numbers of sheets, and how many differ",
    "forms-paper:entry": "what the person keys", "forms-paper:settle": "needs all answers: its own test",
    "forms-talking:start": "the empty form", "forms-talking:trial": "the person's own answers",
    "forms:list": "titles of forms", "home": "counts",
}  # fmt: skip
ACTS = {
    "forms-seeing": "review comment delete restore place place_by_point",
    "forms-reviewing": "undo",
    "forms-quality": "begin check withdraw",
    "forms-protecting": "purge",
    "forms-paper": "throw_away hand_in",
    "forms-plain": "throw_away",
    "forms-talking": "forget",
    "forms": "publish state set_file delete restore version_xml fill fill_xml fill_file submit sent fill_draft"
    " fill_xml_draft fill_file_draft submit_draft sent_draft",
}
"""They change something and lead elsewhere, or give out the empty form."""
NAMED = re.compile(r"\(\?P<(\w+)>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
NOISE = re.compile(r"\(\?:key/<key>/\)\?|/?\?*\$$|\\")


def _plain(route: str) -> str:
    """A route without what its parts match: "odk/v1/projects/<project>/forms/<form_id>.xml"."""
    return NOISE.sub("", NAMED.sub(r"<\1>", route))


def _routes(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern).removeprefix("^" if before else "")
        if isinstance(each, URLPattern):
            yield route, f"{space}{each.name or ''}"
        else:
            yield from _routes(each, route, f"{space}{each.namespace}:" if each.namespace else space)


@pytest.mark.usefixtures("found", "draft")
def test_every_address_is_a_way_out_or_has_a_reason(form: Form, record: Submission) -> None:
    ways = {resolve(url_of(way, form, record).partition("?")[0]).route for way in (*WAYS, *DRAFT_WAYS)}
    every = list(_routes(get_resolver()))
    known = {*ELSEWHERE, *(f"{space}:{each}" for space, names in ACTS.items() for each in names.split())}
    assert len(every) > 400 and len(ways) > 60
    left = [route for route, name in every if route not in ways and name not in known]
    assert not [route for route in left if not any(re.fullmatch(kind, _plain(route)) for kind in NO_ANSWERS)]
    assert not known - {name for _route, name in every}, "reasons for addresses that are no more"

"""Every way on which an answer leaves: who may not read a class gets none of its answers on any of them."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

import pytest
from django.urls import reverse

from pamoja.apps.forms.models import Form, Submission, SubmissionComment
from pamoja.apps.forms.protecting.classifying import classed_questions, classify
from pamoja.apps.forms.protecting.tests.reading import Reader, text_of
from pamoja.apps.forms.protecting.tests.ways import DRAFT_WAYS, MARKERS, RECORD, WAYS, Way, url_of
from pamoja.core.testing.cast import Cast


def _faults(ways: Iterable[Way], form: Form, record: Submission, amina: Reader, ed: Reader) -> Iterator[Any]:
    for way in ways:
        url = url_of(way, form, record)
        whole, answer = amina.asks(way.method, url, way.data), ed.asks(way.method, url, way.data)
        found, asked = text_of(answer), str(way.data)
        leaks = [marker for marker in MARKERS if marker in found and marker not in asked]
        if way.tells not in text_of(whole):
            yield url, way.data, "who may read all does not find it either: the test is void"
        if leaks or answer.status_code != way.status or way.says not in found:
            yield url, way.data, answer.status_code, leaks, found[:300]


@pytest.mark.usefixtures("found")
def test_no_hidden_answer_leaves(classified: Form, record: Submission, amina: Reader, ed: Reader) -> None:
    assert not list(_faults(WAYS, classified, record, amina, ed))


@pytest.mark.usefixtures("draft")
def test_none_leaves_by_a_draft_either(classified: Form, record: Submission, amina: Reader, ed: Reader) -> None:
    assert len(DRAFT_WAYS) > 25
    assert not list(_faults(DRAFT_WAYS, classified, record, amina, ed))


@pytest.mark.usefixtures("found")
def test_without_classes_nothing_is_hidden(form: Form, record: Submission, ed: Reader) -> None:
    told = [way for way in WAYS if way.tells and way.method == "GET"]
    asked = ((way, text_of(ed.asks(way.method, url_of(way, form, record), way.data))) for way in told)
    assert not [way for way, found in asked if way.tells not in found]


@pytest.mark.parametrize("way", [".svc/Submissions", "/submissions.csv", "/submissions.geojson"])
def test_what_a_program_kept_is_read_anew_once_answers_are_hidden(form: Form, ed: Reader, cast: Cast, way: str) -> None:
    url = f"/odk/v1/projects/{form.project_id}/forms/{form.xml_form_id}{way}"
    kept = ed.program.get(url)
    told = text_of(kept)
    assert "ZQNEWNAME" in told or "33.21717" in told
    same = {"If-None-Match": kept.headers["ETag"]}
    assert ed.program.get(url, headers=same).status_code == 304
    classify(cast.actor("amina"), form, {each.field.path: "direct" for each in classed_questions(form)})
    anew = ed.program.get(url, headers=same)
    told = text_of(anew)
    assert anew.status_code == 200
    assert not [marker for marker in MARKERS if marker in told]


def test_nobody_finds_by_what_they_may_not_read(classified: Form, record: Submission, ed: Reader) -> None:
    words = ("ZQNEWNAME", "ZQNEWWHO", "ZQTITLE", "987654", "33.21717", "ZQSTRANGE", "zqphoto")
    for word, (name, *args) in product(words, (("table",), ("repeat", "Submissions.member"))):
        page = ed.browser.get(reverse(f"forms-seeing:{name}", args=[classified.pk, *args]), {"q": word})
        assert str(record.public_id) not in page.text, (word, name)
    found = ed.browser.get(reverse("forms-seeing:table", args=[classified.pk]), {"q": "2026-03-02"})
    assert str(record.public_id) in found.text, "what may be read is found"


@pytest.mark.usefixtures("found")
def test_what_one_wrote_oneself_is_shown(classified: Form, record: Submission, ed: Reader) -> None:
    SubmissionComment.objects.create(submission=record, body="My own words", written_by=ed.user)
    page = ed.browser.get(reverse("forms-seeing:record", args=[classified.pk, record.public_id])).text
    said = text_of(ed.program.get(url_of(Way(RECORD + "/comments"), classified, record)))
    assert "My own words" in page and "My own words" in said
    assert "Comment" in page and "Amina" in page, "that others said something, and who, is told"

"""Who may not read some answers changes many records without ever seeing, finding or touching these."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pamoja.apps.forms.models import BulkAct, CleaningLine, Form, Submission, SubmissionComment
from pamoja.apps.forms.protecting.tests.conftest import ANALYST
from pamoja.apps.forms.protecting.tests.conftest import classified as classified
from pamoja.apps.forms.protecting.tests.conftest import form as form
from pamoja.apps.forms.reviewing import acts
from pamoja.core.accounts.actors import person
from pamoja.core.accounts.models import Grant, Role, User
from pamoja.core.ids import uuid7
from pamoja.core.testing.cast import Cast

CHANGER = {**ANALYST, "forms.submission": ["view", "change"]}
MARKERS = ("ZQNAME", "ZQNEWNAME", "ZQTITLE", "ZQNEWWHO", "987654", "9.71717")
GIVEN = {"step": "preview", "every": "1", "reason": "so", "skips_broken": "on", "way": "set", "value": "7"}


@pytest.fixture
def changer(cast: Cast) -> Client:
    """May read and change records, and read neither identifiers nor sensitive answers."""
    Role.objects.create(workspace=cast.river, slug="changer", name="Changer", permissions=CHANGER)
    user = User.objects.create_user("fay@example.org", name="Fay")
    Grant.objects.create(workspace=cast.river, user=user, role="changer")
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, form: Form, name: str, **given: Any) -> Any:
    return client.post(reverse(f"forms-reviewing:{name}", args=[form.pk]), {**GIVEN, **given})


def test_a_hidden_question_is_not_offered(classified: Form, changer: Client) -> None:
    page = post(changer, classified, "answers", questions=["/name"])
    assert page.status_code == 422
    assert (
        'value="/hh/size"' in page.text and 'value="/name"' not in page.text and 'value="/hh/litres"' not in page.text
    )
    assert post(changer, classified, "answers", questions=["/name"], step="apply").status_code == 422
    assert not BulkAct.objects.exists()


def test_a_preview_shows_open_answers_alone(classified: Form, changer: Client) -> None:
    page = post(changer, classified, "answers", questions=["/hh/size"])
    assert '<td dir="auto">4</td><td dir="auto">7</td>' in page.text
    assert not [each for each in MARKERS if each in page.text]


def test_an_open_answer_changes_and_the_act_shows_nothing_else(classified: Form, changer: Client) -> None:
    answer = post(changer, classified, "answers", questions=["/hh/size"], step="apply")
    record = Submission.objects.get()
    answers = record.rows.get(table="Submissions").answers
    assert (answers["/hh/size"], answers["/name"], answers["/hh/litres"]) == (7, "ZQNEWNAME", "987654.25")
    act = changer.get(answer["Location"])
    assert act.status_code == 200 and not [each for each in MARKERS if each in act.text]
    record_page = changer.get(reverse("forms-seeing:record", args=[classified.pk, record.public_id])).text
    assert "Its point lies" not in record_page and not [each for each in MARKERS if each in record_page]


def test_ticks_and_filters_find_nothing_by_a_hidden_answer(classified: Form, changer: Client) -> None:
    url = reverse("forms-reviewing:review", args=[classified.pk])
    page = changer.post(f"{url}?q=ZQNEWNAME", {"step": "preview", "every": "1", "state": "approved"})
    assert "There is no such record" in page.text
    page = changer.post(url, {"step": "preview", "every": "1", "state": "approved"})
    assert "1 record would change" in page.text


def test_who_may_not_read_an_answer_does_not_undo_what_was_done_to_it(
    classified: Form, changer: Client, cast: Cast
) -> None:
    Role.objects.filter(slug="changer").update(permissions={**CHANGER, "forms.bulk": ["view", "undo"]})
    amina = cast.client("amina")
    for question, value, offered in (("/name", "Zoe", False), ("/hh/size", "8", True)):
        given = {"questions": [question], "value": value, "reason": "Zoe says so."}
        url = post(amina, classified, "answers", **given, step="apply")["Location"]
        page = changer.get(url)
        assert page.status_code == 200 and ("undo/" in page.text) == offered and "Zoe" not in page.text
    of_size, of_name = BulkAct.objects.all()
    undo = [
        changer.post(reverse("forms-reviewing:undo", args=[classified.pk, act.public_id])) for act in (of_name, of_size)
    ]
    assert [each.status_code for each in undo] == [403, 302]
    answers = Submission.objects.get().rows.get(table="Submissions").answers
    assert (answers["/name"], answers["/hh/size"]) == ("Zoe", 4)
    said = SubmissionComment.objects.get(body__startswith="Undone: ")
    assert (said.body, said.written_by) == ("Undone: hidden", User.objects.get(email="fay@example.org"))


def test_what_is_hidden_before_its_turn_comes_is_left(classified: Form, cast: Cast, changer: Client) -> None:
    fay = person(User.objects.get(email="fay@example.org"), cast.river)
    rule = {"questions": ["/name"], "way": "set", "value": "Zoe"}
    act = acts.begin_act(fay, classified, "answers", Submission.objects.all(), rule, "once allowed")
    acts.apply_act(fay, act)
    assert act.changes.get().why == "unreachable"
    assert Submission.objects.get().edits == 1, "as it came"


def test_who_may_not_read_an_answer_does_not_withdraw_a_decision_on_it(classified: Form, changer: Client) -> None:
    Role.objects.filter(slug="changer").update(permissions={**CHANGER, "forms.cleaning": ["view", "withdraw"]})
    batch, record = uuid7(), Submission.objects.get()
    of_name, of_size = (
        CleaningLine.objects.create(submission=record, question=question, change="blank_response", batch=batch)
        for question in ("/name", "/hh/size")
    )
    urls = [reverse("forms-quality:withdraw", args=[classified.pk, each.public_id]) for each in (of_name, of_size)]
    assert [changer.post(each, {"batch": "1"}).status_code for each in urls] == [404, 403]
    assert changer.post(urls[1]).status_code == 302
    assert list(CleaningLine.objects.filter(withdrawn_at=None)) == [of_name]

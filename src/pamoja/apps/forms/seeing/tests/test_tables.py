"""The tables of records and repeats: who sees which rows, and what searching, filters and orders give."""

import re
from datetime import timedelta
from typing import Any

import pytest

from pamoja.apps.forms.models import AnswerRow, Form, Submission
from pamoja.apps.forms.seeing.tests.reading import DOSES, MEMBERS, cells, column, page
from pamoja.apps.forms.seeing.tests.survey import record_xml
from pamoja.apps.forms.services import delete_submission, receive_submission
from pamoja.core.clock import now
from pamoja.core.testing.cast import Cast

ALL_COLUMNS = ["/name", "/hh/size", "/hh/source", "/hh/uses", "/hh/litres", "/visit", "/point", "/member"]


@pytest.mark.parametrize("who", ["amina", "ben"])
def test_who_works_in_the_whole_workspace_sees_every_record(who: str, cast: Cast, form: Form) -> None:
    assert column(cast.client(who).get(page(form))) == ["=1+2", "Bo", "Ann"]


def test_dina_sees_the_records_of_her_district_alone(cast: Cast, form: Form) -> None:
    dina = cast.client("dina")
    assert column(dina.get(page(form))) == ["Ann"]
    assert column(dina.get(page(form, "repeat", MEMBERS)), 3) == ["A1", "A2"]
    assert b"Central" not in dina.get(page(form)).content


def test_a_stranger_gets_404_and_nobody_the_sign_in_page(cast: Cast, form: Form) -> None:
    for url in (page(form), page(form, "repeat", MEMBERS)):
        assert cast.client("chol").get(url).status_code == 404
        for who in ("nobody", "device", "token"):
            assert cast.client(who).get(url)["Location"].startswith("/accounts/login/"), who


def test_answers_are_shown_by_type(cast: Cast, form: Form) -> None:
    response = cast.client("amina").get(page(form, columns=ALL_COLUMNS, sort="-/visit"))
    cy, bo, ann = cells(response)
    assert ann == ["Ann", "4", "A well", "Drinking, Cooking", "20.50", "2 March 2026", "-9.70000, 33.20000", "2"]
    assert bo[4:] == ["55", "4 March 2026", "-13.90000, 33.70000", "1"]
    assert cy[1:] == ["many", "A well", "Washing, Drinking", "—", "11 March 2026", "—", "0"]
    assert "Read this out" not in response.content.decode()


def test_labels_follow_the_language_of_the_page(cast: Cast, form: Form) -> None:
    client = cast.client("amina")
    french = client.get(page(form, columns=["/hh/source"]), headers={"Accept-Language": "fr"})
    assert column(french, 0) == ["Un puits", "Un robinet", "Un puits"]
    assert "Source principale" in french.content.decode()


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("/name", ["=1+2", "Ann", "Bo"]),
        ("-/visit", ["=1+2", "Bo", "Ann"]),
        ("/hh/litres", ["Ann", "Bo"]),  # 20.50 before 55, as numbers; who has none stands where the database puts it
        ("-/hh/litres", ["Bo", "Ann"]),
        ("/hh/size", ["Ann", "Bo"]),  # "many" is no number
        ("received", ["Ann", "Bo", "=1+2"]),
        ("nonsense", ["=1+2", "Bo", "Ann"]),
    ],
)
def test_orders(cast: Cast, form: Form, sort: str, expected: list[str]) -> None:
    found = column(cast.client("amina").get(page(form, sort=sort)))
    assert [name for name in found if name in expected] == expected
    assert len(found) == 3


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "bo"}, ["Bo"]),
        ({"q": "chitipa"}, ["Ann"]),  # the record's own name
        ({"q": "hh/size"}, []),  # paths are no answers
        ({"/hh/source": "well"}, ["=1+2", "Ann"]),
        ({"/hh/uses": "cook"}, ["Ann"]),
        ({"/hh/uses": "drink", "/hh/source": "well"}, ["=1+2", "Ann"]),
        ({"/hh/uses": "nonsense"}, ["=1+2", "Bo", "Ann"]),
        ({"place": "MWI/MW1/MW101/"}, ["Ann"]),
        ({"received": "7"}, ["=1+2", "Bo"]),
        ({"q": "nothing like it"}, []),
    ],
)
def test_search_and_filters(
    cast: Cast, form: Form, ann: Submission, query: dict[str, str], expected: list[str]
) -> None:
    Submission.objects.filter(pk=ann.pk).update(received_at=now() - timedelta(days=8))
    assert column(cast.client("amina").get(page(form, **query))) == expected


def test_the_filter_by_sender_knows_who_sent_what(cast: Cast, form: Form) -> None:
    found = cast.client("amina").get(page(form, sender=f"u{cast.ben.pk}"))
    assert column(found) == ["=1+2", "Bo"]


def test_a_question_can_be_added_as_a_filter(cast: Cast, form: Form) -> None:
    client = cast.client("amina")
    assert 'name="/hh/source"' not in client.get(page(form)).content.decode()
    assert 'name="/hh/source"' in client.get(page(form, filter="/hh/source")).content.decode()


def test_the_count_of_a_repeat_leads_to_its_rows(cast: Cast, form: Form, ann: Submission) -> None:
    client = cast.client("amina")
    assert column(client.get(page(form, columns=["/member"])), 0) == ["0", "1", "2"]
    members = client.get(page(form, "repeat", MEMBERS, within="uuid:ann"))
    assert column(members, 3) == ["A1", "A2"]
    first = AnswerRow.objects.get(table=MEMBERS, submission=ann, position="0")
    assert f"within={first.row_id}" in members.content.decode()
    doses = client.get(page(form, "repeat", DOSES, within=first.row_id))
    assert column(doses, 1) == ["1.1", "1.2"]
    assert client.get(page(form, "repeat", "Submissions.nonsense")).status_code == 404


def test_deleted_records_leave_the_tables(cast: Cast, form: Form, ann: Submission) -> None:
    delete_submission(cast.actor("amina"), ann)
    client = cast.client("amina")
    assert column(client.get(page(form))) == ["=1+2", "Bo"]
    assert column(client.get(page(form, "repeat", MEMBERS)), 3) == ["B1"]


def test_a_page_costs_a_fixed_number_of_queries(cast: Cast, form: Form, django_assert_max_num_queries: Any) -> None:
    ben, answers = cast.actor("ben"), "<name>More</name><photo>p.png</photo><member><who>X</who></member>"
    for number in range(20):
        receive_submission(ben, form.project_id, record_xml(f"uuid:{number}", answers))
    client = cast.client("ben")
    client.get(page(form))
    with django_assert_max_num_queries(14):
        response = client.get(page(form, columns=["/name", "/photo", "/member"], sort="/name"))
    assert len(cells(response)) == 23


def test_the_tabs_say_where_one_is(cast: Cast, form: Form) -> None:
    client = cast.client("amina")
    for name, word in (("table", "Table"), ("charts", "Charts"), ("map", "Map")):
        content = client.get(page(form, name)).content.decode()
        assert re.findall(r'<a href="[^"]*" aria-current="page">(Table|Charts|Map)<', content) == [word]

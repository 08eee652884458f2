"""A form's records by OData: which, in what order, from page to page, and who sees them."""

import io
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import pytest

from pamoja.apps.forms.models import AnswerRow, Form, Submission
from pamoja.apps.forms.seeing.odata.feed import read_feed, tables_of
from pamoja.apps.forms.seeing.odata.selecting import count_all_rows
from pamoja.apps.forms.seeing.tests.survey import record_xml
from pamoja.apps.forms.services import receive_submission
from pamoja.apps.forms.services.records import delete_submission
from pamoja.core.accounts.services.programs import number_of
from pamoja.core.testing.cast import Cast
from pamoja.formats.odata import ODataRefused, read_options
from pamoja.formats.odata.options import write_token

ANN, BO, CY = "uuid:ann", "uuid:bo", "uuid:cy"


def _read(cast: Cast, form: Form, table: str = "Submissions", who: str = "amina", **asked: str) -> dict[str, Any]:
    """The rows, the count and the token of an answer; options are given without their dollar."""
    form.refresh_from_db()
    assert form.published
    options = read_options({f"${name}": value for name, value in asked.items()})
    feed = read_feed(cast.actor(who), form.published, False, table, options)
    rows = json.loads(b"[" + b"".join(feed.rows()) + b"]")
    return {"rows": rows, "count": feed.count, "token": feed.token, "tag": feed.tag}


def _ids(cast: Cast, form: Form, table: str = "Submissions", who: str = "amina", **asked: str) -> list[str]:
    return [row["__id"] for row in _read(cast, form, table, who, **asked)["rows"]]


def test_the_newest_record_comes_first(cast: Cast, form: Form) -> None:
    assert _ids(cast, form) == [CY, BO, ANN]


def test_a_record_holds_its_answers_and_what_the_server_knows(cast: Cast, form: Form) -> None:
    ann = _read(cast, form)["rows"][2]
    assert ann["hh"] == {"size": 4, "source": "well", "uses": "drink cook", "litres": 20.5}
    assert ann["point"]["coordinates"] == [33.2, -9.7, 1200.0]
    assert ann["member@odata.navigationLink"] == "Submissions('uuid%3Aann')/member"
    system = ann["__system"]
    assert (system["submitterId"], system["submitterName"]) == (str(number_of(cast.amina)), "Amina")
    assert (system["attachmentsPresent"], system["attachmentsExpected"], system["edits"]) == (1, 1, 0)
    assert (system["formVersion"], system["updatedAt"], system["status"]) == ("1", None, None)


def test_an_answer_that_does_not_fit_its_type_is_null(cast: Cast, form: Form) -> None:
    cy = _read(cast, form)["rows"][0]
    assert cy["hh"]["size"] is None
    assert cy["name"] == "=1+2"


def test_rows_of_a_repeat_stand_in_the_order_of_their_records(cast: Cast, form: Form) -> None:
    rows = _read(cast, form, "Submissions.member")["rows"]
    assert [(row["__Submissions-id"], row["who"]) for row in rows] == [(BO, "B1"), (ANN, "A1"), (ANN, "A2")]
    assert ["dose@odata.navigationLink" in row for row in rows] == [False, True, False]


def test_a_repeat_within_a_repeat_names_the_instance_above(cast: Cast, form: Form) -> None:
    first = _read(cast, form, "Submissions.member")["rows"][1]
    doses = _read(cast, form, "Submissions.member.dose")["rows"]
    assert [dose["given"] for dose in doses] == ["2026-01-05", "2026-02-05"]
    assert {dose["__Submissions-member-id"] for dose in doses} == {first["__id"]}


def test_expanded_records_hold_their_repeats(cast: Cast, form: Form) -> None:
    ann = _read(cast, form, expand="*")["rows"][2]
    assert [member["who"] for member in ann["member"]] == ["A1", "A2"]
    assert [dose["given"] for dose in ann["member"][0]["dose"]] == ["2026-01-05", "2026-02-05"]


@pytest.mark.parametrize("table", ["Submissions", "Submissions.member", "Submissions.member.dose"])
def test_pages_by_token_give_every_row_once(cast: Cast, form: Form, table: str) -> None:
    whole = _ids(cast, form, table)
    found: list[str] = []
    asked = {"top": "1"}
    while True:
        page = _read(cast, form, table, **asked)
        found += [row["__id"] for row in page["rows"]]
        if page["token"] is None:
            break
        asked["skiptoken"] = write_token(page["token"])
    assert found == whole
    assert len(set(whole)) == len(whole) > 1


def test_a_page_may_begin_later(cast: Cast, form: Form) -> None:
    assert _ids(cast, form, skip="1") == [BO, ANN]
    assert _ids(cast, form, "Submissions.member", skip="1", top="1") == _ids(cast, form, "Submissions.member")[1:2]


def test_a_new_record_does_not_disturb_a_reader_within_the_pages(cast: Cast, form: Form) -> None:
    first = _read(cast, form, top="1")
    receive_submission(cast.actor("ben"), form.project_id, record_xml("uuid:new", "<name>New</name>"))
    assert _ids(cast, form, skiptoken=write_token(first["token"])) == [BO, ANN]


def test_a_token_of_a_deleted_record_still_leads_on(cast: Cast, form: Form, bo: Submission) -> None:
    delete_submission(cast.actor("amina"), bo)
    assert _ids(cast, form, skiptoken=write_token({"instanceId": BO})) == [ANN]


def test_a_token_of_no_record_leads_nowhere(cast: Cast, form: Form) -> None:
    assert _ids(cast, form, skiptoken=write_token({"instanceId": "uuid:none"})) == []
    with pytest.raises(ODataRefused) as refused:
        _read(cast, form, "Submissions.member", skiptoken=write_token({"repeatId": "none"}))
    assert refused.value.code == "400.34"


def test_a_count_is_of_all_rows_that_the_filter_asks_for(cast: Cast, form: Form) -> None:
    assert _read(cast, form, count="true", top="1")["count"] == 3
    assert _read(cast, form, count="true", filter=f"__id eq '{BO}'")["count"] == 1
    assert _read(cast, form, "Submissions.member", count="true", top="0")["count"] == 3
    assert _read(cast, form)["count"] is None


def test_deleted_records_are_read_only_on_demand(cast: Cast, form: Form, bo: Submission) -> None:
    delete_submission(cast.actor("amina"), bo)
    assert _ids(cast, form) == [CY, ANN]
    assert len(_ids(cast, form, "Submissions.member")) == 2
    assert _ids(cast, form, filter="not __system/deletedAt eq null") == [BO]
    (row,) = _read(cast, form, "Submissions.member", filter="not $root/Submissions/__system/deletedAt eq null")["rows"]
    assert row["who"] == "B1"


@pytest.mark.parametrize(("who", "expected"), [("amina", 2), ("dina", 2), ("chol", 0), ("omar", 0)])
def test_a_count_of_rows_leaves_out_what_the_actor_does_not_read(
    cast: Cast, form: Form, bo: Submission, who: str, expected: int
) -> None:
    delete_submission(cast.actor("amina"), bo)
    test = Submission.objects.create(form=form, instance_id="uuid:test", is_test=True)
    gone = Submission.objects.create(form=form, instance_id="uuid:gone", is_test=True, deleted_at=bo.received_at)
    for record in (test, gone):
        AnswerRow.objects.create(submission=record, form=form, table="Submissions.member", row_id=record.instance_id)
    read = _read(cast, form, "Submissions.member", who, count="true")
    assert read["count"] == len(read["rows"]) == expected


def test_a_large_repeat_is_counted_without_its_records(cast: Cast, form: Form) -> None:
    form.refresh_from_db()
    assert form.published
    member = tables_of(cast.actor("amina"), form.published)["Submissions.member"]
    assert count_all_rows(cast.actor("amina"), form, member) == 3
    assert [count_all_rows(cast.actor(who), form, member) for who in ("dina", "chol", "omar")] == [None] * 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("__id eq 'uuid:bo'", [BO]),
        ("'uuid:bo' eq __id", [BO]),
        ("__id ne 'uuid:bo'", [CY, ANN]),
        ("$root/Submissions/__id eq 'uuid:bo'", [BO]),
        ("__system/submissionDate lt 2021-01-01", [ANN]),
        ("2021-01-01 gt __system/submissionDate", [ANN]),
        ("__system/submissionDate gt 2020-05-06T07:08:09.123Z", [CY, BO]),
        ("__system/submissionDate ge 2020-05-06T07:08:09.123Z", [CY, BO, ANN]),
        ("__system/submissionDate eq 2020-05-06T07:08:09.123Z", [ANN]),
        ("__system/submissionDate le 2020-05-06T09:08:09.123+02:00", [ANN]),
        ("year(__system/submissionDate) eq 2020 and day(__system/submissionDate) le 6", [ANN]),
        ("month(__system/submissionDate) eq minute(__system/submissionDate)", []),
        ("year(__system/submissionDate) le 2020.5 and year(__system/submissionDate) gt 2019.5", [ANN]),
        ("year(__system/submissionDate) lt 99999 and year(__system/submissionDate) gt -99999", [CY, BO, ANN]),
        ("hour(__system/submissionDate) ge -0.5", [CY, BO, ANN]),
        ("year(__system/submissionDate) eq null", []),
        ("__system/edits gt -0.5", [CY, BO, ANN]),
        ("__system/edits ge 0.5", []),
        (" and ".join(["not (__system/submissionDate ne 2020-05-06T07:08:09.123Z)"] * 300), [ANN]),
        ("__system/submissionDate gt now()", []),
        ("year(now()) lt year(2000-01-01)", []),
        ("__system/updatedAt eq null", [CY, BO, ANN]),
        ("not __system/updatedAt eq null", []),
        ("__system/updatedAt gt 2000-01-01", []),
        ("__system/deviceId eq null", [CY, BO, ANN]),
        ("__system/edits eq 0 and (__system/attachmentsPresent ge 1 or __id eq 'uuid:cy')", [CY, ANN]),
        ("__system/submitterId eq 999999999999999999999999", []),
        ("__system/submitterId eq 'nobody'", []),
        ("3 eq 5", []),
        ("3 lt 5", [CY, BO, ANN]),
        ("null eq null", [CY, BO, ANN]),
        ("1 ne null", [CY, BO, ANN]),
    ],
)
def test_a_filter_asks_for_what_the_server_knows(cast: Cast, form: Form, text: str, expected: list[str]) -> None:
    came = datetime(2020, 5, 6, 7, 8, 9, 123456, UTC)
    Submission.objects.filter(instance_id=ANN).update(received_at=came)
    assert sorted(_ids(cast, form, filter=text)) == sorted(expected)


def test_parts_of_a_moment_are_those_of_utc(cast: Cast, form: Form, settings: Any) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    Submission.objects.filter(instance_id=ANN).update(received_at=datetime(2020, 12, 31, 23, tzinfo=UTC))
    assert _ids(cast, form, filter="year(__system/submissionDate) eq 2020") == [ANN]
    assert _ids(cast, form, filter="hour(__system/submissionDate) eq 23 and __id eq 'uuid:ann'") == [ANN]


@pytest.mark.parametrize(
    "text",
    [
        "__id eq __system/submissionDate",
        "__system/submitterId eq __system/reviewState",
        "__system/edits lt __id",
        "year(__system/submissionDate) eq __id",
        "year(__id) eq 2020",
        "2020 eq year(__system/edits)",
    ],
)
def test_what_cannot_be_compared_is_refused(cast: Cast, form: Form, text: str) -> None:
    with pytest.raises(ODataRefused) as refused:
        _ids(cast, form, filter=text)
    assert refused.value.code == "400.18"


def test_an_order_that_names_a_property_a_thousand_times_takes_the_first(cast: Cast, form: Form) -> None:
    assert _ids(cast, form, orderby=",".join(["__id desc", *["__id"] * 5000])) == [CY, BO, ANN]


def test_a_filter_by_sender_finds_theirs(cast: Cast, form: Form) -> None:
    assert _ids(cast, form, filter=f"__system/submitterId eq {number_of(cast.ben)}") == [CY, BO]
    member = "Submissions.member"
    assert (
        len(_ids(cast, form, member, filter=f"$root/Submissions/__system/submitterId eq {number_of(cast.amina)}")) == 2
    )


@pytest.mark.parametrize(
    ("table", "option", "text", "code", "words"),
    [
        ("Submissions", "filter", "123 eq myfield", "501.5", "myfield at 7"),
        ("Submissions.member", "filter", "__system/edits eq 1", "501.5", "__system/edits at 0"),
        ("Submissions", "filter", "__system/submissionDate gt yesterday", "501.5", "yesterday at 27"),
        ("Submissions", "filter", "__system/submissionDate gt 'yesterday'", "400.18", "yesterday"),
        ("Submissions", "orderby", "myfield", "501.5", "myfield"),
    ],
)
def test_other_fields_are_refused(
    cast: Cast, form: Form, table: str, option: str, text: str, code: str, words: str
) -> None:
    with pytest.raises(ODataRefused) as refused:
        _read(cast, form, table, **{option: text})
    assert refused.value.code == code
    assert words in refused.value.text


def test_records_may_be_read_in_another_order(cast: Cast, form: Form) -> None:
    assert _ids(cast, form, orderby="__system/submissionDate asc") == [ANN, BO, CY]
    assert number_of(cast.amina) < number_of(cast.ben)
    by_sender = _ids(cast, form, orderby="__system/submitterId desc,__id")
    assert by_sender == [BO, CY, ANN]
    assert _ids(cast, form, orderby="__system/updatedAt desc") == [CY, BO, ANN]


def test_the_tag_changes_with_the_records_and_only_then(cast: Cast, form: Form) -> None:
    first = _read(cast, form)["tag"]
    assert _read(cast, form)["tag"] == first
    receive_submission(cast.actor("ben"), form.project_id, record_xml("uuid:new", "<name>New</name>"))
    second = _read(cast, form)["tag"]
    assert second != first
    edit = record_xml("uuid:newer", "<name>Newer</name>", deprecated="uuid:new")
    receive_submission(cast.actor("ben"), form.project_id, edit)
    assert _read(cast, form)["tag"] not in (first, second)


def test_an_edited_record_keeps_its_id_and_says_so(cast: Cast, form: Form) -> None:
    edit = record_xml("uuid:bo2", "<name>Boo</name><member><who>B1</who></member>", deprecated=BO)
    before = _ids(cast, form, "Submissions.member")
    receive_submission(cast.actor("amina"), form.project_id, edit)
    (row,) = _read(cast, form, filter="__system/edits eq 1")["rows"]
    assert (row["__id"], row["name"], row["__system"]["edits"]) == (BO, "Boo", 1)
    assert row["__system"]["updatedAt"].endswith("Z")
    assert sorted(_ids(cast, form, "Submissions.member")) == sorted(before)


def test_an_encrypted_record_waits_for_its_answers(cast: Cast, form: Form) -> None:
    sealed = "<encryptedXmlFile>answers.enc</encryptedXmlFile><base64EncryptedKey>k</base64EncryptedKey>"
    receive_submission(cast.actor("ben"), form.project_id, record_xml("uuid:sealed", sealed))
    row = _read(cast, form, top="1")["rows"][0]
    assert (set(row), row["__system"]["status"]) == ({"__id", "__system"}, "missingEncryptedFormData")
    files = {"answers.enc": io.BytesIO(b"x")}
    receive_submission(cast.actor("ben"), form.project_id, record_xml("uuid:sealed", sealed), files)
    assert _read(cast, form, top="1")["rows"][0]["__system"]["status"] == "notDecrypted"


def test_a_field_worker_reads_only_the_records_of_the_own_district(cast: Cast, form: Form) -> None:
    assert _ids(cast, form, who="dina") == [ANN]
    assert len(_ids(cast, form, "Submissions.member", who="dina")) == 2
    assert _read(cast, form, who="dina", count="true", top="0")["count"] == 1


def test_who_may_read_no_records_gets_none(cast: Cast, form: Form) -> None:
    for who in ("chol", "device", "omar"):
        assert _ids(cast, form, who=who) == []
        assert _ids(cast, form, "Submissions.member", who=who) == []


def test_queries_do_not_grow_with_the_rows(
    cast: Cast, form: Form, django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    _read(cast, form)  # gives those who sent records their numbers
    for table in ("Submissions", "Submissions.member"):
        with django_assert_max_num_queries(10):
            _read(cast, form, table)

"""A person says in which place a record lies; its point no longer does."""

import pytest

from pamoja.apps.forms.models import Form, PlaceChange, Submission
from pamoja.apps.forms.seeing.tests.reading import page, record_page
from pamoja.apps.forms.services.records import locate_submission
from pamoja.core.audit.models import AuditEntry
from pamoja.core.testing.cast import Cast

GIVEN = {"place": "MW2", "reason": "The tablet was switched on in town."}


def pcode(submission: Submission) -> str:
    submission.refresh_from_db()
    return submission.place.pcode if submission.place else ""


def test_a_reviewer_says_where_a_record_lies(cast: Cast, ann: Submission) -> None:
    ben = cast.client("ben")
    assert ben.post(record_page(ann, "place"), GIVEN).status_code == 302
    assert pcode(ann) == "MW2" and ann.is_placed
    locate_submission(ann)
    assert pcode(ann) == "MW2"
    shown = ben.get(record_page(ann)).content.decode()
    assert "Said by a person" in shown and "Its point lies in Chitipa: take that" in shown
    happened = ben.get(record_page(ann)).context["history"][0]
    assert (happened.who, happened.body) == ("Ben", "The tablet was switched on in town.")
    assert [(each.old, each.new) for each in happened.changes] == [("Chitipa", "Central")]
    entry = AuditEntry.objects.filter(verb="place", object_id=str(ann.public_id)).get()
    assert "tablet" not in str(entry.detail)
    assert ben.post(record_page(ann, "place_by_point")).status_code == 302
    assert pcode(ann) == "MW101" and not ann.is_placed
    assert "Said by a person" not in ben.get(record_page(ann)).content.decode()


@pytest.mark.parametrize("given", [{**GIVEN, "place": "Atlantis"}, {**GIVEN, "reason": ""}, {}])
def test_a_place_that_is_unclear_or_without_a_reason_is_refused(
    cast: Cast, ann: Submission, given: dict[str, str]
) -> None:
    assert cast.client("ben").post(record_page(ann, "place"), given).status_code == 422
    assert pcode(ann) == "MW101"


@pytest.mark.parametrize(
    ("who", "here", "there"), [("amina", 302, 302), ("ben", 302, 302), ("dina", 403, 404), ("chol", 404, 404)]
)
def test_who_may_move_a_record(cast: Cast, ann: Submission, bo: Submission, who: str, here: int, there: int) -> None:
    """Dina may not move one out of her district, nor one of elsewhere into it."""
    client = cast.client(who)
    assert client.post(record_page(ann, "place"), GIVEN).status_code == here
    assert client.post(record_page(bo, "place"), {**GIVEN, "place": "MW101"}).status_code == there
    moved = {"amina", "ben"} & {who}
    assert (pcode(ann), pcode(bo)) == (("MW2", "MW101") if moved else ("MW101", "MW2"))
    assert PlaceChange.objects.count() == 2 * len(moved)
    assert cast.client("nobody").post(record_page(ann, "place"), GIVEN)["Location"].startswith("/accounts/login/")
    assert (
        client.get(record_page(ann, "place")).status_code
        == client.get(record_page(ann, "place_by_point")).status_code
        == 405
    )


def test_dina_says_again_that_a_record_lies_in_her_district(cast: Cast, ann: Submission, bo: Submission) -> None:
    dina = cast.client("dina")
    assert dina.post(record_page(ann, "place"), {**GIVEN, "place": "MW101"}).status_code == 302
    assert pcode(ann) == "MW101" and ann.is_placed
    assert dina.post(record_page(ann, "place_by_point")).status_code == 302
    assert dina.post(record_page(bo, "place_by_point")).status_code == 404


def test_a_viewer_moves_nothing(cast: Cast, ann: Submission) -> None:
    cast.ben.grants.update(role="viewer")
    assert cast.client("ben").post(record_page(ann, "place"), GIVEN).status_code == 403
    assert cast.client("ben").post(record_page(ann, "place_by_point")).status_code == 403
    assert "Say in which place it lies" not in cast.client("ben").get(record_page(ann)).content.decode()


def test_the_table_finds_the_records_of_no_known_place(cast: Cast, form: Form, ann: Submission) -> None:
    listed = cast.client("ben").get(page(form, place="-")).context["listing"]
    assert [row.record.submission.instance_id for row in listed.drawn] == ["uuid:cy"]
    listed = cast.client("ben").get(page(form, place=ann.place.path if ann.place else "")).context["listing"]
    assert [row.record.submission.instance_id for row in listed.drawn] == ["uuid:ann"]

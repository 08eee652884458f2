"""Points on the map, and records counted by place."""

from typing import Any

from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.seeing.tests.reading import cells, page, record_page
from pamoja.apps.forms.services import delete_submission
from pamoja.core.testing.cast import Cast


def points(cast: Cast, form: Form, who: str, **query: str) -> list[tuple[str, list[float]]]:
    response = cast.client(who).get(page(form, "points", question="/point", **query))
    features = response.json()["features"]
    return [(each["properties"]["url"], each["geometry"]["coordinates"]) for each in features]


def test_every_point_leads_to_its_record(cast: Cast, form: Form, ann: Submission, bo: Submission) -> None:
    found = points(cast, form, "amina")
    assert found == [(record_page(bo).rstrip("?"), [33.7, -13.9]), (record_page(ann).rstrip("?"), [33.2, -9.7])]
    assert points(cast, form, "amina", record=str(ann.public_id)) == [found[1]]


def test_dina_sees_the_points_of_her_district_alone(cast: Cast, form: Form, ann: Submission, bo: Submission) -> None:
    assert [url for url, _ in points(cast, form, "dina")] == [record_page(ann).rstrip("?")]
    assert points(cast, form, "dina", record=str(bo.public_id)) == []


def test_records_are_counted_by_place(cast: Cast, form: Form) -> None:
    rows = cells(cast.client("amina").get(page(form, "map")))
    assert rows == [["Central", "MW2", "1"], ["Chitipa", "MW101", "1"], ["No known place", "—", "1"]]
    assert cells(cast.client("dina").get(page(form, "map"))) == [["Chitipa", "MW101", "1"]]


def test_who_may_see_the_map_and_who_may_not(cast: Cast, form: Form) -> None:
    for url in (page(form, "map"), page(form, "points", question="/point")):
        assert cast.client("ben").get(url).status_code == 200
        assert cast.client("chol").get(url).status_code == 404
        for who in ("nobody", "device", "token"):
            assert cast.client(who).get(url).status_code == 302, who


def test_addresses_that_mean_nothing_are_not_found(cast: Cast, form: Form) -> None:
    client = cast.client("amina")
    for query in ({}, {"question": "/name"}, {"question": "/point", "record": "x"}):
        assert client.get(page(form, "points", **query)).status_code == 404


def test_the_map_costs_a_fixed_number_of_queries(cast: Cast, form: Form, django_assert_max_num_queries: Any) -> None:
    client = cast.client("amina")
    client.get(page(form, "map"))
    with django_assert_max_num_queries(11):
        client.get(page(form, "map"))


def test_a_form_without_points_draws_no_empty_map(cast: Cast, form: Form, ann: Submission, bo: Submission) -> None:
    for submission in (ann, bo):
        delete_submission(cast.actor("amina"), submission)
    content = cast.client("amina").get(page(form, "map")).content.decode()
    assert "No record has a point yet" in content and "data-map" not in content

"""Points on the map, and records counted by place."""

import json
import re
from html import unescape
from typing import Any

from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.seeing.tests.reading import cells, page, record_page
from pamoja.apps.forms.services import delete_submission
from pamoja.apps.places.models import Place
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
    with django_assert_max_num_queries(12):
        client.get(page(form, "map"))


def layers(cast: Cast, who: str, url: str) -> list[str]:
    """The kinds of the layers that a page draws, in their order."""
    found = re.search(r'data-map-layers="([^"]+)"', cast.client(who).get(url).content.decode())
    return [each["kind"] for each in json.loads(unescape(found[1]))] if found else []


def test_points_lie_on_the_borders_of_the_country(cast: Cast, form: Form, ann: Submission) -> None:
    for url in (page(form, "map"), page(form, "map", record=str(ann.public_id)), record_page(ann)):
        assert layers(cast, "amina", url) == ["ground", "clusters"]
    Place.objects.update(geometry="")
    assert layers(cast, "amina", page(form, "map")) == ["clusters"]


def test_the_map_of_a_record_shows_its_own_points(cast: Cast, form: Form, ann: Submission, bo: Submission) -> None:
    content = unescape(cast.client("dina").get(record_page(ann)).content.decode())
    assert f"record={ann.public_id}" in content
    assert str(bo.public_id) not in content
    delete_submission(cast.actor("amina"), ann)
    assert layers(cast, "amina", record_page(ann)) == [], "a record that was deleted is on no map"


def test_a_form_without_points_draws_no_empty_map(cast: Cast, form: Form, ann: Submission, bo: Submission) -> None:
    for submission in (ann, bo):
        delete_submission(cast.actor("amina"), submission)
    content = cast.client("amina").get(page(form, "map")).content.decode()
    assert "No record has a point yet" in content and "data-map" not in content

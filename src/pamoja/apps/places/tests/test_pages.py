"""Pages and API: what each of the cast gets."""

import json
import re
from datetime import date
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pamoja.apps.places import services
from pamoja.apps.places.contracts import ground_layers
from pamoja.apps.places.models import Country, Facility, Place, PlaceImport
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import TOKEN_SECRET, Cast
from pamoja.core.workspaces.models import Workspace
from pamoja.formats.boundaries import read_boundaries

SYSTEM = system_actor("test")
READING = [
    "/places/",
    "/places/choices.json?q=chi",
    "/places/areas.geojson",
    "/places/facilities.geojson",
    "/places/ground.geojson",
    "/places/export.csv",
    "/places/export.geojson",
    "/places/MWI/MW101/",
    "/places/MWI/MW1/children/",
    "/places/MWI/MW101/facilities.csv",
]
WRITING = [
    "/places/countries/add/",
    "/places/imports/",
    "/places/imports/add/",
    "/places/imports/facilities/add/",
    f"/places/imports/{uuid4()}/",
    "/places/MWI/MW101/add/",
    "/places/MWI/MW101/change/",
    "/places/MWI/MW101/end/",
    "/places/MWI/MW101/facilities/add/",
]


@pytest.fixture
def centre(chitipa: Place) -> Facility:
    names = {"en": "Kafora Health Centre"}
    return services.add_facility(SYSTEM, chitipa, "HF1", "health", names, services=["nutrition"], lon=33.2, lat=-9.7)


def body(response: Any) -> str:
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


@pytest.mark.parametrize("url", READING)
def test_everybody_signed_in_reads_and_nobody_else(url: str, cast: Cast, malawi: Country) -> None:
    for who in ("amina", "ben", "chol", "dina", "omar"):
        response = cast.client(who).get(url)
        assert response.status_code == 200, who
        body(response)
    for who in ("nobody", "device", "token"):
        response = cast.client(who).get(url)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login/"), who


@pytest.mark.parametrize("url", WRITING)
def test_only_operators_open_the_pages_that_write(url: str, cast: Cast, malawi: Country) -> None:
    for who in ("amina", "ben", "chol", "dina"):
        assert cast.client(who).get(url).status_code == 403, who
        assert cast.client(who).post(url).status_code in {403, 405}, who
    assert cast.client("omar").get(url).status_code == (404 if url.count("-") == 4 else 200)


def test_the_list_costs_a_fixed_number_of_queries(
    cast: Cast, malawi: Country, django_assert_max_num_queries: Any
) -> None:
    client, region = cast.client("ben"), Place.objects.get(pcode="MW1")
    for number in range(40):
        services.add_place(SYSTEM, region, f"MW1X{number}", {"en": f"Place {number}"})
    client.get("/places/")
    with django_assert_max_num_queries(12):
        response = client.get("/places/")
    assert body(response).count("MW1X") >= 40


def test_the_list_finds_by_name_and_code_and_filters(cast: Cast, malawi: Country) -> None:
    page = body(cast.client("ben").get("/places/?q=nkhata+bay"))
    assert "Nkhata-Bây" in page
    assert "1 result" in page
    assert 'type="search"' in page
    assert "1 result" in body(cast.client("ben").get("/places/?level=1&country=MWI"))


def test_names_follow_the_language_of_the_page(cast: Cast, malawi: Country) -> None:
    page = body(cast.client("ben").get("/places/MWI/MW103/", headers={"Accept-Language": "ar"}))
    assert "نخاتا باي" in page
    assert "مقاطعة" in page


def test_a_place_shows_children_facilities_and_its_map(cast: Cast, centre: Facility) -> None:
    page = body(cast.client("ben").get("/places/MWI/MW1/"))
    assert "Chitipa" in page
    assert "Kafora Health Centre" in page
    layers = json.loads(unescape(re.search(r'data-map-layers="([^"]+)"', page)[1]))  # type: ignore[index]
    assert [layer["url"] for layer in layers] == [
        "/places/areas.geojson?in=MWI/MW1/",
        "/places/facilities.geojson?in=MWI/MW1/",
    ]
    assert "Add a place inside" not in page
    assert cast.client("ben").get("/places/MWI/NONE/").status_code == 404


def test_map_layers_are_geojson_that_links_to_pages(cast: Cast, centre: Facility) -> None:
    areas = json.loads(body(cast.client("ben").get("/places/areas.geojson?in=MWI/MW1/")))
    assert [f["properties"]["url"] for f in areas["features"]] == ["/places/MWI/MW101/", "/places/MWI/MW103/"]
    itself = json.loads(body(cast.client("ben").get("/places/areas.geojson?in=MWI/MW1/MW101/")))
    assert [f["properties"]["label"] for f in itself["features"]] == ["Chitipa"]
    points = json.loads(body(cast.client("ben").get("/places/facilities.geojson?in=MWI/")))
    assert points["features"][0]["geometry"]["coordinates"] == [33.2, -9.7]
    assert points["features"][0]["properties"]["description"] == "Health facility · Open"


def ground(cast: Cast, who: str) -> list[tuple[int, str]]:
    found = json.loads(body(cast.client(who).get("/places/ground.geojson")))["features"]
    return [(each["properties"]["depth"], each["properties"]["label"]) for each in found]


def test_the_ground_of_a_map_is_two_levels_of_borders_the_lower_one_named(cast: Cast, malawi: Country) -> None:
    assert ground(cast, "ben") == [(0, ""), (1, "Chitipa"), (1, "Nkhata-Bây")]
    Place.objects.filter(pcode="MW101").update(valid_to=date(2020, 1, 1))
    assert ground(cast, "ben") == [(0, ""), (1, "Nkhata-Bây")]


def test_the_ground_is_of_the_workspaces_country_alone(cast: Cast, malawi: Country) -> None:
    zambia = services.add_country(SYSTEM, "ZMB", "ZM", {"en": "Zambia"}, {})
    outline = Place.objects.get(pcode="MW1").geometry
    services.add_place(SYSTEM, Place.objects.get(country=zambia), "ZM1", {"en": "Eastern"}, geometry=outline)
    assert "Eastern" not in str(ground(cast, "ben"))
    Workspace.objects.filter(pk=cast.river.pk).update(country="ZMB")
    assert ground(cast, "ben") == [(0, "Eastern")]


def test_where_no_outline_is_known_there_is_no_ground(cast: Cast, malawi: Country) -> None:
    Place.objects.update(geometry="")
    assert ground(cast, "ben") == []
    assert ground_layers(cast.actor("ben")) == []


def test_exports_can_be_read_in_again(cast: Cast, malawi: Country) -> None:
    client = cast.client("ben")
    as_csv = read_boundaries(body(client.get("/places/export.csv?level=2")).encode())
    as_json = read_boundaries(body(client.get("/places/export.geojson?level=2")).encode())
    for read in (as_csv, as_json):
        assert [(u.level, u.code, u.parent_code) for u in read.units] == [(2, "MW101", "MW1"), (2, "MW103", "MW1")]
        assert read.units[1].names == {"en": "Nkhata-Bây", "ar": "نخاتا باي"}
        assert not read.problems
    assert as_json.units[0].geometry is not None
    assert as_json.units[0].geometry.bounds == (33, -10, 34, -9)


def upload(client: Client, data: bytes, **more: Any) -> Any:
    country = Country.objects.get().pk
    return client.post(
        "/places/imports/add/", {"country": country, "file": SimpleUploadedFile("list.csv", data), **more}
    )


def test_an_operator_brings_a_file_reads_the_findings_and_applies(cast: Cast, malawi: Country) -> None:
    client = cast.client("omar")
    text = "#adm2+code,#adm2+name+en,#adm1+code\nMW102,Karonga,MW1\nMW901,<b>Lost</b>,MW9\n"
    sent = upload(client, text.encode())
    assert sent.status_code == 302
    page = body(client.get(sent["Location"]))
    assert "The parent “MW9” is neither in the file nor known." in page
    assert "Add 1 and update 0" in page
    assert not Place.objects.filter(pcode="MW102").exists()
    applied = client.post(sent["Location"] + "apply/")
    assert applied.status_code == 302
    assert "1 row was taken in." in body(client.get(applied["Location"]))
    assert Place.objects.get(pcode="MW102").name == "Karonga"
    assert client.post(sent["Location"] + "apply/").status_code == 409
    assert "list.csv" in body(client.get("/places/imports/"))


def test_a_large_import_is_watched_on_the_page_of_its_job(
    cast: Cast, malawi: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pamoja.apps.places.import_views.ROWS_AT_ONCE", 0)
    client = cast.client("omar")
    sent = upload(client, b"pcode,name,level,parent_pcode\nMW102,Karonga,2,MW1\n")
    applied = client.post(sent["Location"] + "apply/")
    assert applied["Location"].startswith("/jobs/")
    assert client.get(applied["Location"]).status_code in {200, 302}
    assert Place.objects.filter(pcode="MW102").exists()


@pytest.mark.parametrize("who", ["amina", "ben", "dina"])
def test_a_member_neither_sees_nor_applies_an_import(who: str, cast: Cast, malawi: Country) -> None:
    row = services.propose_import(SYSTEM, malawi, "l.csv", b"pcode,name,level,parent_pcode\nMW102,K,2,MW1\n")
    url = f"/places/imports/{row.public_id}/"
    assert cast.client(who).get(url).status_code == 403
    assert cast.client(who).post(url + "apply/").status_code == 403
    assert PlaceImport.objects.get().state == "checked"


def test_a_file_that_is_none_is_told_on_the_form(cast: Cast, malawi: Country) -> None:
    sent = upload(cast.client("omar"), b"colour,size\nred,1\n")
    assert sent.status_code == 422
    assert "#adm2+code" in body(sent)


def test_an_operator_adds_changes_and_ends_a_place(cast: Cast, malawi: Country) -> None:
    client = cast.client("omar")
    added = client.post("/places/MWI/MW1/add/", {"pcode": "MW104", "name_en": "Rumphi", "name_ar": "رومفي"})
    assert added["Location"] == "/places/MWI/MW104/"
    assert client.post("/places/MWI/MW1/add/", {"pcode": "MW104", "name_en": "Again"}).status_code == 422
    changed = client.post("/places/MWI/MW104/change/", {"version": 1, "name_en": "Rumpi", "name_ar": "رومفي"})
    assert changed.status_code == 302
    late = client.post("/places/MWI/MW104/change/", {"version": 1, "name_en": "Rhumpi"})
    assert late.status_code == 422
    assert "Rumpi" in body(late)
    assert 'name="version" value="2"' in body(late)
    ended = client.post("/places/MWI/MW104/end/", {"version": 2, "on": "2026-07-01", "successors": "MW101 1"})
    assert ended.status_code == 302
    assert "a share of 1.00000 of it went to" in body(client.get("/places/MWI/MW104/"))
    assert Place.objects.get(pcode="MW104").names == {"en": "Rumpi", "ar": "رومفي"}


@pytest.mark.parametrize("lines", ["MW999 1", "MW101 all", "MW101 2", "MW101 0.5"])
def test_successors_that_make_no_sense_are_told(lines: str, cast: Cast, malawi: Country) -> None:
    data = {"version": 1, "on": "2026-07-01", "successors": lines}
    assert cast.client("omar").post("/places/MWI/MW103/end/", data).status_code == 422
    assert Place.objects.get(pcode="MW103").valid_to is None


def test_an_operator_adds_a_country_and_a_facility(cast: Cast, malawi: Country) -> None:
    client = cast.client("omar")
    assert client.post("/places/countries/add/", {"iso3": "MLI", "iso2": "ML", "name_fr": "Mali"}).status_code == 302
    assert Place.objects.get(path="MLI/").name == "Mali"
    data = {"version": 0, "code": "S1", "type": "school", "services": ["primary"], "state": "open", "name_en": "One"}
    added = client.post("/places/MWI/MW101/facilities/add/", data)
    assert added.status_code == 302
    assert "Primary school" in body(cast.client("ben").get(added["Location"]))
    data["place"] = "nkhata bay"
    paused = client.post(added["Location"] + "change/", {**data, "version": 1, "state": "paused"})
    assert paused.status_code == 302
    facility = Facility.objects.get(code="S1")
    assert (facility.state, facility.place.pcode) == ("paused", "MW103")
    assert 'value="Nkhata-Bây (MW103)"' in body(client.get(added["Location"] + "change/"))
    assert cast.client("ben").post(added["Location"] + "change/", data).status_code == 403
    assert client.post(added["Location"] + "change/", {**data, "version": 1, "state": "closed"}).status_code == 422


@pytest.mark.parametrize("who", ["amina", "ben", "chol", "dina", "omar", "device", "token"])
def test_everybody_who_proved_who_they_are_reads_the_api(who: str, cast: Cast, centre: Facility) -> None:
    client = cast.client(who)
    found = client.get("/api/places/?q=nkhata").json()
    assert [(p["pcode"], p["path"], p["country"]) for p in found["items"]] == [("MW103", "MWI/MW1/MW103/", "MWI")]
    assert client.get("/api/places/?level=2&below=MWI/MW1/&country=MWI&on=2026-01-01").json()["count"] == 2
    assert client.get("/api/places/MWI/MW101").json()["names"] == {"en": "Chitipa"}
    assert client.get("/api/places/MWI/NONE").json()["code"] == "not-found"
    assert client.get("/api/places/facilities?type=health").json()["items"][0]["pcode"] == "MW101"
    points = {"country": "MWI", "level": 2, "lons": [33.5, 0], "lats": [-9.5, 0]}
    assert client.post("/api/places/locate", points, content_type="application/json").json() == ["MW101", ""]
    uneven = client.post("/api/places/locate", {**points, "lats": []}, content_type="application/json")
    assert (uneven.status_code, uneven.json()["code"]) == (422, "places-too-many-points")


@pytest.mark.parametrize("url", ["/api/places/", "/api/places/facilities", "/api/places/MWI/MW101"])
def test_the_api_tells_a_stranger_nothing(url: str, cast: Cast, malawi: Country) -> None:
    response = cast.client("nobody").get(url)
    assert (response.status_code, response.json()["code"]) == (401, "sign-in-first")
    assert cast.client("nobody").post("/api/places/locate", {}, content_type="application/json").status_code == 401


def test_a_session_posts_to_the_api_only_with_its_csrf_token(cast: Cast, malawi: Country) -> None:
    points = {"country": "MWI", "level": 2, "lons": [33.5], "lats": [-9.5]}
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.ben)
    refused = browser.post("/api/places/locate", points, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")
    assert browser.get("/api/places/").status_code == 200
    program = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {TOKEN_SECRET}"})
    assert program.post("/api/places/locate", points, content_type="application/json").json() == ["MW101"]

"""Lists of facilities: the dry run, the taking in, and who may."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pamoja.apps.places import services
from pamoja.apps.places.jobs import import_places
from pamoja.apps.places.models import Country, Facility, Place, PlaceImport
from pamoja.apps.places.services import imports
from pamoja.core.audit.models import AuditEntry
from pamoja.core.events.models import Event
from pamoja.core.events.outbox import work
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import system_actor
from pamoja.core.problems import Problem
from pamoja.core.search.models import SearchEntry
from pamoja.core.testing.cast import Cast

SYSTEM = system_actor("test")
HOLDS = imports.Choices(subject=imports.Subject.FACILITIES)
ADD = "/places/imports/facilities/add/"
LIST = """code,name,type,services,status,pcode,lat,lon
HF1,Kafora Health Centre,Établissement de santé,"nutrition, cinema",open,MW101,-9.7,33.2
S1,Kafora School,school,primary,,,-9.5,33.5
W1,Old well,water,,paused,MW999,,
S1,Again,school,,,MW101,,
X1,Bank,bank,,,MW101,,
W2,Well in the sea,water,,,,0,0
W3,Well far off,water,,,MW103,-9.5,33.5
W4,Well askew,water,,,MW101,north,33.5
""".encode()
FINDINGS = [
    (2, "facility-service-unknown"),
    (4, "facility-place-unknown"),
    (5, "facility-code-duplicate"),
    (6, "facility-type-unknown"),
    (7, "point-nowhere"),
    (8, "point-outside-place"),
    (9, "point-malformed"),
]


def proposed(country: Country, data: bytes = LIST) -> PlaceImport:
    return services.propose_import(SYSTEM, country, "list.csv", data, HOLDS)


def upload(cast: Cast, who: str, data: bytes = LIST) -> Any:
    country = Country.objects.get(iso3="MWI").pk
    return cast.client(who).post(ADD, {"country": country, "file": SimpleUploadedFile("list.csv", data)})


def test_the_dry_run_writes_nothing_and_names_every_problem_by_row(malawi: Country) -> None:
    row = proposed(malawi)
    assert not Facility.objects.exists()
    assert [(f["row"], f["code"]) for f in row.problems] == FINDINGS
    assert row.counts == {"add": 3, "update": 0, "unchanged": 0, "refuse": 5}


def test_the_list_is_taken_in_and_a_second_one_updates_by_code(malawi: Country) -> None:
    services.apply_import(SYSTEM, proposed(malawi))
    centre, school = Facility.objects.get(code="HF1"), Facility.objects.get(code="S1")
    assert (centre.type, centre.services, centre.place.pcode) == ("health", ["nutrition"], "MW101")
    assert (school.place.pcode, school.state, school.lat, school.version) == ("MW101", "open", -9.5, 1)
    again = proposed(malawi, b"code,name_fr,status\nHF1,Centre de Kafora,limited\nS1,,\n")
    assert (again.counts["update"], again.counts["unchanged"], again.absent) == (1, 1, [])
    services.apply_import(SYSTEM, again)
    centre.refresh_from_db()
    assert (centre.names, centre.state, centre.version) == (
        {"en": "Kafora Health Centre", "fr": "Centre de Kafora"},
        "limited",
        2,
    )
    assert (centre.lat, centre.services) == (-9.7, ["nutrition"])
    assert [e.data for e in Event.objects.filter(name="facilities.imported")] == [
        {"country": "MWI", "rows": 3},
        {"country": "MWI", "rows": 1},
    ]


def test_geojson_points_are_taken_in_and_found_by_the_search(malawi: Country) -> None:
    feature = {
        "type": "Feature",
        "properties": {"code": "W7", "name": "Kâfora well", "type": "water"},
        "geometry": {"type": "Point", "coordinates": [33.5, -9.5]},
    }
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    services.apply_import(SYSTEM, proposed(malawi, data))
    while work():
        pass
    assert SearchEntry.objects.filter(kind="places.facility", names__contains="kafora well").exists()


def test_a_code_of_another_country_is_refused(malawi: Country) -> None:
    services.add_country(SYSTEM, "ZMB", "ZM", {"en": "Zambia"}, {})
    services.add_facility(SYSTEM, Place.objects.get(pcode="ZMB"), "HF1", "health", {"en": "Theirs"})
    assert (2, "facility-code-elsewhere") in [(f["row"], f["code"]) for f in proposed(malawi).problems]


def test_a_stop_in_the_middle_is_resumed_where_it_was(malawi: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "STEPS_AT_ONCE", 1)
    row, write, calls = proposed(malawi), imports._write, iter([True, True, False])

    def stopping(*args: Any) -> None:
        if not next(calls, True):
            raise RuntimeError("the power went")
        write(*args)

    monkeypatch.setattr(imports, "_write", stopping)
    with pytest.raises(RuntimeError):
        services.apply_import(SYSTEM, row)
    row.refresh_from_db()
    assert (row.state, row.done, row.total, Facility.objects.count()) == ("applying", 2, 3, 2)
    services.apply_import(SYSTEM, row)
    row.refresh_from_db()
    assert (row.state, row.done, Facility.objects.count()) == ("done", 3, 3)
    assert set(Facility.objects.values_list("version", flat=True)) == {1}


def test_a_long_list_goes_to_a_worker(malawi: Country, cast: Cast) -> None:
    row = services.propose_import(cast.actor("omar"), malawi, "list.csv", LIST, HOLDS)
    progress = start_job(cast.actor("omar"), import_places, upload=str(row.public_id))
    assert (progress.state, Facility.objects.count()) == ("done", 3)


@pytest.mark.parametrize("who", ["amina", "ben", "chol", "dina", "device", "token"])
def test_only_operators_bring_a_list(who: str, cast: Cast, malawi: Country) -> None:
    with pytest.raises(Problem, match="not-allowed"):
        services.propose_import(cast.actor(who), malawi, "list.csv", LIST, HOLDS)
    row = proposed(malawi)
    with pytest.raises(Problem, match="not-allowed"):
        services.apply_import(cast.actor(who), row)
    assert not Facility.objects.exists()


@pytest.mark.parametrize("who", ["amina", "ben", "chol", "dina"])
def test_a_member_does_not_open_the_page(who: str, cast: Cast, malawi: Country) -> None:
    assert cast.client(who).get(ADD).status_code == 403
    assert upload(cast, who).status_code == 403
    assert not PlaceImport.objects.exists()


def test_an_operator_reads_the_findings_and_takes_the_list_in(cast: Cast, malawi: Country) -> None:
    client = cast.client("omar")
    assert 'enctype="multipart/form-data"' in client.get(ADD).text
    sent = upload(cast, "omar")
    page = client.get(sent["Location"]).text
    assert "No place of this country has the P-code “MW999”." in page
    assert "“bank” is no type of facility. Known: health, school, water, service." in page
    assert f'href="{ADD}"' in page
    assert client.post(sent["Location"] + "apply/").status_code == 302
    assert Facility.objects.count() == 3
    assert "See the facilities" in client.get(sent["Location"]).text
    assert ADD in client.get("/places/imports/").text


def test_a_list_without_codes_is_told_on_the_form(cast: Cast, malawi: Country) -> None:
    sent = upload(cast, "omar", b"name,type\nA,health\n")
    assert (sent.status_code, "#loc+code" in sent.text) == (422, True)


def test_the_command_checks_and_with_apply_writes(malawi: Country, tmp_path: Path) -> None:
    file, said = tmp_path / "list.csv", StringIO()
    file.write_bytes(LIST)
    call_command("import_places", str(file), country="MWI", facilities=True, stdout=said)
    assert "row 6: error facility-type-unknown" in said.getvalue()
    assert not Facility.objects.exists()
    call_command("import_places", str(file), country="MWI", facilities=True, apply=True, stdout=said)
    assert Facility.objects.count() == 3


def test_the_exported_list_is_read_in_again_and_changes_nothing(cast: Cast, malawi: Country) -> None:
    services.apply_import(SYSTEM, proposed(malawi))
    place = Place.objects.get(pcode="MW101")
    odd = {"en": "=Kafora", "ar": "كافورا", "fr": "École, de l’eau\n« deux »"}
    taught = {"services": ["primary", "meals"], "state": "paused", "state_since": date(2026, 2, 1)}
    services.add_facility(SYSTEM, place, "-O 1", "school", odd, lon=33.123456789, lat=-9.5, **taught)
    before = list(Facility.objects.order_by("code").values())
    answer = cast.client("amina").get("/places/MWI/MWI/facilities.csv")
    data = b"".join(answer.streaming_content)
    row = proposed(malawi, data)
    assert [found["code"] for found in row.problems] == ["point-outside-place"]  # a notice, as at first
    assert row.counts == {"add": 0, "update": 0, "unchanged": 4, "refuse": 0}
    assert row.absent == []
    services.apply_import(SYSTEM, row)
    assert list(Facility.objects.order_by("code").values()) == before
    Facility.objects.all().delete()
    services.apply_import(SYSTEM, proposed(malawi, data))
    again = Facility.objects.order_by("code")
    kept = ("code", "names", "type", "services", "state", "state_since", "lon", "lat", "place_id")
    assert list(again.values(*kept)) == [{name: each[name] for name in kept} for each in before]


def test_the_export_holds_the_place_asked_for_and_is_audited(cast: Cast, malawi: Country) -> None:
    services.apply_import(SYSTEM, proposed(malawi))
    answer = cast.client("ben").get("/places/MWI/MW101/facilities.csv?type=school")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0] == "code,name_en,type,services,state,state_since,pcode,lat,lon"
    assert (
        lines[1] == "#loc+code,#loc+name+i_en,#loc+type,#service+list,#status,#date+start,#adm+code,#geo+lat,#geo+lon"
    )
    assert [line.split(",")[0] for line in lines[2:]] == ["S1"]
    assert AuditEntry.objects.filter(verb="export", kind="places.facility").count() == 1


def test_outlines_are_read_of_the_places_that_the_file_names_for_a_point(malawi: Country) -> None:
    named = b"code,name,type,pcode,lat,lon\nA,A,school,MW101,-9.7,33.2\nB,B,school,MW103,,\n"
    with CaptureQueriesContext(connection) as queries:
        assert proposed(malawi, named).problem_count == 0
    drawn = [query["sql"] for query in queries if "geometry" in query["sql"] and "MW101" in query["sql"]]
    assert len(drawn) == 1
    assert "MW103" not in drawn[0]

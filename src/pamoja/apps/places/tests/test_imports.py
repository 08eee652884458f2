"""Imports: the dry run writes nothing, the file is taken in, and a stop in the middle loses nothing."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pamoja.apps.places import services
from pamoja.apps.places.jobs import import_places
from pamoja.apps.places.models import Country, Facility, Place, PlaceImport
from pamoja.apps.places.services import imports
from pamoja.core.events.models import Event
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import system_actor
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast

SYSTEM = system_actor("test")
LIST = b"""Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date
MWI,1,MW1,Northern,MWI,2023-04-05
MWI,2,MW101,Chitipa,MW1,2023-04-05
MWI,2,MW102,Karonga,MW1,2023-04-05
MWI,2,MW901,Lost,MW9,2023-04-05
ZMB,1,ZM1,Central,ZMB,2023-04-05
"""


def areas(*named: tuple[str, float]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"shapeName": name, "shapeType": "ADM2", "shapeID": f"X-{name}", "shapeGroup": "MWI"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[34, s], [35, s], [35, s + 1], [34, s + 1], [34, s]]],
            },
        }
        for name, s in named
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_the_dry_run_writes_no_place_and_names_every_finding(malawi: Country, cast: Cast) -> None:
    row = services.propose_import(cast.actor("omar"), malawi, "list.csv", LIST)
    assert Place.objects.count() == 4
    assert row.counts == {"add": 1, "update": 2, "unchanged": 0, "refuse": 1}
    assert [(f["row"], f["code"]) for f in row.problems] == [(0, "country-other"), (5, "parent-missing")]
    assert row.absent == ["MW103"]


def test_the_list_then_the_outlines_are_taken_in(malawi: Country) -> None:
    services.apply_import(SYSTEM, services.propose_import(SYSTEM, malawi, "list.csv", LIST))
    drawn = services.propose_import(SYSTEM, malawi, "areas.geojson", areas(("Karonga", -10), ("Atlantis", -11)))
    assert drawn.counts == {"add": 0, "update": 1, "unchanged": 0, "refuse": 1}
    assert {f["code"] for f in drawn.problems} == {"code-unmatched", "unit-without-outline"}
    done = services.apply_import(SYSTEM, drawn)
    karonga = Place.objects.get(pcode="MW102")
    assert (done.state, done.done) == ("done", 1)
    assert (karonga.west, karonga.south, karonga.path) == (34, -10, "MWI/MW1/MW102/")
    assert str(karonga.valid_from) == "2023-04-05"
    assert Event.objects.filter(name="places.imported").count() == 2


def test_areas_without_a_p_code_are_kept_on_request_and_marked(malawi: Country) -> None:
    choices = imports.Choices(is_keeping_unmatched=True)
    row = services.propose_import(SYSTEM, malawi, "a.geojson", areas(("Atlantis", -11)), choices)
    services.apply_import(SYSTEM, row)
    kept = Place.objects.get(pcode="X-Atlantis")
    assert (kept.is_provisional, kept.path) == (True, "MWI/MW1/X-Atlantis/")


def test_an_import_is_applied_once(malawi: Country) -> None:
    row = services.propose_import(SYSTEM, malawi, "list.csv", LIST)
    services.apply_import(SYSTEM, row)
    with pytest.raises(Problem, match="places-import-applied"):
        services.apply_import(SYSTEM, row)
    assert services.propose_import(SYSTEM, malawi, "list.csv", LIST).counts["unchanged"] == 3


def test_a_stop_in_the_middle_is_resumed_where_it_was(malawi: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "STEPS_AT_ONCE", 1)
    row = services.propose_import(SYSTEM, malawi, "list.csv", LIST)
    write, calls = imports._write, iter([True, True, False])

    def stopping(*args: object) -> None:
        if not next(calls, True):
            raise RuntimeError("the power went")
        write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(imports, "_write", stopping)
    with pytest.raises(RuntimeError):
        services.apply_import(SYSTEM, row)
    row.refresh_from_db()
    assert (row.state, row.done, row.total) == ("applying", 2, 3)
    services.apply_import(SYSTEM, row)
    row.refresh_from_db()
    assert (row.state, row.done, row.total) == ("done", 3, 3)
    assert Place.objects.filter(pcode="MW102").count() == 1


def test_a_large_import_goes_to_a_worker_once(malawi: Country, cast: Cast) -> None:
    row = services.propose_import(cast.actor("omar"), malawi, "list.csv", LIST)
    for _again in range(2):
        progress = start_job(cast.actor("omar"), import_places, upload=str(row.public_id))
        assert (progress.state, progress.result_url) == ("done", f"/places/imports/{row.public_id}/")
    row.refresh_from_db()
    assert (row.state, row.data) == ("done", None)
    assert Place.objects.filter(pcode="MW102").count() == 1


def test_a_member_who_starts_the_job_gets_nowhere(malawi: Country, cast: Cast) -> None:
    row = services.propose_import(cast.actor("omar"), malawi, "list.csv", LIST)
    progress = start_job(cast.actor("amina"), import_places, upload=str(row.public_id))
    assert (progress.state, progress.problem) == ("failed", "not-allowed")
    assert Place.objects.count() == 4


def test_a_file_that_is_none_is_refused_with_its_reason(malawi: Country) -> None:
    with pytest.raises(Problem, match="places-file-refused") as refusal:
        services.propose_import(SYSTEM, malawi, "x", b"\x00\xff")
    assert refusal.value.members == {"reason": "text-unreadable"}
    assert not PlaceImport.objects.exists()


def test_the_command_checks_and_with_apply_writes(malawi: Country, tmp_path: Path) -> None:
    file, said = tmp_path / "list.csv", StringIO()
    file.write_bytes(LIST)
    call_command("import_places", str(file), country="MWI", stdout=said)
    assert "row 5: error parent-missing" in said.getvalue()
    assert Place.objects.count() == 4
    call_command("import_places", str(file), country="MWI", apply=True, stdout=said)
    assert Place.objects.count() == 5
    with pytest.raises(CommandError, match="No country XYZ"):
        call_command("import_places", str(file), country="XYZ")


def test_the_demo_loads_malawi_once(db: None) -> None:
    services.load_demo_places(SYSTEM)
    first = (Place.objects.count(), Facility.objects.count(), PlaceImport.objects.count())
    services.load_demo_places(SYSTEM)
    assert first == (Place.objects.count(), Facility.objects.count(), PlaceImport.objects.count())
    assert first[0] == 1 + 3 + 32
    assert Place.objects.exclude(geometry="").count() == 30
    assert Place.objects.get(pcode="MW206").name == "Lilongwe"
    outside = [f.code for f in Facility.objects.select_related("place") if f.place.west is None]
    assert not outside

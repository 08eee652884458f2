"""What programs are told of a list whose entities belong to places: to who works in one place, that place alone."""

import pytest

from pamoja.apps.forms.entities.tests.world import SENT, finish
from pamoja.apps.forms.models import Dataset, Entity, Submission
from pamoja.apps.forms.seeing.tests.conftest import malawi as malawi
from pamoja.apps.forms.services import receive_submission
from pamoja.apps.forms.services.entities import Slices, change_dataset
from pamoja.apps.places.selectors import find_place
from pamoja.core.workspaces.context import workspace_active
from pamoja.protocols.odk.tests.test_entities import Office, text_of
from pamoja.protocols.odk.tests.test_entities import office as office

HERE, ELSEWHERE = "12345678-1234-4123-8234-000000000001", "12345678-1234-4123-8234-000000000002"
EXTENDED = {"X-Extended-Metadata": "true"}
OF_ALL = ["/entities", "/entities.csv", "/entities.geojson", ".svc/Entities"]
OF_ONE = ["", "/versions", "/diffs", "/audits", "/geojson"]


@pytest.fixture
def places(office: Office, malawi: None) -> Office:
    """One entity in Dina's district and one elsewhere, each made by Amina's record."""
    amina = office.cast.actor("amina")
    with workspace_active(office.cast.river):
        change_dataset(amina, Dataset.objects.get(), slices=Slices("age"))
        for number, (uuid, label, code) in enumerate(((HERE, "ZQHERE", "MW101"), (ELSEWHERE, "ZQAWAY", "MW2")), 1):
            said = {"label": f"<label>{label}</label>", "answers": f"<age>{code}</age>", "number": number, "uuid": uuid}
            xml = SENT.format(form_id="people", version="1", attributes='create="1"', **said)
            receive_submission(amina, office.project.pk, xml.encode())
        finish()
        assert Entity.objects.filter(place__isnull=False).count() == 2
    return office


def told(office: Office, who: str, path: str) -> str:
    return text_of(office.ask(who, "GET", office.people + path, **EXTENDED))


@pytest.mark.parametrize("path", OF_ALL)
def test_of_all_a_worker_of_one_district_is_told_what_lies_there(places: Office, path: str) -> None:
    if path != "/entities.geojson":  # this list has no points: nobody is told of any
        assert all(each in told(places, "ben", path) for each in ("ZQHERE", "ZQAWAY"))
        assert "ZQHERE" in told(places, "dina", path)
    assert not any(each in told(places, "dina", path) for each in ("ZQAWAY", ELSEWHERE))


@pytest.mark.parametrize("path", OF_ONE)
def test_of_one_that_lies_elsewhere_nothing_is_told(places: Office, path: str) -> None:
    one = f"{places.people}/entities/{{}}{path}"
    status = {
        who: [places.ask(who, "GET", one.format(uuid), **EXTENDED).status_code for uuid in (HERE, ELSEWHERE)]
        for who in ("ben", "dina")
    }
    assert status == {"ben": [200, 200], "dina": [200, 404]}


def test_it_is_not_changed_either(places: Office) -> None:
    away = f"{places.people}/entities/{ELSEWHERE}"
    assert places.ask("dina", "PATCH", f"{away}?baseVersion=1", {"label": "Mine"}).status_code == 404
    with workspace_active(places.cast.river):
        assert Entity.objects.get(public_id=ELSEWHERE).label == "ZQAWAY"


@pytest.mark.parametrize("path", ["datasets", "datasets/people", "?datasets=true"])
def test_lists_count_what_may_be_seen(places: Office, path: str) -> None:
    root = "/odk/v1/projects" if path.startswith("?") else f"{places.root}/"
    counted = {who: text_of(places.ask(who, "GET", root + path, **EXTENDED)) for who in ("ben", "dina")}
    assert '"entities": 3' in counted["ben"] and '"entities": 1' in counted["dina"]


def test_of_a_record_that_may_not_be_seen_a_version_tells_no_more_than_its_id(places: Office) -> None:
    one = f"{places.people}/entities/{HERE}/versions"
    seen = {who: places.ask(who, "GET", one).json()[0]["source"]["submission"] for who in ("ben", "dina")}
    assert seen["ben"]["currentVersion"]["instanceId"] == seen["dina"]["instanceId"] == "uuid:1"
    assert seen["dina"].keys() == {"instanceId", "createdAt", "submitter"}


def test_what_a_record_did_elsewhere_is_not_told_with_the_record(places: Office) -> None:
    with workspace_active(places.cast.river):
        Submission.objects.update(place=find_place(places.cast.actor("dina"), "MWI", "MW101"))
    acts = f"{places.root}/forms/people/submissions/uuid:{{}}/audits"
    seen = [text_of(places.ask("dina", "GET", acts.format(number), **EXTENDED)) for number in (1, 2)]
    assert "ZQHERE" in seen[0] and "entity.create" in seen[0]
    assert "entity.create" not in seen[1] and ELSEWHERE not in seen[1]

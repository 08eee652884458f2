"""OData as its clients ask for it: python-odata over a live server, and what Power BI and Excel send."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client
from lxml import etree

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.accounts.services.programs import begin_session
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.protocols.odk.tests.program import Program, read, statuses

RECORDS = 5
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
IDENTIFIER = re.compile(r"[\w.-]+")
# What Power BI Desktop and Excel send, as their makers document it.
MICROSOFT = {
    "Accept": "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,"
    "application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/json;q=0.7,text/plain;q=0.7",
    "MaxDataServiceVersion": "3.0",
    "OData-MaxVersion": "4.0",
}


@pytest.fixture
def form(cast: Cast) -> Iterator[Form]:
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        form = create_form(amina, create_project(amina, "Visits"), form_xml("a visit!"))
        publish_draft(amina, form)
        for number in range(RECORDS):
            xml = submission_xml(f"uuid:{number}", name=f"N{number}", form_id="a visit!")
            receive_submission(amina, form.project_id, xml)
        yield form


def service(form: Form) -> str:
    return f"/odk/v1/projects/{form.project_id}/forms/a%20visit!.svc"


def program(cast: Cast) -> dict[str, str]:
    return {"Authorization": f"Bearer {begin_session(cast.amina)[1]}"}


def test_python_odata_reads_tables_pages_counts_and_records(live_server: Any, cast: Cast, form: Form) -> None:
    client = pytest.importorskip("odata", reason="python-odata is not installed")
    session = requests.Session()
    session.headers.update(program(cast) | {"OData-Version": "4.0"})  # it asks for the metadata without it
    reached = client.ODataService(f"{live_server.url}{service(form)}/", session=session, reflect_entities=True)
    assert set(reached.entities) == {"Submissions", "Submissions.member"}
    records = reached.entities["Submissions"]
    assert [each.name for each in reached.query(records).limit(2).offset(1).all()] == ["N3", "N2"]
    assert len(list(reached.query(records))) == reached.query(records).count() == RECORDS
    assert reached.query(records).get("uuid:1").name == "N1"
    assert len(reached.query(reached.entities["Submissions.member"]).all()) == 2 * RECORDS


def test_power_bi_and_excel_find_their_way(cast: Cast, form: Form) -> None:
    browser = Client(headers={**program(cast), **MICROSOFT})
    start = browser.get(service(form))
    names = [each["url"] for each in start.json()["value"]]
    assert (start["OData-Version"], names) == ("4.0", ["Submissions", "Submissions.member"])
    document = browser.get(f"{service(form)}/$metadata")
    assert (document.status_code, document["OData-Version"]) == (200, "4.0")
    address, rows = f"{service(form)}/Submissions?$top=2", []
    while address:
        page = browser.get(address)
        assert page["OData-Version"] == "4.0" and "json" in page["Content-Type"]
        told = read(page)
        rows += told["value"]
        following = urlsplit(told.get("@odata.nextLink", ""))
        address = f"{following.path}?{following.query}" if following.path else ""
    assert [row["name"] for row in rows] == [f"N{number}" for number in reversed(range(RECORDS))]


@pytest.mark.parametrize("header", ["OData-Version", "OData-MaxVersion"])
def test_a_client_of_odata_gets_metadata_to_the_letter(cast: Cast, form: Form, header: str) -> None:
    headers = program(cast)
    document = Client(headers={**headers, header: "4.0"}).get(f"{service(form)}/$metadata").content
    root = etree.fromstring(document)
    types = {
        f"{schema.get('Namespace')}.{each.get('Name')}": each
        for schema in root.iter(f"{EDM}Schema")
        for each in schema.iterchildren(f"{EDM}EntityType", f"{EDM}ComplexType", f"{EDM}EnumType")
    }
    for each in root.iter(f"{EDM}Property", f"{EDM}NavigationProperty"):
        kind = each.get("Type").removeprefix("Collection(").removesuffix(")")
        assert kind.startswith("Edm.") or kind in types
    for each in root.iter(f"{EDM}EntitySet"):
        assert types[each.get("EntityType")].tag == f"{EDM}EntityType"
    for each in root.iter(f"{EDM}EntityType"):
        keys = [ref.get("Name") for ref in each.iter(f"{EDM}PropertyRef")]
        held = {own.get("Name"): own.get("Nullable") for own in each.iterchildren(f"{EDM}Property")}
        assert keys and {held[key] for key in keys} == {"false"}
    for each in root.iter(f"{EDM}EnumType"):
        values = [int(member.get("Value")) for member in each]
        assert values == list(range(len(values)))
    assert all(IDENTIFIER.fullmatch(str(each.get("Name"))) for each in root.iter() if each.get("Name"))


def test_tools_made_for_odk_get_metadata_as_they_know_it(cast: Cast, form: Form) -> None:
    document = Client(headers=program(cast)).get(f"{service(form)}/$metadata").text
    assert '<Member Name="notDecrypted"/>' in document and 'Name="a visit!"' in document and "Nullable" not in document


@pytest.mark.parametrize(
    ("table", "query", "number"),
    [
        ("Submissions", "", RECORDS),
        ("Submissions.member", "", 2 * RECORDS),
        ("Submissions", "?$filter=__system/edits eq 1", 0),
        ("Submissions", "?$filter=year(__system/submissionDate) gt 2000", RECORDS),
    ],
)
def test_a_table_is_counted(cast: Cast, form: Form, table: str, query: str, number: int) -> None:
    answer = Client(headers={**program(cast), "Accept": "text/plain"}).get(f"{service(form)}/{table}/$count{query}")
    assert (answer.text, answer["Content-Type"]) == (str(number), "text/plain; charset=utf-8")


def test_who_may_read_records_may_count_them(cast: Cast, form: Form) -> None:
    path = service(form).removeprefix("/odk/v1")
    told = statuses(cast, "GET", f"{path}/Submissions/$count")
    assert {who for who, status in told.items() if status == 200} == {"amina", "ben", "dina", "token"}
    assert (told["nobody"], told["device"], told["chol"], told["omar"]) == (401, 403, 404, 404)
    own = Program(cast, "dina").ask("GET", f"{path}/Submissions/$count")
    assert own.text == "0"  # she sees her own district and what she sent
    assert Program(cast, "amina").ask("GET", f"{path}/None/$count").status_code == 404
    assert Program(cast, "amina").ask("GET", f"{path}/Submissions/$count?$filter=x eq 1").status_code == 501

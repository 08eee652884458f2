"""Every page: who may open it, who may not, and what it does."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from pamoja.apps.people.models import Consent, ContactPoint, Household, Identifier, Membership, Person
from pamoja.apps.people.services import (
    add_contact_point,
    add_identifier,
    add_member,
    create_household,
    erase_person,
    give_consent,
    merge_people,
)
from pamoja.core.audit.models import AuditEntry
from pamoja.core.files.models import StoredFile
from pamoja.core.testing.cast import DINAS_PLACE, Cast

LIST = "/people/"
FORM = {
    "full": "Musa Example",
    "sex": "male",
    "birth": "2001",
    "languages": ["fr"],
    "another_language": "swahili",
    "seeing": "3",
}


def url(name: str, *parts: object) -> str:
    return reverse(f"people:{name}", args=[getattr(part, "public_id", part) for part in parts])


@pytest.mark.parametrize(
    ("name", "status", "shown"),
    [
        ("amina", 200, {"Fatouma Example", "Yusuf Example"}),
        ("ben", 200, {"Fatouma Example", "Yusuf Example"}),
        ("dina", 200, {"Fatouma Example"}),
        ("chol", 200, set()),
        ("omar", 403, set()),
        ("nobody", 302, set()),
    ],
)
def test_who_sees_whom_in_the_list(
    river: Cast, here: Person, elsewhere: Person, name: str, status: int, shown: set[str]
) -> None:
    answer = river.client(name).get(LIST)
    assert answer.status_code == status
    page = answer.content.decode()
    assert {person.name for person in (here, elsewhere) if person.name in page} == shown


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("detail", "get"),
        ("edit", "get"),
        ("edit", "post"),
        ("identifier_add", "post"),
        ("contact_add", "post"),
        ("consent_add", "post"),
    ],
)
@pytest.mark.parametrize(
    ("name", "is_let_in"),
    [("amina", True), ("ben", True), ("dina", False), ("chol", False), ("omar", False)],
)
def test_pages_of_a_person_elsewhere(
    river: Cast, elsewhere: Person, path: str, method: str, name: str, is_let_in: bool
) -> None:
    answer = getattr(river.client(name), method)(url(path, elsewhere))
    assert (answer.status_code != 404) is is_let_in
    assert ("Yusuf" in answer.content.decode()) is is_let_in


@pytest.mark.parametrize(
    ("path", "method"), [("erase", "get"), ("erase", "post"), ("export", "post"), ("detail", "get"), ("edit", "get")]
)
def test_nobody_gets_in_without_signing_in(river: Cast, here: Person, path: str, method: str) -> None:
    answer = getattr(river.client("nobody"), method)(url(path, here))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]


@pytest.mark.parametrize("path", ["erase", "export"])
@pytest.mark.parametrize(("name", "status"), [("ben", 404), ("dina", 404), ("chol", 404)])
def test_who_may_not_erase_or_take_out(river: Cast, here: Person, path: str, name: str, status: int) -> None:
    assert river.client(name).post(url(path, here), {"confirmation": here.name}).status_code == status
    assert Person.objects.get(pk=here.pk).name == "Fatouma Example"


def test_registering_on_the_page(river: Cast) -> None:
    answer = river.client("ben").post(url("new"), FORM)
    person = Person.objects.get()
    assert answer.headers["Location"] == url("detail", person)
    assert (person.name, person.birth_precision, person.languages) == ("Musa Example", "year", ["fr", "sw"])
    assert person.is_with_disability is True
    assert river.client("ben").get(url("new")).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"full": ""}, "Write at least one name."),
        ({"birth": "soon"}, "2015-03"),
        ({"language": "çç"}, "No language has this name"),
    ],
)
def test_a_faulty_form_comes_back_with_422(river: Cast, wrong: dict[str, str], words: str) -> None:
    answer = river.client("ben").post(url("new"), FORM | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Person.objects.exists()


def test_a_likely_twin_is_shown_before_a_second_record_is_made(river: Cast, register: Callable[..., Person]) -> None:
    twin = register("Moussa Example", sex="male", birth_date="2001-05-05")
    ben = river.client("ben")
    answer = ben.post(url("new"), FORM)
    assert answer.status_code == 422
    assert "Moussa Example" in answer.content.decode()
    assert Person.objects.count() == 1
    ben.post(url("new"), FORM | {"is_somebody_else": str(twin.public_id)})
    assert Person.objects.count() == 2


def test_two_edits_on_two_pages_end_in_a_choice(river: Cast, here: Person) -> None:
    old = {"version": "1", "full": here.name, "sex": "female", "birth": "2015-03-27", "place": DINAS_PLACE}
    assert river.client("amina").post(url("edit", here), old | {"birth": "2015-03-28"}).status_code == 302
    answer = river.client("dina").post(url("edit", here), old | {"birth": "2015-04-01"})
    assert answer.headers["Location"] == "/conflicts/"
    assert "2015-04-01" in river.client("amina").get("/conflicts/").content.decode()
    assert Person.objects.get().birth_date == "2015-03-28"


def test_a_search_is_posted_and_finds_in_any_spelling(river: Cast, register: Callable[..., Person]) -> None:
    register("محمد علي")
    register("Deng Garang")
    amina = river.client("amina")
    for headers in ({}, {"HX-Request": "true"}):
        page = amina.post(LIST, {"q": "Mahamat"}, headers=headers).content.decode()
        assert "محمد علي" in page.split('id="found"')[1].split("</table>")[0]
        assert ("<html" in page) is not bool(headers)
    assert "محمد علي" not in amina.get(LIST, {"q": "Deng"}).content.decode().split('id="found"')[1].split("</div>")[0]
    assert river.client("nobody").post(LIST, {"q": "Mahamat"}).status_code == 302


def test_reads_are_audited_without_what_was_searched(river: Cast, here: Person) -> None:
    amina = river.client("amina")
    amina.get(LIST)
    amina.post(LIST, {"q": "Fatouma"})
    amina.get(url("detail", here))
    entries = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(entries)[-3:] == ["list", "search", "view"]
    assert "Fatouma" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_filters_and_order(river: Cast, here: Person, elsewhere: Person) -> None:
    amina = river.client("amina")
    assert "Yusuf" not in amina.get(LIST, {"sex": "female"}).content.decode()
    assert "Yusuf" not in amina.get(LIST, {"age": "5-17"}).content.decode()
    page = amina.get(LIST, {"sort": "registered"}).content.decode()
    assert page.index("Fatouma") < page.index("Yusuf")


def test_exports_of_the_list_make_formulas_harmless(river: Cast, register: Callable[..., Person]) -> None:
    register("=HYPERLINK(1)")
    sheet = b"".join(river.client("amina").get(LIST, {"export": "csv"}).streaming_content).decode()
    assert "'=HYPERLINK(1)" in sheet
    assert b"".join(river.client("amina").get(LIST, {"export": "xlsx"}).streaming_content)[:2] == b"PK"
    assert river.client("ben").get(LIST, {"export": "csv"}).status_code == 403


def test_adding_and_removing_details_on_the_page(river: Cast, here: Person) -> None:
    dina = river.client("dina")
    dina.post(url("identifier_add", here), {"type": "passport", "country": "MWI", "identifier": "A1"})
    dina.post(url("contact_add", here), {"type": "phone", "contact": "0999123456", "is_preferred": "on"})
    dina.post(url("consent_add", here), {"purpose": "referral", "basis": "consent"})
    page = dina.get(url("detail", here)).content.decode()
    assert "A1" in page
    assert "+265999123456" in page
    assert "Referral" in page
    dina.post(url("identifier_remove", here, Identifier.objects.get()))
    dina.post(url("contact_remove", here, ContactPoint.objects.get()))
    dina.post(url("consent_withdraw", here, Consent.objects.get()))
    assert Identifier.objects.count() + ContactPoint.objects.count() == 0
    assert Consent.objects.get().withdrawn_at


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("identifier_add", {"type": "passport", "country": "XXX", "identifier": "A1"}, "Select a valid choice"),
        ("identifier_add", {"type": "passport", "country": "MWI", "identifier": "B2"}, "registered already"),
        ("contact_add", {"type": "phone", "contact": "x"}, "not a phone number"),
        (
            "consent_add",
            {"purpose": "sharing", "basis": "consent", "until": "2020-01-01"},
            "ends before",
        ),
    ],
)
def test_a_faulty_detail_comes_back_with_422(
    river: Cast, here: Person, elsewhere: Person, path: str, data: dict[str, str], words: str
) -> None:
    add_identifier(river.actor("amina"), elsewhere, "passport", "MWI", "B2")
    answer = river.client("amina").post(url(path, here), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_detail_of_somebody_else_is_not_found(river: Cast, here: Person, elsewhere: Person) -> None:
    amina = river.actor("amina")
    parts = {
        "identifier_remove": add_identifier(amina, elsewhere, "passport", "MWI", "A1"),
        "contact_remove": add_contact_point(amina, elsewhere, "address", "House 4"),
        "consent_withdraw": give_consent(amina, elsewhere, "sharing"),
    }
    for path, part in parts.items():
        for name in ("amina", "dina"):
            assert river.client(name).post(url(path, here, part)).status_code == 404
    assert Identifier.objects.count() + ContactPoint.objects.count() == 2
    assert Consent.objects.get().withdrawn_at is None


def test_a_household_on_its_pages(river: Cast, here: Person, register: Callable[..., Person]) -> None:
    register("Fatuma Otherone")
    ben = river.client("ben")
    ben.post(url("household_new"), {"number": "HH-7", "place": DINAS_PLACE})
    household = Household.objects.get()
    answer = ben.post(url("member_add", household), {"who": "Fatouma", "role": "head"})
    assert answer.status_code == 422
    assert "Otherone" in answer.content.decode()
    chosen = {"who": "Fatouma", "role": "head", "person": str(here.public_id)}
    assert ben.post(url("member_add", household), chosen).status_code == 302
    member = Membership.objects.get()
    ben.post(url("member_collects", household, member), {"collector": "primary"})
    assert Membership.objects.get().collector == "primary"
    page = river.client("dina").get(url("household", household)).content.decode()
    assert "Fatouma Example" in page
    ben.post(url("member_end", household, member))
    assert Membership.objects.get().until
    assert "HH-7" in river.client("dina").get(url("households")).content.decode()


@pytest.mark.parametrize("name", ["dina", "chol"])
def test_a_household_elsewhere_is_not_found(river: Cast, elsewhere: Person, name: str) -> None:
    household = create_household(river.actor("amina"), "HH-9", place="MWI/MW2/")
    member = add_member(river.actor("amina"), household, elsewhere, "head")
    client = river.client(name)
    assert "HH-9" not in client.get(url("households")).content.decode()
    assert client.get(url("household", household)).status_code == 404
    assert client.post(url("member_add", household), {"who": "Yusuf", "role": "child"}).status_code == 404
    assert client.post(url("member_end", household, member)).status_code == 404
    assert client.post(url("member_collects", household, member), {"collector": "primary"}).status_code == 404


def test_merging_and_unmerging_on_the_page(river: Cast, register: Callable[..., Person]) -> None:
    kept, other = register("Awa Ali", sex="female"), register("Hawa Ali", birth_date="2010-01-02")
    amina = river.client("amina")
    assert "Hawa Ali" in amina.get(url("detail", kept)).content.decode()
    assert "2010-01-02" in amina.get(url("merge", kept, other)).content.decode()
    assert amina.post(url("merge", kept, other), {"birth": "absorbed", "sex": "kept"}).status_code == 302
    kept.refresh_from_db()
    assert kept.birth_date == "2010-01-02"
    merge = kept.merges.get()
    for name in ("ben", "dina"):
        assert river.client(name).post(url("unmerge", kept, merge)).status_code in (403, 404)
    amina.post(url("unmerge", kept, merge))
    assert Person.objects.filter(merged_into__isnull=True).count() == 2


@pytest.mark.parametrize("name", ["ben", "dina", "chol"])
def test_who_may_not_open_the_merge_page(river: Cast, here: Person, elsewhere: Person, name: str) -> None:
    client = river.client(name)
    assert client.get(url("merge", here, elsewhere)).status_code == 404
    assert client.post(url("merge", here, elsewhere)).status_code == 404
    merge = merge_people(river.actor("amina"), here, elsewhere)
    assert client.post(url("unmerge", here, merge)).status_code in (403, 404)


def test_erasing_needs_the_name_typed(river: Cast, here: Person) -> None:
    amina = river.client("amina")
    assert "cannot be undone" in amina.get(url("erase", here)).content.decode()
    assert amina.post(url("erase", here), {"confirmation": "yes"}).status_code == 422
    assert amina.post(url("erase", here), {"confirmation": "Fatouma Example"}).status_code == 302
    assert amina.get(url("detail", here)).status_code == 404
    assert Person.objects.get(pk=here.pk).erased_at


def test_the_whole_record_is_taken_out_in_open_formats(river: Cast, register: Callable[..., Person]) -> None:
    amina = river.actor("amina")
    person, other = register("Fatouma Example", birth_date="2015-03-27"), register("فاطمة", sex="female")
    add_identifier(amina, person, "passport", "MWI", "=A1")
    add_contact_point(amina, other, "phone", "0999123456")
    give_consent(amina, person, "sharing", recipient="Agency B")
    add_member(amina, create_household(amina, "HH-1"), person, "head")
    merge_people(amina, person, other)
    answer = river.client("amina").post(url("export", person))
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    whole = json.loads(archive.read("person.json"))
    assert [name["full"] for name in whole["names"]] == ["Fatouma Example", "فاطمة"]
    assert whole["person"]["birth_date"] == "2015-03-27"
    assert whole["identifiers"] == [{"type": "passport", "country": "MWI", "value": "=A1"}]
    assert whole["contact_points"][0]["value"] == "+265999123456"
    assert whole["consents"][0]["recipient"] == "Agency B"
    assert whole["households"][0]["household"] == "HH-1"
    assert whole["merged_records"][0]["sex"] == "female"
    assert {entry["did"] for entry in whole["history"]} >= {"create", "merge", "export"}
    assert b"'=A1" in archive.read("identifiers.csv")


@pytest.mark.parametrize(("page", "ceiling"), [("list", 15), ("households", 15)])
def test_a_list_costs_as_many_queries_for_many_as_for_one(
    river: Cast, register: Callable[..., Person], page: str, ceiling: int
) -> None:
    amina = river.actor("amina")
    for number in range(20):
        create_household(amina, f"HH-{number}")
        register(f"Person {number}")
    client = river.client("amina")
    with CaptureQueriesContext(connection) as queries:
        client.get(url(page))
    assert len(queries) <= ceiling, [query["sql"][:90] for query in queries]


def picture() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(buffer, "JPEG")
    return SimpleUploadedFile("secret-name.jpg", buffer.getvalue(), "image/jpeg")


def test_a_photo_is_set_shown_taken_out_and_erased(river: Cast, here: Person, settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "files": {"BACKEND": "pamoja.core.files.storage.LocalFiles", "OPTIONS": {"location": str(tmp_path)}}
    }
    assert river.client("dina").post(url("photo_set", here), {"photo": picture()}).status_code == 302
    here.refresh_from_db()
    address = reverse("file", args=[here.photo.public_id])
    for name, status in (("amina", 200), ("dina", 200), ("chol", 404), ("nobody", 404), ("token", 404)):
        answer = river.client(name).get(address)
        assert answer.status_code == status
        assert not answer.streaming or b"".join(answer.streaming_content)
    archive = zipfile.ZipFile(io.BytesIO(river.client("amina").post(url("export", here)).content))
    assert archive.read("photo.jpeg")[:2] == b"\xff\xd8"
    erase_person(river.actor("amina"), here)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("name", ["chol", "token"])
def test_who_may_not_set_a_photo(river: Cast, here: Person, name: str) -> None:
    assert river.client(name).post(url("photo_set", here), {"photo": picture()}).status_code in (302, 404)
    assert Person.objects.get().photo is None


def test_what_is_no_picture_is_refused_on_the_page(river: Cast, here: Person) -> None:
    text = SimpleUploadedFile("x.jpg", b"<script>", "image/jpeg")
    assert river.client("amina").post(url("photo_set", here), {"photo": text}).status_code == 422

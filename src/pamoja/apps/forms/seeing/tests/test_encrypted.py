"""Encrypted records on pages: said to be so, judged by nothing, and opened for one download."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.quality.datasets import datasets_of, live_records
from pamoja.apps.forms.quality.plans import begin_plan
from pamoja.apps.forms.seeing.opening import Opening, unlocked
from pamoja.apps.forms.services import create_form, create_project, encrypt_project, publish_draft
from pamoja.apps.forms.services.judging import judge_submission
from pamoja.apps.forms.tests.sealing import PASSPHRASE, published, send_sealed
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.audit.models import AuditEntry
from pamoja.core.crypto.odk.managed import public_text
from pamoja.core.events.models import Event
from pamoja.core.files.models import StoredFile
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

WHO = [("amina", 200), ("ben", 403), ("dina", 403), ("chol", 404), ("omar", 403), ("nobody", 302)]
PRIVATE = rsa.generate_private_key(65537, 2048)
REQUIRED = b'<bind nodeset="/data/name" required="true()"'


def pem(private: rsa.RSAPrivateKey = PRIVATE, passphrase: bytes = b"") -> SimpleUploadedFile:
    locked = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    content = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
    return SimpleUploadedFile("key.pem", content)


@pytest.fixture
def managed(cast: Cast) -> Iterator[Form]:
    """A form of an encrypted project with one record."""
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        project = create_project(amina, "Visits")
        encrypt_project(amina, project, PASSPHRASE, "the usual")
        form = create_form(amina, project, form_xml().replace(b'<bind nodeset="/data/name"', REQUIRED))
        publish_draft(amina, form)
        send_sealed(amina, form, "uuid:ada", submission_xml("uuid:ada", photo="a.jpg"), {"a.jpg": b"a photo"})
        yield form


@pytest.fixture
def own(cast: Cast) -> Iterator[Form]:
    """A form with a key of its own, which breaks its lines, and one record."""
    with workspace_active(cast.river):
        amina, text = cast.actor("amina"), public_text(PRIVATE.public_key())
        tag = f'<submission base64RsaPublicKey="{text[:64]}&#10;{text[64:]}"/></model>'
        form = create_form(amina, create_project(amina, "Own"), form_xml().replace(b"</model>", tag.encode()))
        publish_draft(amina, form)
        send_sealed(amina, form, "uuid:ada", submission_xml("uuid:ada"))
        yield form


def address(form: Form) -> str:
    return reverse("forms-seeing:encrypted", args=[form.pk])


def opened(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return archive.read("visit.csv").decode()


@pytest.mark.parametrize(("who", "status"), WHO)
def test_who_may_open(cast: Cast, managed: Form, who: str, status: int) -> None:
    client, key = cast.client(who), str(published(managed).key_id)
    assert client.get(address(managed)).status_code == status
    answer = client.post(address(managed), {key: PASSPHRASE})
    assert answer.status_code == status
    if status == 200:
        assert "uuid:ada" in opened(answer)


def test_the_passphrase_opens_and_a_wrong_one_is_not_shown_again(cast: Cast, managed: Form) -> None:
    client, key = cast.client("amina"), str(published(managed).key_id)
    assert "Hint: the usual" in client.get(address(managed)).text
    for wrong in ({key: "not the right one"}, {key: ""}, {}):
        answer = client.post(address(managed), wrong)
        assert answer.status_code == 422 and "not the right one" not in answer.text
    assert "Ada" in opened(client.post(address(managed), {key: PASSPHRASE}))


@pytest.mark.parametrize("passphrase", ["", "of the file"])
def test_the_private_key_opens_and_is_kept_nowhere(cast: Cast, own: Form, passphrase: str) -> None:
    client, files = cast.client("amina"), StoredFile.objects.count()
    given = {"key_file": pem(passphrase=passphrase.encode()), "file_passphrase": passphrase}
    assert "Ada" in opened(client.post(address(own), given))
    assert StoredFile.objects.count() == files
    told = [*AuditEntry.objects.values_list("detail", flat=True), *Event.objects.values_list("data", flat=True)]
    assert "PRIVATE" not in str(told) and "of the file" not in str(told)
    assert AuditEntry.objects.filter(verb="export").count() == 1


def test_another_key_opens_nothing(cast: Cast, own: Form, managed: Form) -> None:
    client = cast.client("amina")
    stranger = rsa.generate_private_key(65537, 2048)
    for wrong in (pem(stranger), SimpleUploadedFile("x", b"nothing"), SimpleUploadedFile("x", b"-" * 70_000)):
        assert client.post(address(own), {"key_file": wrong}).status_code == 422
    assert client.post(address(own), {"key_file": pem(passphrase=b"x"), "file_passphrase": "y"}).status_code == 422


def test_the_form_is_not_read_with_each_record(cast: Cast, managed: Form) -> None:
    record, key = Submission.objects.get(), published(managed).key_id
    opening = Opening(unlocked(cast.actor("amina"), {key or 0: PASSPHRASE}))
    opening.answers([record.pk])
    with CaptureQueriesContext(connection) as asked:
        assert opening.answers([record.pk])["uuid:ada"].rows
    assert not [each["sql"] for each in asked if '"forms_formversion"."schema"' in each["sql"]]


def test_opening_needs_the_token_of_the_page(cast: Cast, managed: Form) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.amina)
    assert strict.post(address(managed), {str(published(managed).key_id): PASSPHRASE}).status_code == 403


def test_a_record_says_that_it_is_encrypted_and_where_it_is_opened(cast: Cast, managed: Form) -> None:
    record = Submission.objects.get()
    page = reverse("forms-seeing:record", args=[managed.pk, record.public_id])
    for who, leads in (("amina", True), ("ben", False)):
        text = cast.client(who).get(page).text
        assert "encrypted on the device" in text and "holds no answers" not in text
        assert "it breaks no rule" not in text, "nobody knows"
        assert (address(managed) in text) is leads
    assert address(managed) in cast.client("amina").get(reverse("forms-seeing:files", args=[managed.pk])).text


def test_what_cannot_be_read_is_not_judged(cast: Cast, managed: Form) -> None:
    record = Submission.objects.get()
    judge_submission(record)()
    record.refresh_from_db()
    assert (record.broken_count, record.sealed_file) == (0, "submission.xml.enc")
    tables = list(datasets_of(begin_plan(cast.actor("amina"), managed), live_records(managed)))
    assert tables and not any(dataset.records for _table, dataset in tables)

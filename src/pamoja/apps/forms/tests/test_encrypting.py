"""A project is encrypted: which versions its forms get, and what stays as it was."""

from collections.abc import Iterator

import pytest

from pamoja.apps.forms import problems
from pamoja.apps.forms.models import Form, Project, RecordKey, Submission
from pamoja.apps.forms.selectors import keys_in_use
from pamoja.apps.forms.services import (
    copy_to_draft,
    create_form,
    create_project,
    delete_form,
    encrypt_project,
    publish_draft,
    receive_submission,
    replace_draft,
    restore_form,
)
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.audit.models import AuditEntry
from pamoja.core.crypto.odk.ciphers import NotDecrypted
from pamoja.core.crypto.odk.managed import Locked, public_text, unlock
from pamoja.core.events.models import Event
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_ALLOWED, Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.formats.xform import parse_xform

PASSPHRASE = "long enough for me"
OWN = form_xml("own").replace(b"</model>", b'<submission base64RsaPublicKey="b3du"/></model>')


@pytest.fixture
def amina(cast: Cast) -> Iterator[Actor]:
    with workspace_active(cast.river):
        yield cast.actor("amina")


@pytest.fixture
def project(amina: Actor) -> Project:
    """Of a published form with a draft, another that is only a draft, and one with a key of its own."""
    project = create_project(amina, "Visits")
    publish_draft(amina, create_form(amina, project, form_xml()))
    copy_to_draft(amina, form(project))
    create_form(amina, project, form_xml("other", version=""))
    publish_draft(amina, create_form(amina, project, OWN))
    return project


def form(project: Project, form_id: str = "visit") -> Form:
    forms = Form.objects.select_related("published__key", "draft__key", "project__key")
    return forms.get(project=project, xml_form_id=form_id, deleted_at=None)


def key_in(xml: bytes) -> str:
    return parse_xform(xml).submission.public_key


def test_every_form_and_draft_gets_a_version_with_the_key(amina: Actor, project: Project) -> None:
    key = encrypt_project(amina, project, PASSPHRASE, "the usual")
    visit, other = form(project), form(project, "other")
    assert visit.published and visit.draft and other.draft
    for version in (visit.published, visit.draft, other.draft):
        assert (version.key, key_in(bytes(version.xml))) == (key, key.public)
    suffix = visit.published.version.removeprefix("1")
    assert suffix.startswith("[encrypted:") and (visit.draft.version, other.draft.version) == (f"1{suffix}", suffix)
    assert visit.versions.filter(published_at__isnull=False).count() == 2


def test_a_form_with_a_key_of_its_own_stays_as_it_was(amina: Actor, project: Project) -> None:
    encrypt_project(amina, project, PASSPHRASE)
    own = form(project, "own")
    assert own.published and bytes(own.published.xml) == OWN
    assert own.published.key and (own.published.key.public, own.published.key.is_managed) == ("b3du", False)


def test_the_passphrase_opens_the_key_and_is_nowhere(amina: Actor, project: Project) -> None:
    key = RecordKey.objects.get(pk=encrypt_project(amina, project, PASSPHRASE, "the usual").pk)
    assert public_text(unlock(Locked.from_json(key.private), PASSPHRASE).public_key()) == key.public
    with pytest.raises(NotDecrypted):
        unlock(Locked.from_json(key.private), PASSPHRASE + " ")
    told = [*AuditEntry.objects.values_list("detail", flat=True), *Event.objects.values_list("data", flat=True)]
    assert PASSPHRASE not in f"{told}{key.private}"
    assert AuditEntry.objects.filter(kind="forms.project", verb="change", detail__fields=["encrypted"]).count() == 1


def test_forms_and_drafts_that_come_later_are_encrypted(amina: Actor, project: Project) -> None:
    key = encrypt_project(amina, project, PASSPHRASE)
    project.refresh_from_db()
    later = create_form(amina, project, form_xml("later"))
    assert later.draft and later.draft.key == key
    again = replace_draft(amina, form(project), form_xml(version="2"))
    assert again.key == key and again.version.startswith("2[encrypted:")
    own = create_form(amina, project, OWN.replace(b'id="own"', b'id="own2"'))
    assert own.draft and key_in(bytes(own.draft.xml)) == "b3du"


def test_a_deleted_form_is_encrypted_when_it_comes_back(amina: Actor, project: Project) -> None:
    visit = form(project)
    delete_form(amina, visit)
    key = encrypt_project(amina, project, PASSPHRASE)
    restore_form(amina, Form.objects.select_related("project").get(pk=visit.pk))
    back = form(project)
    assert back.published and back.draft and {back.published.key, back.draft.key} == {key}


def test_test_records_end_and_others_stay(amina: Actor, project: Project) -> None:
    visit = form(project)
    receive_submission(amina, project.pk, submission_xml("uuid:real"))
    receive_submission(amina, project.pk, submission_xml("uuid:test"), draft_of=visit)
    encrypt_project(amina, project, PASSPHRASE)
    assert [each.instance_id for each in Submission.objects.filter(deleted_at=None)] == ["uuid:real"]
    assert not keys_in_use(visit, is_test=False).exists()  # nothing encrypted has come yet


def test_a_project_is_encrypted_once_and_never_with_a_short_passphrase(amina: Actor, project: Project) -> None:
    with pytest.raises(Problem, check=lambda each: each.kind is problems.PASSPHRASE_SHORT):
        encrypt_project(amina, project, "too short")
    encrypt_project(amina, project, PASSPHRASE)
    for row in (project, Project.objects.get(pk=project.pk)):  # also for who looked before
        with pytest.raises(Problem, check=lambda each: each.kind is problems.ALREADY_ENCRYPTED):
            encrypt_project(amina, row, PASSPHRASE)


@pytest.mark.parametrize("who", ["ben", "dina"])
def test_who_may_not_change_a_project_does_not_encrypt_it(cast: Cast, project: Project, who: str) -> None:
    with pytest.raises(Problem, check=lambda each: each.kind is NOT_ALLOWED):
        encrypt_project(cast.actor(who), project, PASSPHRASE)
    assert not RecordKey.objects.filter(is_managed=True).exists()

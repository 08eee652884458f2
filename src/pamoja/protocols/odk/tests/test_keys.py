"""Encryption over the ODK Central API: who gives a project its key, and who is told of the keys."""

from typing import Any

import pytest

from pamoja.apps.forms.models import Form, FormVersion
from pamoja.apps.forms.services import copy_to_draft, receive_submission
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.protocols.odk.tests.field import Field
from pamoja.protocols.odk.tests.program import EVERYBODY, Program, statuses

PASSPHRASE = "long enough for me"
SEALED = """<data id="visit" version="{version}" encrypted="yes"><base64EncryptedKey>a2V5</base64EncryptedKey>
<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>
<meta xmlns="http://openrosa.org/xforms"><instanceID>{instance_id}</instanceID></meta></data>"""


def encrypt(cast: Cast, field: Field, who: str = "amina", **body: Any) -> Any:
    asked = {"passphrase": PASSPHRASE, "hint": "the usual"} | body
    return Program(cast, who).ask("POST", f"/projects/{field.project.pk}/key", asked)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_encrypt_a_project(cast: Cast, field: Field, who: str) -> None:
    wanted = {"amina": 200, "nobody": 401, "chol": 404, "omar": 404}.get(who, 403)
    answer = encrypt(cast, field, who)
    assert answer.status_code == wanted
    key = Program(cast, "amina").get(f"/projects/{field.project.pk}")["keyId"]
    assert (key is not None) is (wanted == 200)


@pytest.mark.parametrize(
    ("body", "code"),
    [({"passphrase": ""}, 400.2), ({"passphrase": "short"}, 400.21), ({"passphrase": ["x" * 12]}, 400.11)],
)
def test_a_passphrase_is_a_long_text_and_is_not_said_back(
    cast: Cast, field: Field, body: dict[str, Any], code: float
) -> None:
    answer = encrypt(cast, field, **body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert "xxx" not in answer.text


def test_a_project_has_one_key(cast: Cast, field: Field) -> None:
    assert encrypt(cast, field).json() == {"success": True}
    assert encrypt(cast, field).json()["code"] == 409.4
    program = Program(cast, "amina")
    form = program.get(f"/projects/{field.project.pk}/forms/visit")
    assert form["keyId"] == program.get(f"/projects/{field.project.pk}")["keyId"]
    acts = program.get("/audits?action=project.update")
    assert [each["details"] for each in acts] == [{"encrypted": True}]


def _send(cast: Cast, form: Form, version: FormVersion, is_test: bool) -> None:
    xml = SEALED.format(version=version.version, instance_id=f"uuid:{is_test}").encode()
    receive_submission(cast.actor("amina"), form.project_id, xml, draft_of=form if is_test else None)


@pytest.mark.parametrize("is_test", [False, True])
def test_keys_are_those_of_records_that_are_here(cast: Cast, field: Field, is_test: bool) -> None:
    encrypt(cast, field)
    with workspace_active(cast.river):
        copy_to_draft(cast.actor("amina"), field.form)
        form = Form.objects.select_related("published", "draft").get(pk=field.form.pk)
        version = form.draft if is_test else form.published
        assert version
        _send(cast, form, version, is_test)
    base = f"/projects/{field.project.pk}/forms/visit"
    used, unused = (f"{base}/submissions/keys", f"{base}/draft/submissions/keys")[:: -1 if is_test else 1]
    program = Program(cast, "amina")
    (key,) = program.get(used)
    assert (key["managed"], key["hint"]) == (True, "the usual")
    assert set(key) == {"id", "public", "managed", "hint", "createdAt"}
    assert program.get(unused) == []


@pytest.mark.parametrize("path", ["submissions/keys", "draft/submissions/keys"])
def test_who_may_read_records_is_told_of_keys(cast: Cast, field: Field, path: str) -> None:
    with workspace_active(cast.river):
        copy_to_draft(cast.actor("amina"), field.form)
    told = statuses(cast, "GET", f"/projects/{field.project.pk}/forms/visit/{path}")
    assert {who for who, status in told.items() if status == 200} == {"amina", "ben", "dina", "token"}
    assert told["nobody"] == 401
    assert (told["device"], told["chol"], told["omar"]) == (403, 404, 404)

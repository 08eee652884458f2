"""Encryption: a project's key, and the keys for which records of a form are encrypted."""

from typing import Any

from django.urls import URLPattern, re_path
from django.views.decorators.debug import sensitive_variables

from pamoja.apps.forms.contracts import Project, RecordKey
from pamoja.apps.forms.selectors import keys_in_use
from pamoja.apps.forms.services import encrypt_project
from pamoja.formats.central import moment
from pamoja.protocols.odk.records import form_for
from pamoja.protocols.odk.rest import SUCCESS, Call, refused, resource, slow

PROJECT = r"^v1/(?:key/(?P<key>[^/]+)/)?projects/(?P<project>[^/]+)"
FORM = PROJECT + r"/forms/(?P<form_id>.+?)"


@slow
@sensitive_variables("passphrase")
def encrypt(call: Call, project: Project) -> dict[str, Any]:
    """Encrypt all forms of a project from now on. Raises 400.2, 400.11, 400.21, 409.4."""
    call.require("project.update", project)
    if project.key_id is not None:
        raise refused("409.4", feature="managed encryption")
    passphrase = _text(call.value("passphrase"), "passphrase")
    encrypt_project(call.actor, project, passphrase, _text(call.body.get("hint") or "", "hint"))
    return SUCCESS


def list_keys(call: Call, project: Project, form_id: str) -> list[dict[str, Any]]:
    """The keys that open records of a form."""
    form = form_for(call, project, form_id, False, "submission.read")
    return [key_json(key) for key in keys_in_use(form, is_test=False)]


def list_draft_keys(call: Call, project: Project, form_id: str) -> list[dict[str, Any]]:
    """The keys that open records that were sent to try a draft out."""
    form = form_for(call, project, form_id, True, "submission.read")
    return [key_json(key) for key in keys_in_use(form, is_test=True)]


def key_json(key: RecordKey) -> dict[str, Any]:
    """A key as the API writes it; the private one is nobody's."""
    return {
        "id": key.pk,
        "public": key.public,
        "managed": key.is_managed,
        "hint": key.hint or None,
        "createdAt": moment(key.created_at),
    }


def _text(value: Any, field: str) -> str:
    """Raises 400.11, without what was sent: it may be the passphrase."""
    if not isinstance(value, str):
        raise refused("400.11", field=field, expected="string")
    return value


def _at(pattern: str, **handlers: Any) -> URLPattern:
    return re_path(pattern + "/?$", resource(**handlers))


urlpatterns = [
    _at(PROJECT + r"/key", POST=encrypt),
    _at(FORM + r"/draft/submissions/keys", GET=list_draft_keys),
    _at(FORM + r"/submissions/keys", GET=list_keys),
]

"""What an address names, for who may do what they ask there."""

from typing import Any

from pamoja.apps.forms.contracts import Dataset, Form, FormVersion, Project
from pamoja.apps.forms.selectors import forms_reading, require_list_shown
from pamoja.core.permissions import may
from pamoja.protocols.odk.rest import Call, refused
from pamoja.protocols.odk.verbs import FORM, VERBS

SCHEMAS = ("published__schema", "draft__schema")
EMPTY_VERSION = "___"
"""How an address names a version that is empty."""


def form_at(call: Call, project: Project, form_id: str, *verbs: str) -> Form:
    """A form by the id that clients know. Raises 404.1, and 403.1 for who may do none of these there.

    Within their own workspace people are told that they may not; elsewhere nothing exists for them.
    """
    form = find_form(project, form_id)
    if not any(_may(call, verb, form) for verb in verbs):
        raise refused("403.1")
    return form


def version_at(
    call: Call, project: Project, form_id: str, draft: str = "", version: str | None = None
) -> tuple[Form, FormVersion]:
    """The form that an address names and its version: the draft, one by name, else what is published, else the draft.

    Raises 404.1, and 403.1 for who may not read it: drafts are for who may change them, closed forms for who may see
    what is not to be filled in.
    """
    form = find_form(project, form_id)
    return form, readable(call, form, form.draft if draft else _published(form, version))


def readable(call: Call, form: Form, found: FormVersion | None) -> FormVersion:
    """A version that the caller may read. Raises 404.1 for none, 403.1."""
    if found is None:
        raise refused("404.1")
    verbs = ("form.read", "open_form.read") if found.published_at else ("form.update",)
    if not any(_may(call, verb, form) for verb in verbs):
        raise refused("403.1")
    return found


def find_form(project: Project, form_id: str) -> Form:
    """A form by the id that clients know, whoever asks. Raises 404.1."""
    rows = Form.objects.select_related("project", "published", "draft", "created_by").defer(*SCHEMAS)
    form: Form | None = rows.filter(project=project, xml_form_id=form_id, deleted_at__isnull=True).first()
    if form is None:
        raise refused("404.1")
    return form


def _published(form: Form, version: str | None) -> Any:
    if version is None:
        return form.published or form.draft
    name = "" if version == EMPTY_VERSION else version
    return form.versions.filter(version=name, published_at__isnull=False).first()


def _may(call: Call, verb: str, form: Form) -> bool:
    """What is a matter of the form itself is asked of the form: a device may only what it was given."""
    if verb.startswith("open_form.") and form.state == Form.State.CLOSED:
        return False
    kind, ours = VERBS[verb]
    return may(call.actor, ours, form) if kind == FORM else call.may(verb, form=form)


def dataset_at(call: Call, project: Project, name: str, verb: str = "") -> Dataset:
    """A published list by its name.

    Raises 404.1, and 403.1 for who may not do this there or may not read all that the list holds.
    """
    rows = Dataset.objects.select_related("project").filter(project=project, name=name, deleted_at__isnull=True)
    dataset: Dataset | None = rows.filter(published_at__isnull=False).first()
    if dataset is None:
        raise refused("404.1")
    if verb:
        call.require(verb, project)
    if verb.startswith("entity."):
        require_list_shown(call.actor, dataset)
    return dataset


def may_fetch(call: Call, dataset: Dataset) -> bool:
    """Whether the caller fills in a form that reads a list, and so gets it."""
    return any(_may(call, verb, form) for form in forms_reading(dataset) for verb in ("form.read", "open_form.read"))

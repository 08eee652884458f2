"""`formList`: what a collecting app is offered to fill in."""

from collections.abc import Iterable

from django.http import HttpResponse

from pamoja.apps.forms.contracts import Form, FormVersion, Project
from pamoja.apps.forms.selectors import forms_to_collect
from pamoja.formats.openrosa import CONTENT_TYPE, ListedForm, form_list
from pamoja.protocols.odk.addresses import form_url
from pamoja.protocols.odk.rest import Call


def list_to_collect(call: Call, project: Project) -> HttpResponse:
    """Every published form that the caller may fill in, or the one that is asked for."""
    forms: Iterable[Form] = forms_to_collect(call.actor, project.pk)
    wanted = call.query.get("formID")
    listed = [
        listed_form(form, form.published, form_url(project.pk, form.xml_form_id, call.key))
        for form in forms
        if form.published and wanted in (None, form.xml_form_id)
    ]
    return HttpResponse(form_list(listed), content_type=CONTENT_TYPE)


def listed_form(form: Form, version: FormVersion, url: str) -> ListedForm:
    """A form in the list; `url` is its address without an ending."""
    return ListedForm(
        form_id=form.xml_form_id,
        name=version.name,
        version=version.version,
        hash=version.md5,
        download_url=f"{url}.xml",
        manifest_url=f"{url}/manifest" if version.files.exists() else "",
    )

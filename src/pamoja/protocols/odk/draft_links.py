"""What a draft's test link opens: the draft alone, for whoever has the link."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from pamoja.apps.forms.contracts import Form, FormVersion
from pamoja.core.permissions import Actor, system_actor
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.formats.openrosa import CONTENT_TYPE, form_list
from pamoja.protocols.odk.addresses import draft_url
from pamoja.protocols.odk.form_files import manifest_of, served
from pamoja.protocols.odk.form_lists import listed_form
from pamoja.protocols.odk.forms import XML_TYPE


def list_draft(request: HttpRequest, form: Form) -> HttpResponse:
    """`formList` with the draft alone."""
    listed = listed_form(form, _draft(form), _url(form))
    return HttpResponse(form_list([listed]), content_type=CONTENT_TYPE)


def read_xml(request: HttpRequest, form: Form) -> HttpResponse:
    """The XML of the draft."""
    return HttpResponse(bytes(_draft(form).xml), content_type=XML_TYPE)


def read_manifest(request: HttpRequest, form: Form) -> HttpResponse:
    """Which files go with the draft."""
    return manifest_of(_tester(form), _draft(form), _url(form))


def read_file(request: HttpRequest, form: Form, name: str) -> HttpResponseBase:
    """One file of the draft."""
    return served(request, _tester(form), _draft(form), name)


def _draft(form: Form) -> FormVersion:
    if form.draft is None:
        raise Problem(NOT_FOUND)
    return form.draft


def _url(form: Form) -> str:
    return draft_url(form.project_id, form.xml_form_id, form.draft_token)


def _tester(form: Form) -> Actor:
    """Who comes with a test link: it shows what the draft will be filled in with."""
    return system_actor("test-link", form.workspace)

"""Filling a form in the browser: the page, what it fetches, and what it sends."""

from typing import IO, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.forms.making.found import form_of
from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.models import Form, FormVersion, Submission
from pamoja.apps.forms.problems import FORM_CLOSED, FORM_NOT_PLAIN, NO_DRAFT, SUBMISSION_MALFORMED
from pamoja.apps.forms.services import Sender, receive_submission
from pamoja.core.csp import NONCE, WASM, csp
from pamoja.core.files.services import read_chunks
from pamoja.core.permissions import Actor, visible
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.formats.openrosa import XML_PART, part_name

CREATED = 201
ANY_NAME = "-"
# What a browser would run in our name leaves as bytes.
ACTIVE = frozenset({"application/xml", "image/svg+xml", "text/html"})


@require_safe
@csp({"script-src": (WASM,), "style-src": (NONCE,)})
@at_work
def fill(request: HttpRequest, actor: Actor, form_id: int, is_test: bool = False) -> HttpResponseBase:
    """The page on which a person fills a form in."""
    form = _fillable(actor, form_id, is_test)
    variant = "_draft" if is_test else ""
    context = {
        "form": form,
        "is_test": is_test,
        "xml_url": reverse(f"forms:fill_xml{variant}", args=[form.pk]),
        # the island adds the name of a file to the folder
        "files_url": reverse(f"forms:fill_file{variant}", args=[form.pk, ANY_NAME]).removesuffix(ANY_NAME),
        "submit_url": reverse(f"forms:submit{variant}", args=[form.pk]),
        "done_url": reverse(f"forms:sent{variant}", args=[form.pk]),
        "nonce": request.csp_nonce,  # type: ignore[attr-defined]
    }
    return render(request, "forms/making/fill.html", context)


@require_safe
@at_work
def fill_xml(request: HttpRequest, actor: Actor, form_id: int, is_test: bool = False) -> HttpResponse:
    """The XML of the version that is filled in."""
    version = _version(_fillable(actor, form_id, is_test), is_test)
    xml = bytes(FormVersion.objects.values_list("xml", flat=True).get(pk=version.pk))
    headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(xml, content_type="application/xml; charset=utf-8", headers=headers)


@require_safe
@at_work
def fill_file(
    request: HttpRequest, actor: Actor, form_id: int, name: str, is_test: bool = False
) -> StreamingHttpResponse:
    """A file of the form by the name that the form gives it."""
    version = _version(_fillable(actor, form_id, is_test), is_test)
    slot = version.files.select_related("file__blob").filter(name=name, file__isnull=False).first()
    if slot is None or slot.file is None:
        raise Problem(NOT_FOUND)
    kind = "application/octet-stream" if slot.file.content_type in ACTIVE else slot.file.content_type
    disposition = content_disposition_header(True, slot.name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(read_chunks(slot.file), content_type=kind, headers=headers)


@require_POST
@at_work
def submit(request: HttpRequest, actor: Actor, form_id: int, is_test: bool = False) -> HttpResponse:
    """Take what the page sends: the XML of the answers, and files by the names that the answers give them."""
    form = _fillable(actor, form_id, is_test)
    files = {name: cast(IO[bytes], file) for name, file in request.FILES.items()}
    part = files.pop(XML_PART, None)
    if part is None:
        raise Problem(SUBMISSION_MALFORMED, _("The answers are missing."))
    sender = Sender("browser", request.headers.get("User-Agent", ""))
    named = {part_name(name): file for name, file in files.items()}
    receive_submission(actor, form.project_id, part.read(), named, sender, draft_of=form if is_test else None)
    return HttpResponse(status=CREATED)


@require_safe
@at_work
def sent(request: HttpRequest, actor: Actor, form_id: int, is_test: bool = False) -> HttpResponse:
    """Said after sending: that it arrived, and what can be done next."""
    form = form_of(actor, form_id)
    mine = Submission.objects.filter(form=form, submitted_by=actor.user, is_test=False, deleted_at__isnull=True)
    latest = None if is_test else visible(mine, actor).order_by("-pk").first()
    return render(request, "forms/making/sent.html", {"form": form, "is_test": is_test, "record": latest})


def _fillable(actor: Actor, form_id: int, is_test: bool) -> Form:
    """The form, when this person may fill it in now; a draft is for those who may change it."""
    form = form_of(actor, form_id, "change" if is_test else "submit")
    if is_test and form.draft is None:
        raise Problem(NO_DRAFT)
    if not is_test and form.published is None:
        raise Problem(NOT_FOUND)
    if not is_test and form.state == Form.State.CLOSED:
        raise Problem(FORM_CLOSED)
    if _version(form, is_test).key_id is not None:
        raise Problem(FORM_NOT_PLAIN, _("Its answers are encrypted on the device that collects them."))
    return form


def _version(form: Form, is_test: bool) -> FormVersion:
    version = form.draft if is_test else form.published
    if version is None:
        raise Problem(NOT_FOUND)
    return version

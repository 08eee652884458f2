"""Receiving submissions from collecting apps."""

from collections.abc import Mapping
from typing import IO, cast

from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError

from pamoja.apps.forms.contracts import Form
from pamoja.apps.forms.services import Sender, receive_submission
from pamoja.core.permissions import Actor
from pamoja.formats.openrosa import CONTENT_TYPE, XML_PART, Refusal, missing_xml_part, part_name, success
from pamoja.protocols.odk.auth import Refused


def submit(request: HttpRequest, actor: Actor, project: int, key: str | None) -> HttpResponse:
    """`HEAD` tells how much a POST may hold; `POST` stores a submission with the files that came along."""
    if request.method in ("HEAD", "GET"):
        return HttpResponse(status=204)
    xml, files = _parts(request)
    receive_submission(actor, project, xml, files, _sender(request))
    return _stored()


def submit_draft(request: HttpRequest, form: Form) -> HttpResponse:
    """A test submission for a draft, by its test link."""
    if request.method in ("HEAD", "GET"):
        return HttpResponse(status=204)
    xml, files = _parts(request)
    actor = Actor(f"test-link:{form.public_id}", form.workspace)
    receive_submission(actor, form.project_id, xml, files, _sender(request), draft_of=form)
    return _stored()


def _stored() -> HttpResponse:
    return HttpResponse(success(), status=201, content_type=CONTENT_TYPE)


def _parts(request: HttpRequest) -> tuple[bytes, Mapping[str, IO[bytes]]]:
    """The XML part and every other file part by the name of the part. Raises Refused 400.39, 400.7."""
    try:
        uploaded = {name: cast(IO[bytes], file) for name, file in request.FILES.items()}
    except MultiPartParserError as error:
        raise Refused(Refusal.of("400.39")) from error
    part = uploaded.pop(XML_PART, None)
    text = request.POST.get(XML_PART)
    if part is None and text is None:
        raise Refused(missing_xml_part())
    xml = part.read() if part is not None else str(text).encode()
    return xml, {part_name(name): file for name, file in uploaded.items()}


def _sender(request: HttpRequest) -> Sender:
    """What the client says of itself; the name of a program on top of a client library comes first."""
    agents = (request.headers.get("odk-client", ""), request.headers.get("User-Agent", ""))
    return Sender(request.GET.get("deviceID", ""), " ".join(agent for agent in agents if agent))

"""Receiving submissions from collecting apps."""

from collections.abc import Mapping
from typing import IO, Any

from django.http import HttpRequest, HttpResponse
from multipart import MultipartError, MultipartParser, parse_options_header

from pamoja.apps.forms.contracts import Form
from pamoja.apps.forms.services import Sender, receive_submission
from pamoja.core.permissions import Actor
from pamoja.formats.openrosa import CONTENT_TYPE, XML_PART, Refusal, missing_xml_part, part_name, success
from pamoja.protocols.odk.auth import Refused

LIMITS: dict[str, Any] = {"part_limit": 1000, "spool_limit": 1024 * 1024, "memory_limit": 16 * 1024 * 1024}


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
    """The XML part and every other file part by the name of the part. Raises Refused 400.39, 400.7.

    `multipart` reads a small record in a tenth of the time that Django's parser takes.
    """
    content_type, options = parse_options_header(request.headers.get("Content-Type", ""))
    if content_type != "multipart/form-data":
        raise Refused(missing_xml_part())
    length = int(request.headers.get("Content-Length") or -1)
    parser = MultipartParser(request, options.get("boundary", ""), length, **LIMITS)
    try:
        parts = {part.name: part for part in parser}
    except (MultipartError, ValueError) as error:
        raise Refused(Refusal.of("400.39")) from error
    xml = parts.pop(XML_PART, None)
    if xml is None:
        raise Refused(missing_xml_part())
    return xml.raw, {part_name(name): part.file for name, part in parts.items() if part.filename is not None}


def _sender(request: HttpRequest) -> Sender:
    """What the client says of itself; the name of a program on top of a client library comes first."""
    agents = (request.headers.get("odk-client", ""), request.headers.get("User-Agent", ""))
    return Sender(request.GET.get("deviceID", ""), " ".join(agent for agent in agents if agent))

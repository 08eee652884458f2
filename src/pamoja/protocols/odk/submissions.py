"""Receiving submissions from collecting apps."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import MappingProxyType
from typing import IO, Any

from django.http import HttpRequest, HttpResponse
from multipart import MultipartError, MultipartParser, MultipartPart, ParserLimitReached, parse_options_header

from pamoja.apps.forms.contracts import Form
from pamoja.apps.forms.selectors import find_form
from pamoja.apps.forms.services import Sender, receive_submission
from pamoja.core.permissions import Actor, require
from pamoja.formats.openrosa import (
    BAD_PART_HEAD,
    CONTENT_TYPE,
    CUT_SHORT,
    NO_BOUNDARY,
    XML_PART,
    missing_xml_part,
    multipart_refusal,
    part_name,
    success,
    too_large,
)
from pamoja.protocols.odk.auth import Refused

MOST_PARTS, IN_MEMORY_BYTES, ON_DISK_BYTES = 1000, 256 * 1024, 1024**3
LIMITS: dict[str, Any] = {
    "part_limit": MOST_PARTS,
    "spool_limit": IN_MEMORY_BYTES,
    "memory_limit": MOST_PARTS * IN_MEMORY_BYTES,  # never what stops a body: many small photos are an ordinary record
    "disk_limit": ON_DISK_BYTES,
}


def submit(request: HttpRequest, actor: Actor, project: int, key: str | None) -> HttpResponse:
    """`HEAD` tells how much a POST may hold; `POST` stores a submission with the files that came along."""
    if request.method in ("HEAD", "GET"):
        return HttpResponse(status=204)
    with _parts(request) as (xml, files, types):
        receive_submission(actor, project, xml, files, sender_of(request, types))
    return _stored()


def submit_draft(request: HttpRequest, form: Form) -> HttpResponse:
    """A test submission for a draft, by its test link."""
    if request.method in ("HEAD", "GET"):
        return HttpResponse(status=204)
    return _store_test(request, Actor(f"test-link:{form.public_id}", form.workspace), form)


def submit_to_draft(request: HttpRequest, actor: Actor, project: int, key: str | None, form_id: str) -> HttpResponse:
    """A test submission for a draft, from who has signed in and may submit to the form."""
    if request.method in ("HEAD", "GET"):
        return HttpResponse(status=204)
    form = find_form(actor, project, form_id)
    require(actor, "submit", form)
    return _store_test(request, actor, form)


def _store_test(request: HttpRequest, actor: Actor, form: Form) -> HttpResponse:
    with _parts(request) as (xml, files, types):
        receive_submission(actor, form.project_id, xml, files, sender_of(request, types), draft_of=form)
    return _stored()


def _stored() -> HttpResponse:
    return HttpResponse(success(), status=201, content_type=CONTENT_TYPE)


@contextmanager
def _parts(request: HttpRequest) -> Iterator[tuple[bytes, Mapping[str, IO[bytes]], Mapping[str, str]]]:
    """The XML part, every other file part by its name, and of what type each is said to be.

    Raises Refused 400.39, 400.7, 413.1.
    """
    content_type, options = parse_options_header(request.headers.get("Content-Type", ""))
    if content_type != "multipart/form-data":
        raise Refused(missing_xml_part())
    boundary = options.get("boundary", "")
    if not boundary:
        raise Refused(multipart_refusal(NO_BOUNDARY))
    with ExitStack() as files:  # large parts lie in files, which end with the block
        parts = _read(request, boundary, files)
        xml = parts.pop(XML_PART, None)
        if xml is None:
            raise Refused(missing_xml_part())
        sent = {part_name(name): part for name, part in parts.items() if part.filename is not None}
        types = {name: part.content_type or "" for name, part in sent.items()}
        yield xml.raw, {name: part.file for name, part in sent.items()}, types


def _read(request: Any, boundary: str, files: ExitStack) -> dict[str, MultipartPart]:
    """The parts by name. `multipart` reads a small record in a tenth of the time that Django's parser takes."""
    length = int(request.headers.get("Content-Length") or -1)
    body = request.environ["wsgi.input"] if length < 0 else request  # Django reads no body of unknown length
    delimiter = b"--" + boundary.encode("utf-8", "replace")
    parts: dict[str, MultipartPart] = {}
    try:
        for part in MultipartParser(body, boundary, length, **LIMITS):
            files.callback(part.close)
            parts[part.name] = part
    except ParserLimitReached as error:
        raise Refused(too_large()) from error
    except (MultipartError, ValueError) as error:
        is_cut = "Unexpected end" in str(error) and not any(_begins_with(part, delimiter) for part in parts.values())
        raise Refused(multipart_refusal(CUT_SHORT if is_cut else BAD_PART_HEAD)) from error
    if any(_begins_with(part, delimiter) for part in parts.values()):
        raise Refused(multipart_refusal(BAD_PART_HEAD))
    return parts


def _begins_with(part: MultipartPart, mark: bytes) -> bool:
    """Whether a part without content has swallowed the one behind it."""
    start: bytes = part.file.read(len(mark))
    part.file.seek(0)
    return start == mark


def sender_of(request: HttpRequest, types: Mapping[str, str] = MappingProxyType({})) -> Sender:
    """What the client says of itself; the name of a program on top of a client library comes first."""
    agents = (request.headers.get("odk-client", ""), request.headers.get("User-Agent", ""))
    return Sender(request.GET.get("deviceID", ""), " ".join(agent for agent in agents if agent), types)

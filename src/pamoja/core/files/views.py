"""Giving files out."""

from typing import IO
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from pamoja.core.audit.services import Act, record_many
from pamoja.core.files.models import StoredFile
from pamoja.core.files.selectors import readable_file
from pamoja.core.files.storage import file_store
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.formats.filetypes import UNKNOWN

# Types that a browser would run in our name; they leave as bytes.
ACTIVE = frozenset({"application/xml", "image/svg+xml", "text/html"})
SEALED_OFF = "default-src 'none'; sandbox"
CACHED = {
    StoredFile.Sensitivity.PUBLIC: "public, max-age=86400",
    StoredFile.Sensitivity.INTERNAL: "private, max-age=600",
}


@require_safe
def download(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The bytes, always as a download; `<img>`, `<audio>` and `<video>` show them nevertheless."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    stored = readable_file(actor, public_id)
    if stored is None:
        raise Problem(NOT_FOUND)
    etag = quote_etag(stored.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged if isinstance(unchanged, HttpResponseNotModified) else _bytes(actor, stored)
    for name, value in _headers(stored, etag).items():
        response.headers[name] = value
    return response


def _bytes(actor: Actor, stored: StoredFile) -> HttpResponseBase:
    if stored.sensitivity == StoredFile.Sensitivity.PROTECTED:
        record_many(actor, [Act("download", "files.file", str(stored.public_id), {"kind": stored.kind})])
    try:
        stream: IO[bytes] = file_store().open(stored.blob.storage_key)
    except FileNotFoundError:
        raise Problem(NOT_FOUND) from None
    type_ = UNKNOWN if stored.content_type in ACTIVE else stored.content_type
    response = FileResponse(stream, content_type=type_)
    response.headers["Content-Length"] = str(stored.size)
    return response


def _headers(stored: StoredFile, etag: str) -> dict[str, str]:
    name = "".join(letter for letter in stored.name or "" if letter.isprintable()).replace("/", "_")
    return {
        "Content-Disposition": content_disposition_header(True, name or "file") or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": SEALED_OFF,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": CACHED.get(StoredFile.Sensitivity(stored.sensitivity), "no-store"),
        "ETag": etag,
    }

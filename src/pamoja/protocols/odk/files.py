"""Files as answers: with a mark by which clients know that they have them, and never shown inside a page."""

import re

from django.http import HttpRequest, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase

from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import read_chunks
from pamoja.formats.openrosa import content_disposition

UNKNOWN = "application/octet-stream"
BY_ENDING = {"csv": "text/csv; charset=utf-8", "geojson": "application/geo+json"}
TAGS = re.compile(r'"([0-9a-f]+)"')


def file_response(request: HttpRequest, stored: StoredFile, name: str, mark: str = "") -> HttpResponseBase:
    """The file as it was taken in; 304 for a client that has it. `mark` is its MD5 where clients know it by that."""
    mark = mark or bytes(stored.blob.sha256).hex()[:32]
    if mark in TAGS.findall(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": f'"{mark}"'})
    headers = {"ETag": f'"{mark}"', "Content-Disposition": content_disposition(name)}
    return StreamingHttpResponse(read_chunks(stored), content_type=type_of(stored, name), headers=headers)


def type_of(stored: StoredFile, name: str) -> str:
    """What programs are told that a file is: what its sender said, else what its name or its content says.

    It is never shown inside a page, whatever it is called: answers say `attachment` and `nosniff`.
    """
    if stored.declared_type:
        return stored.declared_type
    by_name = BY_ENDING.get(name.rpartition(".")[2].lower())
    return by_name or (UNKNOWN if stored.content_type.startswith("text/") else stored.content_type)

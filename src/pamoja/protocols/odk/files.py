"""Files as answers: with a mark by which clients know that they have them, and nothing shown that could act."""

import re

from django.http import HttpRequest, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase

from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import read_chunks
from pamoja.formats.openrosa import content_disposition

UNKNOWN = "application/octet-stream"
BY_ENDING = {"csv": "text/csv; charset=utf-8", "geojson": "application/geo+json"}
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif"})
"""What a browser may show by itself: answers say `nosniff`, so that it takes nothing else for one of these."""
TAGS = re.compile(r'"([0-9a-f]+)"')


def file_response(
    request: HttpRequest, stored: StoredFile, name: str, shown: frozenset[str] = frozenset()
) -> HttpResponseBase:
    """The file as it was taken in; 304 for a client that has it. Types in `shown` may be looked at in a browser."""
    mark, kind = stored.mark, type_of(stored, name)
    if mark in TAGS.findall(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": f'"{mark}"'})
    disposition = content_disposition(name, "inline" if kind in shown else "attachment")
    headers = {"ETag": f'"{mark}"', "Content-Disposition": disposition}
    return StreamingHttpResponse(read_chunks(stored), content_type=kind, headers=headers)


def type_of(stored: StoredFile, name: str) -> str:
    """What programs are told that a file is: what its sender said, else what its name or its content says.

    Whatever it is called, no page comes of it: answers say `nosniff`, and `attachment` of all but pictures.
    """
    if stored.declared_type:
        return stored.declared_type
    by_name = BY_ENDING.get(name.rpartition(".")[2].lower())
    return by_name or (UNKNOWN if stored.content_type.startswith("text/") else stored.content_type)

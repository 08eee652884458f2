"""OpenRosa 1.0: the documents a server answers with, its headers and what it refuses.

Which answer belongs to which case is in docs/reference/openrosa.md.
"""

from pamoja.formats.openrosa.documents import (
    EntityState,
    ListedForm,
    MediaFile,
    entity_integrity,
    form_list,
    manifest,
    message,
    success,
)
from pamoja.formats.openrosa.http import (
    ACCEPT_LENGTH,
    CONTENT_TYPE,
    CSRF_PART,
    VERSION,
    VERSION_HEADER,
    XML_PART,
    content_disposition,
    is_accepted_version,
    part_name,
    response_headers,
    safe_name,
)
from pamoja.formats.openrosa.refusals import (
    BAD_PART_HEAD,
    CUT_SHORT,
    NO_BOUNDARY,
    Refusal,
    envelope_refusal,
    missing_xml_part,
    multipart_refusal,
    too_large,
    version_refusal,
)
from pamoja.formats.xform.envelope import Envelope, read_envelope

__all__ = [
    "ACCEPT_LENGTH",
    "BAD_PART_HEAD",
    "CONTENT_TYPE",
    "CSRF_PART",
    "CUT_SHORT",
    "NO_BOUNDARY",
    "VERSION",
    "VERSION_HEADER",
    "XML_PART",
    "EntityState",
    "Envelope",
    "ListedForm",
    "MediaFile",
    "Refusal",
    "content_disposition",
    "entity_integrity",
    "envelope_refusal",
    "form_list",
    "is_accepted_version",
    "manifest",
    "message",
    "missing_xml_part",
    "multipart_refusal",
    "part_name",
    "read_envelope",
    "response_headers",
    "safe_name",
    "success",
    "too_large",
    "version_refusal",
]

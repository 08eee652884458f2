"""Give a form the public key for which devices encrypt its records, and a version of its own."""

import base64
from datetime import datetime

from pamoja.engines.xforms.xml import XFormRefused, parse_xml
from pamoja.formats.xform.parse import parse_xform
from pamoja.formats.xform.splicing import START_TAG, place_of, with_attribute
from pamoja.formats.xform.versioning import with_version

MODEL, ATTRIBUTE = ["html", "head", "model"], "base64RsaPublicKey"
STAMP_BYTES = 6


def encrypted_form(xml: bytes, key: str, suffix: str) -> bytes:
    """The form for this key, its version with the suffix behind it; every other byte stays. Raises XFormRefused."""
    version = parse_xform(xml).version
    return with_version(_with_key(xml, key), f"{version}{suffix}")


def version_suffix(at: datetime) -> str:
    """What is put behind the version of a form that was encrypted at this moment, as ODK Central writes it."""
    stamp = int(at.timestamp() * 1000).to_bytes(STAMP_BYTES, "big")
    return f"[encrypted:{base64.b64encode(stamp).decode()}]"


def _with_key(xml: bytes, key: str) -> bytes:
    parse_xml(xml)
    at = place_of(xml, lambda above, name: above == MODEL and name == "submission")
    if at >= 0 and (tag := START_TAG.match(xml, at)):
        return with_attribute(xml, tag, ATTRIBUTE, key)
    end = place_of(xml, lambda above, name: [*above, name] == MODEL, at_end=True)
    if end < 0:
        raise XFormRefused("no_model", "The form has no model", "/html/head/model")
    prefix = xml[end + 2 :].split(b">")[0].strip().rpartition(b":")[0]  # the tag is of the model's namespace
    name = b":".join(filter(None, (prefix, b"submission")))
    return b"".join([xml[:end], b"<", name, f' {ATTRIBUTE}="{key}"/>'.encode(), xml[end:]])

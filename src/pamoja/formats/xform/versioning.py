"""Give a form another version, and leave every other byte of its XML as it is."""

from pamoja.engines.xforms.xml import XFormRefused, parse_xml
from pamoja.formats.xform.parse import parse_xform
from pamoja.formats.xform.splicing import START_TAG, place_of, with_attribute

ABOVE = ["html", "head", "model", "instance"]


def with_version(xml: bytes, version: str) -> bytes:
    """The form with this version. XFormRefused for what is no form, or not in an encoding that grew out of ASCII."""
    parse_xml(xml)
    at = place_of(xml, lambda above, name: above == ABOVE)
    found = START_TAG.match(xml, at) if at >= 0 else None
    if found is None:
        raise XFormRefused("no_instance", "The form has no primary instance", "/html/head/model/instance")
    renamed = with_attribute(xml, found, "version", version)
    if parse_xform(renamed).version != version:  # in UTF-16, say, where one letter is more than one byte
        raise XFormRefused("malformed", "No version can be written into this XML")
    return renamed

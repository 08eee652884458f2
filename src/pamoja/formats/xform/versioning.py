"""Give a form another version, and leave every other byte of its XML as it is."""

import re
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from pamoja.engines.xforms.xml import BARE_AMPERSAND, BOM, CDATA, XML_SPACE, XFormRefused, local_name, parse_xml
from pamoja.formats.xform.parse import parse_xform

ABOVE = ["html", "head", "model", "instance"]
ATTRIBUTE = re.compile(rb"""([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")
START_TAG = re.compile(rb"""<([^\s/>]+)((?:[^"'>]|"[^"]*"|'[^']*')*?)(\s*/?>)""")


def with_version(xml: bytes, version: str) -> bytes:
    """The form with this version. XFormRefused for what is no form, or not in an encoding that grew out of ASCII."""
    parse_xml(xml)
    at = _place_of_root(xml)
    found = START_TAG.match(xml, at) if at >= 0 else None
    if found is None:
        raise XFormRefused("no_instance", "The form has no primary instance", "/html/head/model/instance")
    renamed = _renamed(xml, found, quoteattr(version).encode("ascii", "xmlcharrefreplace"))
    if parse_xform(renamed).version != version:  # in UTF-16, say, where one letter is more than one byte
        raise XFormRefused("malformed", "No version can be written into this XML")
    return renamed


def _renamed(xml: bytes, tag: re.Match[bytes], written: bytes) -> bytes:
    """The start tag with the version in the place of the old one, else behind its other attributes."""
    for attribute in ATTRIBUTE.finditer(xml, *tag.span(2)):
        if local_name(attribute[1].decode(errors="replace")) == "version":
            return xml[: attribute.start(2)] + written + xml[attribute.end(2) :]
    return xml[: tag.end(2)] + b" version=" + written + xml[tag.end(2) :]


def _place_of_root(xml: bytes) -> int:
    """Where the start tag of the primary instance's root begins; -1 when there is none."""
    start = len(xml) - len(xml.removeprefix(BOM).lstrip(XML_SPACE))
    parser = expat.ParserCreate()
    above: list[str] = []
    place = -1

    def begin(tag: str, _attributes: object) -> None:
        nonlocal place
        if place < 0 and above == ABOVE:
            place = start + parser.CurrentByteIndex
        above.append(local_name(tag))

    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda tag: above.pop()
    try:
        read = xml[start:] if CDATA in xml else BARE_AMPERSAND.sub(b"_", xml[start:])  # forgiven, at the same places
        parser.Parse(read, True)
    except expat.ExpatError as error:
        raise XFormRefused("malformed", "The XML cannot be read") from error
    return place

"""Find a tag in XML and write an attribute into it, with every other byte left as it is."""

import re
from collections.abc import Callable
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from pamoja.engines.xforms.xml import BARE_AMPERSAND, BOM, CDATA, XML_SPACE, XFormRefused, local_name

ATTRIBUTE = re.compile(rb"""([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")
START_TAG = re.compile(rb"""<([^\s/>]+)((?:[^"'>]|"[^"]*"|'[^']*')*?)(\s*/?>)""")
Wanted = Callable[[list[str], str], bool]
"""Told the names above a tag and its own, says whether it is the one."""


def place_of(xml: bytes, is_it: Wanted, at_end: bool = False) -> int:
    """Where the first such start tag begins, or such end tag; -1 when there is none. Raises XFormRefused."""
    start = len(xml) - len(xml.removeprefix(BOM).lstrip(XML_SPACE))
    parser = expat.ParserCreate()
    above: list[str] = []
    place = -1

    def note(name: str) -> None:
        nonlocal place
        if place < 0 and is_it(above, name):
            place = start + parser.CurrentByteIndex

    def begin(tag: str, _attributes: object) -> None:
        name = local_name(tag)
        if not at_end:
            note(name)
        above.append(name)

    def end(tag: str) -> None:
        name = above.pop()
        if at_end:
            note(name)

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        read = xml[start:] if CDATA in xml else BARE_AMPERSAND.sub(b"_", xml[start:])  # forgiven, at the same places
        parser.Parse(read, True)
    except expat.ExpatError as error:
        raise XFormRefused("malformed", "The XML cannot be read") from error
    return place


def with_attribute(xml: bytes, tag: re.Match[bytes], name: str, value: str) -> bytes:
    """A start tag with an attribute in the place of the old one, else behind its others."""
    written = quoteattr(value).encode("ascii", "xmlcharrefreplace")
    for attribute in ATTRIBUTE.finditer(xml, *tag.span(2)):
        if local_name(attribute[1].decode(errors="replace")) == name:
            return xml[: attribute.start(2)] + written + xml[attribute.end(2) :]
    return xml[: tag.end(2)] + f" {name}=".encode() + written + xml[tag.end(2) :]

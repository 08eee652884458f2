"""Read foreign XML safely: no DTD, no entities, no network, one exception when it cannot be read."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

Element = etree._Element

BOM = b"\xef\xbb\xbf"
XML_SPACE = b" \t\r\n"
MAX_USUAL_NAME = 200
CDATA = b"<![CDATA["
ROOT_TAG = re.compile(rb"\A(?:<\?xml[^>]*\?>\s*)?<[^<>]*>")
COMMA = re.compile(rb"""(=\s*(?:"[^"]*"|'[^']*'))\s*,(?=\s)""")
BARE_AMPERSAND = re.compile(rb"&(?!#|[A-Za-z_:][\w.:-]{0,30};)")


class XFormRefused(Exception):
    """The document cannot be taken: `code` is stable, `reason` is for people, `where` a line or an XPath.

    Codes: `malformed`, `doctype`, `not_an_xform`, `no_model`, `no_instance`, `no_form_id`,
    `too_deep`.
    """

    def __init__(self, code: str, reason: str, where: str = "") -> None:
        super().__init__(code, reason, where)
        self.code, self.reason, self.where = code, reason, where

    def __str__(self) -> str:
        return f"{self.reason} ({self.where})" if self.where else self.reason


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


_STRICT = _parser(recover=False)


def parse_xml(data: bytes) -> Element:
    """Return the root element of `data`, or raise XFormRefused (`malformed`, `doctype`).

    Prefixes without a declaration are forgiven (`<orx:meta>` without `xmlns:orx`), because deployed clients
    send them, and so is an ampersand that begins nothing ("People & Trees"), because forms in the field have it, and a
    comma between two attributes of the root, because programs that encrypt records for ODK Central write it; a byte
    order mark and white space before the declaration are forgiven too.
    """
    data = data.removeprefix(BOM).lstrip(XML_SPACE)
    try:
        root = etree.fromstring(data, _STRICT)
    except etree.XMLSyntaxError as error:
        root = _forgive(data, error)
    except ValueError as error:
        raise XFormRefused("malformed", "The XML cannot be read") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XFormRefused("doctype", "A document type declaration is not allowed", "DOCTYPE")
    return root


def _forgive(data: bytes, error: etree.XMLSyntaxError) -> Element:
    """Parse again and accept the result only if every complaint is about namespaces."""
    parser = _parser(recover=True)
    data = data if CDATA in data else BARE_AMPERSAND.sub(b"&amp;", data)
    data = ROOT_TAG.sub(lambda root: COMMA.sub(rb"\1", root[0]), data)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise _malformed(error) from error
    if root is None or any(entry.domain != etree.ErrorDomains.NAMESPACE for entry in parser.error_log):
        raise _malformed(error) from error
    return root


def _malformed(error: etree.XMLSyntaxError) -> XFormRefused:
    line, column = error.position
    return XFormRefused("malformed", "The XML is not well-formed", f"line {line}, column {column}")


def local_name(tag: str) -> str:
    """Strip the namespace: `{uri}meta` and an undeclared `orx:meta` are both `meta`."""
    return _usual_name(tag) if len(tag) < MAX_USUAL_NAME else _split(tag)


def _split(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


_usual_name = lru_cache(maxsize=4096)(_split)
"""Forms ask for the same few names a thousand times; only short ones are remembered."""


def namespace_of(tag: str) -> str:
    """Return the namespace URI of an expanded tag, or an empty string."""
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def elements(parent: Element, *names: str) -> Iterator[Element]:
    """Yield the child elements, only those with one of these local names when any is given."""
    for child in parent:
        if isinstance(child.tag, str) and (not names or local_name(child.tag) in names):
            yield child


def descendants(parent: Element, *names: str) -> Iterator[Element]:
    """Yield every element below `parent` with one of these local names, in document order."""
    for child in parent.iterdescendants():
        if isinstance(child.tag, str) and local_name(child.tag) in names:
            yield child


def first(parent: Element | None, *names: str) -> Element | None:
    """Return the first child with one of these local names."""
    return None if parent is None else next(elements(parent, *names), None)


def attribute(element: Element, name: str) -> str:
    """Return the attribute with this local name, the one without a namespace first; empty when absent."""
    plain = element.get(name)
    if plain is not None:
        return plain
    return next((str(value) for key, value in element.attrib.items() if local_name(str(key)) == name), "")


def has_attribute(element: Element, name: str) -> bool:
    """Tell whether an attribute with this local name is there, even if empty."""
    return any(local_name(str(key)) == name for key in element.attrib)


def attributes(element: Element) -> dict[str, str]:
    """Return all attributes by local name."""
    return {local_name(str(key)): str(value) for key, value in element.attrib.items()}

"""A submission without some of its answers: elements stay, what stood in them goes."""

from collections.abc import Callable

from lxml import etree

from pamoja.engines.xforms.xml import Element, elements, local_name, parse_xml

IDS = frozenset({"instanceid", "deprecatedid"})


def stripped(xml: bytes, hides: Callable[[str], bool]) -> bytes:
    """The XML without the text below the paths ("/household/head") that are hidden; raise XFormRefused when unreadable.

    Text between elements and comments go too, attributes and a record's own ids stay.
    """
    root = parse_xml(xml)
    _strip(root, "", hides)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _strip(at: Element, path: str, hides: Callable[[str], bool]) -> None:
    if hides(path) and path.rpartition("/")[2].lower() not in IDS:
        at.text = None
    for child in elements(at):
        child.tail = None
        _strip(child, f"{path}/{local_name(str(child.tag))}", hides)

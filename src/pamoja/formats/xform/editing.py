"""A newer version of a submission: other answers under a new instance id, all else as it was sent.

Source: OpenRosa metadata schema (`instanceID`, `deprecatedID`); ODK XForms specification, "Metadata".
"""

from collections.abc import Mapping

from lxml import etree

from pamoja.engines.xforms.serialise import clean_text
from pamoja.engines.xforms.xml import Element, elements, local_name, namespace_of, parse_xml

OPENROSA = "http://openrosa.org/xforms"
META, INSTANCE_ID, DEPRECATED_ID = "meta", "instanceID", "deprecatedID"
NO_ANSWERS: Mapping[str, str] = {}


def edited(xml: bytes, instance_id: str, deprecated_id: str, answers: Mapping[str, str] = NO_ANSWERS) -> bytes:
    """The XML of an edit that replaces the version `deprecated_id`; raise XFormRefused when it cannot be read.

    `answers` are texts by the paths of questions ("/household/size", "/household/member[2]/age"), empty for none.
    Nothing else is calculated or taken out. Raise ValueError for a path that is there more than once, or is a group.
    """
    root = parse_xml(xml)
    for path, text in answers.items():
        _answer(root, path, clean_text(text))
    _identify(root, instance_id, deprecated_id)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _answer(root: Element, path: str, text: str) -> None:
    at = root
    for step in path.strip("/").split("/"):
        name, _, position = step.rstrip("]").partition("[")
        found = list(elements(at, name))
        if len(found) > 1 and not position:
            raise ValueError(f"{path} is there more than once")
        if len(found) < int(position or 0):
            raise ValueError(f"{path} is not there")
        at = found[int(position or 1) - 1] if found else etree.SubElement(at, _sibling_tag(at, name))
    if next(elements(at), None) is not None:
        raise ValueError(f"{path} is a group")
    at.text = text or None


def _sibling_tag(parent: Element, name: str) -> str:
    """A form whose root has a namespace has its questions in it, too."""
    space = namespace_of(str(parent.tag))
    return f"{{{space}}}{name}" if space else name


def _identify(root: Element, instance_id: str, deprecated_id: str) -> None:
    meta = _found(root, META)
    if meta is None:  # the first clients wrote their id elsewhere; what stands in the meta block comes first
        meta = etree.SubElement(root, f"{{{OPENROSA}}}{META}", nsmap={"orx": OPENROSA})
    _set(meta, INSTANCE_ID, instance_id)
    _set(meta, DEPRECATED_ID, deprecated_id)


def _set(meta: Element, name: str, text: str) -> None:
    element = _found(meta, name)
    if element is None:
        space = namespace_of(str(meta.tag)) or (OPENROSA if ":" in str(meta.tag) else "")
        element = etree.SubElement(meta, f"{{{space}}}{name}" if space else name)
    element.text = text


def _found(parent: Element, name: str) -> Element | None:
    """A child of that name in any spelling: old clients write `instanceId`."""
    lower = name.lower()
    return next((each for each in elements(parent) if local_name(str(each.tag)).lower() == lower), None)

"""What a submission says about itself: its form, its ids, and whether it is encrypted."""

from __future__ import annotations

from dataclasses import dataclass

from pamoja.engines.xforms.xml import Element, attribute, elements, local_name, namespace_of, parse_xml

META_TAGS = ("{*}meta", "orx:meta")
ENCRYPTED_TAGS = ("{*}base64EncryptedKey",)


@dataclass(frozen=True, slots=True)
class EncryptedParts:
    """The outside of an encrypted submission (ODK XForms specification, "Encrypted submissions")."""

    key: str
    xml_file: str
    media_files: tuple[str, ...]
    signature: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """The head of a submission; `form_id` is empty when the root has neither an id nor a namespace."""

    form_id: str
    version: str = ""
    instance_id: str | None = None
    deprecated_id: str | None = None
    instance_name: str | None = None
    audit_file: str | None = None
    encryption: EncryptedParts | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A submission that has been read: its root, and what it says about itself."""

    root: Element
    envelope: Envelope


def read_document(xml: bytes) -> Document:
    """Read a submission; raise XFormRefused (`malformed`, `doctype`) when the XML cannot be read at all."""
    root = parse_xml(xml)
    return Document(root, _envelope_of(root))


def read_envelope(xml: bytes) -> Envelope:
    """Read the head of a submission; raise XFormRefused as `read_document` does."""
    return read_document(xml).envelope


def _envelope_of(root: Element) -> Envelope:
    meta = _meta(root)
    return Envelope(
        form_id=(root.get("id") or namespace_of(str(root.tag))).strip(),
        version=attribute(root, "version"),
        instance_id=meta.get("instanceid") or _instance_id_outside_meta(root),
        deprecated_id=meta.get("deprecatedid"),
        instance_name=meta.get("instancename"),
        audit_file=meta.get("audit"),
        encryption=_encryption(root),
    )


def _meta(root: Element) -> dict[str, str]:
    """Return the texts in the meta block by lower-case local name; old clients write `instanceId`."""
    block = next(root.iterchildren(*META_TAGS), None)
    if block is None:
        block = next((child for child in elements(root) if _lower_name(child) == "meta"), None)
    if block is None:
        return {}
    found = ((_lower_name(child), (child.text or "").strip()) for child in elements(block))
    return {name: text for name, text in found if text}


def _instance_id_outside_meta(root: Element) -> str | None:
    """Fall back to `<instanceID>` below the root, then to the attribute that the first clients sent."""
    element = next(root.iterchildren("{*}instanceID"), None)
    text = "" if element is None else (element.text or "").strip()
    return text or attribute(root, "instanceID").strip() or None


def _encryption(root: Element) -> EncryptedParts | None:
    key = next(root.iterchildren(*ENCRYPTED_TAGS), None)
    if key is None and root.get("encrypted") != "yes":
        return None
    return EncryptedParts(
        key=_child_text(root, "base64EncryptedKey"),
        xml_file=_child_text(root, "encryptedXmlFile"),
        media_files=tuple(_media_files(root)),
        signature=_child_text(root, "base64EncryptedElementSignature"),
    )


def _media_files(root: Element) -> list[str]:
    """Return the file names in the order in which they were encrypted, which deciphering depends on."""
    files = (file for media in root.iterchildren("{*}media") for file in media.iterchildren("{*}file"))
    return [name for file in files if (name := (file.text or "").strip())]


def _child_text(root: Element, name: str) -> str:
    element = next(root.iterchildren(f"{{*}}{name}"), None)
    return "" if element is None else (element.text or "").strip()


def _lower_name(element: Element) -> str:
    return local_name(str(element.tag)).lower()

"""The XML documents of an OpenRosa server, byte for byte in the layout that field clients are tested with.

Sources: OpenRosa Form Discovery API (formList, manifest) and Response Format, https://docs.getodk.org/openrosa/.
Texts and addresses come in plain; escaping happens here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
UPLOADED = "full submission upload was successful!"

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_FORBIDDEN = {code: "\ufffd" for code in (*range(32), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}
"""Characters that XML 1.0 cannot hold at all; one of them would make the whole list unreadable."""


@dataclass(frozen=True, slots=True)
class ListedForm:
    """One published form; `hash` is the MD5 (hex) of the form's XML, `manifest_url` empty without files."""

    form_id: str
    name: str
    version: str
    hash: str
    download_url: str
    manifest_url: str = ""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """One file of a form; `hash` is the MD5 (hex) of its bytes.

    For an entity list `type` is `entityList` (`approvalEntityList` when new entities wait for approval), `hash`
    changes with every change of the list, and `integrity_url` tells which entities are gone.
    """

    filename: str
    hash: str
    download_url: str
    type: str = ""
    integrity_url: str = ""


@dataclass(frozen=True, slots=True)
class EntityState:
    """Whether an entity that the client holds is still there for this client."""

    entity_id: str
    is_deleted: bool


def form_list(forms: Iterable[ListedForm]) -> bytes:
    """Write the answer to `formList`; a form without a name is shown by its id."""
    items = "".join(map(_listed_form, forms))
    return f'{XML_HEAD}\n  <xforms xmlns="http://openrosa.org/xforms/xformsList">\n{items}  </xforms>'.encode()


def _listed_form(form: ListedForm) -> str:
    lines = [
        "    <xform>",
        _line("formID", form.form_id),
        _line("name", form.name or form.form_id),
        _line("version", form.version),
        _line("hash", f"md5:{form.hash}"),
        _line("downloadUrl", form.download_url),
        *([_line("manifestUrl", form.manifest_url)] if form.manifest_url else []),
        "    </xform>\n",
    ]
    return "\n".join(lines)


def manifest(files: Iterable[MediaFile]) -> bytes:
    """Write the answer to `manifest`: only files that have content."""
    items = "".join(map(_media_file, files))
    return (
        f'{XML_HEAD}\n  <manifest xmlns="http://openrosa.org/xforms/xformsManifest">\n{items}  </manifest>'
    ).encode()


def _media_file(file: MediaFile) -> str:
    kind = f' type="{_escape(file.type)}"' if file.type else ""
    lines = [
        f"    <mediaFile{kind}>",
        _line("filename", file.filename),
        _line("hash", f"md5:{file.hash}"),
        _line("downloadUrl", file.download_url),
        *([_line("integrityUrl", file.integrity_url)] if file.integrity_url else []),
        "    </mediaFile>\n",
    ]
    return "\n".join(lines)


def entity_integrity(entities: Iterable[EntityState]) -> bytes:
    """Write the answer to `integrity`: which of the asked entities are gone."""
    items = "".join(
        f'      <entity id="{_escape(each.entity_id)}">\n'
        f"        <deleted>{str(each.is_deleted).lower()}</deleted>\n"
        "      </entity>\n"
        for each in entities
    )
    return f"{XML_HEAD}\n  <data>\n    <entities>\n{items}    </entities>\n  </data>".encode()


def success() -> bytes:
    """Write the body of 201 for a submission that is stored whole; its nature is empty."""
    return message(UPLOADED, nature="")


def message(text: str, *, nature: str = "error") -> bytes:
    """Write an OpenRosaResponse; clients show the text to the person who sends."""
    return (
        '\n  <OpenRosaResponse xmlns="http://openrosa.org/http/response" items="0">\n'
        f'    <message nature="{_escape(nature)}">{_escape(text)}</message>\n'
        "  </OpenRosaResponse>"
    ).encode()


def _line(tag: str, text: str) -> str:
    return f"      <{tag}>{_escape(text)}</{tag}>"


def _escape(text: str) -> str:
    return text.translate(_FORBIDDEN).translate(_ESCAPES)

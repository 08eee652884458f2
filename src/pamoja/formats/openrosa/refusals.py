"""What an OpenRosa server refuses: numbered codes whose whole part is the HTTP status, with their messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pamoja.formats.central import UNDEFINED, message_of
from pamoja.formats.openrosa.http import ACCEPT_LENGTH, VERSION_HEADER, XML_PART, is_accepted_version
from pamoja.formats.xform.envelope import Envelope

FORM_ID_FIELD = "form ID xml attribute"
ENCRYPTED_ID_FIELD = "instanceId (required for encrypted submissions)"
NO_BOUNDARY = "Multipart: Boundary not found"
CUT_SHORT = "Unexpected end of form"
BAD_PART_HEAD = "Malformed part header"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal: `code` (its whole part is the HTTP status) and the message for the person who sends.

    `fault` says what exactly is wrong. It is for who writes the program that sent it, as are the `details` from which
    the message was made.
    """

    code: str
    text: str
    fault: str = ""
    details: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, code: str, **details: Any) -> "Refusal":
        """Make a refusal; KeyError for a code that is not in the table or a detail that is not given."""
        return cls(code, message_of(code, details), details=details)

    @property
    def status(self) -> int:
        return int(self.code.partition(".")[0])


def version_refusal(value: str | None) -> Refusal | None:
    """Refuse a request whose X-OpenRosa-Version is absent or not 1.0; an unknown value is named."""
    if is_accepted_version(value):
        return None
    return Refusal.of("400.6", field=VERSION_HEADER, value=UNDEFINED if value is None else value)


def too_large() -> Refusal:
    """Refuse what is longer than anything a form asks for."""
    return Refusal.of("413.1", megabytes=str(ACCEPT_LENGTH // 1_000_000))


def missing_xml_part() -> Refusal:
    """Refuse a POST without the XML part, or one that is not multipart at all."""
    return Refusal.of("400.7", field=XML_PART)


def multipart_refusal(fault: str) -> Refusal:
    """Refuse a body that is no multipart form; `fault` is NO_BOUNDARY, CUT_SHORT or BAD_PART_HEAD."""
    return replace(Refusal.of("400.39"), fault=fault)


def envelope_refusal(envelope: Envelope | None) -> Refusal | None:
    """Refuse a submission that names no form (None stands for XML that cannot be read).

    Also one that is encrypted and has no instance ID: nobody could ever decipher it.
    """
    if envelope is None or not envelope.form_id:
        return Refusal.of("400.2", field=FORM_ID_FIELD)
    if envelope.encryption is not None and envelope.instance_id is None:
        return Refusal.of("400.2", field=ENCRYPTED_ID_FIELD)
    return None

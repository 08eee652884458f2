"""What an OpenRosa server refuses: numbered codes whose whole part is the HTTP status, with their messages.

The numbers and messages are those that field clients and their scripts already test on.
"""

from dataclasses import dataclass, replace

from pamoja.formats.openrosa.http import ACCEPT_LENGTH, VERSION_HEADER, XML_PART, is_accepted_version
from pamoja.formats.xform.envelope import Envelope

REFUSALS: dict[str, str] = {
    "400.2": "Required parameter {field} missing.",
    "400.6": "An expected header field ({field}) did not match the expected format{got}.",
    "400.7": "Required multipart POST field {field} missing.",
    "400.8": "Unexpected {field} value {value}; {reason}",
    "400.39": "Multipart form content failed to parse.",
    "401.2": "Could not authenticate with the provided credentials.",
    "401.3": "This authentication method is only available over HTTPS",
    "403.1": "The authentication you provided does not have rights to perform that action.",
    "404.1": "Could not find the resource you were looking for.",
    "404.2": "Expected an API version (eg /v1) at the start of the request URL.",
    "404.3": "Unexpected an API version (accepts: 1) (got: {got}).",
    "404.4": (
        "You tried to access a draft testing endpoint, but it does not exist anymore or your access is no"
        " longer valid. If the form has been published and you would like to submit to it, you should"
        " configure your device with an App User token. If there is a new draft, you may have to reconfigure"
        " your device from the draft settings."
    ),
    "404.5": (
        "You tried to update an existing submission, but we can't find that submission to update ({deprecatedId})"
    ),
    "404.6": "The form version specified in this submission '{formVersion}' does not exist.",
    "409.1": (
        "A submission already exists with this ID, but with different XML. Resubmissions to attach additional"
        " multimedia must resubmit an identical xml_submission_file."
    ),
    "409.2": (
        "This form is not currently accepting submissions. Please talk to your program staff if this is unexpected."
    ),
    "409.3": "A resource already exists with {fields} value(s) of {values}.",
    "409.9": (
        "You tried to update a submission, but the copy you were editing ({deprecatedId}) is now out of date."
        " Please get the new version that has been submitted, and make your edits again."
    ),
    "409.18": "This submission has been deleted. You may not resubmit it.",
    "413.1": "This is more than the server takes at once. Send large files one by one, each below {megabytes} MB.",
    "429.1": "Too many wrong sign-ins from this address. Wait {seconds} seconds, then try again.",
}
"""Message by code; words in braces are filled in."""

FORM_ID_FIELD = "form ID xml attribute"
ENCRYPTED_ID_FIELD = "instanceId (required for encrypted submissions)"
NO_BOUNDARY = "Multipart: Boundary not found"
CUT_SHORT = "Unexpected end of form"
BAD_PART_HEAD = "Malformed part header"
OTHER_FORM_REASON = "did not match the form ID in the URL"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal: `code` (its whole part is the HTTP status) and the message for the person who sends.

    `fault` says what exactly is wrong. It is for who writes the program that sent it.
    """

    code: str
    text: str
    fault: str = ""

    @classmethod
    def of(cls, code: str, **details: str) -> "Refusal":
        """Make a refusal; KeyError for a code that is not in the table or a detail that is not given."""
        return cls(code, REFUSALS[code].format(**details))

    @property
    def status(self) -> int:
        return int(self.code.partition(".")[0])


def version_refusal(value: str | None) -> Refusal | None:
    """Refuse a request whose X-OpenRosa-Version is absent or not 1.0; an unknown value is named."""
    if is_accepted_version(value):
        return None
    got = "" if value is None else f" (got: {value})"
    return Refusal.of("400.6", field=VERSION_HEADER, got=got)


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

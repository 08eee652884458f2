"""URNs: their parts, and how they are shown."""

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import TEXT, function
from pamoja.engines.excellent.values import Value, XError, XObject
from pamoja.engines.urns import Urn, UrnError


def _parsed(text: str) -> Urn:
    try:
        return Urn.parse(text)
    except UrnError as error:
        raise XError(f"{text} is not a valid URN: {error}") from None


@function("urn_parts", TEXT)
def urn_parts(call: Call, urn: str) -> Value:
    """The scheme, the path and what to display of a URN.

    @(urn_parts("tel:+250788123123")) → {display: , path: +250788123123, scheme: tel}
    @(urn_parts("telegram:4711#amina")) → {display: amina, path: 4711, scheme: telegram}
    @(urn_parts("amina")) → ERROR
    """
    parsed = _parsed(urn)
    return XObject({"scheme": parsed.scheme, "path": parsed.path, "display": parsed.display})


@function("format_urn", TEXT)
def format_urn(call: Call, urn: str) -> Value:
    """A URN for people: what it says to display, or a phone number as it is written where it belongs.

    @(format_urn("tel:+250788123123")) → 0788 123 123
    @(format_urn("telegram:4711#amina")) → amina
    @(format_urn("amina")) → ERROR
    """
    return _parsed(urn).format()

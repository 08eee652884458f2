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

    @(urn_parts("tel:+593979012345")) → {display: , path: +593979012345, scheme: tel}
    @(urn_parts("twitterid:3263621177#bobby")) → {display: bobby, path: 3263621177, scheme: twitterid}
    @(urn_parts("not a urn")) → ERROR
    """
    parsed = _parsed(urn)
    return XObject({"scheme": parsed.scheme, "path": parsed.path, "display": parsed.display})


@function("format_urn", TEXT)
def format_urn(call: Call, urn: str) -> Value:
    """A URN for people: what it says to display, or a phone number as it is written where it belongs.

    @(format_urn("tel:+250781234567")) → 0781 234 567
    @(format_urn("twitter:134252511151#billy_bob")) → billy_bob
    @(format_urn("NOT URN")) → ERROR
    """
    return _parsed(urn).format()

"""What a router test answers: an object that is true or false, with what it matched."""

from pamoja.engines.excellent.values import DEFAULT, Value, XObject


def matched(match: Value, extra: XObject | None = None) -> XObject:
    """The answer that a test has passed: what it matched, and what else it found."""
    found: dict[str, Value] = {DEFAULT: True, "match": match}
    return XObject(found if extra is None else found | {"extra": extra})


NOT_MATCHED = XObject({DEFAULT: False, "match": ""})

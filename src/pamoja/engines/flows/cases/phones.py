"""The test for phone numbers in what people write."""

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import TEXT, optional
from pamoja.engines.excellent.values import XObject
from pamoja.engines.flows.cases.registry import router_test
from pamoja.engines.flows.cases.results import NOT_MATCHED, matched
from pamoja.engines.urns.phones import find_phones


@router_test("has_phone", TEXT, optional(TEXT))
def has_phone(call: Call, text: str, country_code: str | None = None) -> XObject:
    """Whether there is a phone number in a text, read as in a country: that of the environment if none is given.

    @(has_phone("call me on +250788123123").match) → +250788123123
    @(has_phone("call 020 7946 0958", "GB").match) → +442079460958
    @(has_phone("call me", "GB")) → false
    """
    numbers = find_phones(text, call.env.country if country_code is None else country_code)
    return matched(numbers[0]) if numbers else NOT_MATCHED

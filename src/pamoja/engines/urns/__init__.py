"""How contacts are reached: URNs like `tel:+250788123123` and `telegram:1234567#bobby`, as RapidPro writes them.

    urn = Urn.split("tel:0788 123 123").normal()
    urn.problem()       # "" if it is valid
    urn.format()        # for people

A URN is a scheme, a path, maybe a query (`?channel=...`) and what to display (`#bobby`).
"""

from pamoja.engines.urns.phones import NotNumberError, find_phones, parse_number, parse_phone
from pamoja.engines.urns.schemes import SCHEMES, Scheme
from pamoja.engines.urns.urn import REDACTED, Urn, UrnError

__all__ = [
    "REDACTED",
    "SCHEMES",
    "NotNumberError",
    "Scheme",
    "Urn",
    "UrnError",
    "find_phones",
    "parse_number",
    "parse_phone",
]

"""What the parts of a query mean: conditions as they are written, and words that stand alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pamoja.engines.contactql.comparing import name_tokens
from pamoja.engines.contactql.properties import ATTRIBUTES
from pamoja.engines.contactql.tree import Condition, Operator, PropertyKind
from pamoja.engines.environment.obfuscation import is_reference
from pamoja.engines.text.cases import lower
from pamoja.engines.urns import SCHEMES, Urn, UrnError

if TYPE_CHECKING:
    from pamoja.engines.environment import Environment

PHONE_SCHEME = "tel"
_ALIASES = {"has": Operator.CONTAINS, "is": Operator.EQUAL}
_PREFIXES = {"fields": PropertyKind.FIELD, "urns": PropertyKind.URN}
_LIKE_A_PHONE = re.compile(r"\+?[-0-9]{4,}")


class Reader:
    """Makes conditions in one environment; `unknown` is the first prefix of a property that there is not."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.unknown = ""

    def explicit(self, name: str, comparator: str, value: str) -> Condition:
        """A condition as it is written: `fields.age > 18`, `Name HAS Jo`."""
        comparator = comparator.lower()
        operator = _ALIASES.get(comparator) or Operator(comparator)
        prefix, dot, key = lower(name).partition(".")
        if not dot:
            return Condition(_kind_of(prefix), prefix, operator, value)
        if prefix not in _PREFIXES:
            self.unknown = self.unknown or prefix
        return Condition(_PREFIXES.get(prefix, PropertyKind.FIELD), key, operator, value)

    def implicit(self, text: str) -> Condition:
        """What somebody who types only this is after: a URN, a phone number, or else a name.

        Where URNs are redacted it is a reference of a contact or a name, never a URN.
        """
        read = _by_reference if self.environment.redacts_urns else _by_urn
        return read(text) or _by_name(text)


def _kind_of(name: str) -> PropertyKind:
    """The kind of a property without prefix: a field with the name of an attribute or a scheme needs one."""
    if name in ATTRIBUTES:
        return PropertyKind.ATTRIBUTE
    return PropertyKind.URN if name in SCHEMES else PropertyKind.FIELD


def _by_reference(text: str) -> Condition | None:
    return Condition(PropertyKind.ATTRIBUTE, "ref", Operator.EQUAL, text) if is_reference(text) else None


def _by_urn(text: str) -> Condition | None:
    if _LIKE_A_PHONE.fullmatch(text):
        return Condition(PropertyKind.URN, PHONE_SCHEME, Operator.CONTAINS, text.replace("-", ""))
    try:
        urn = Urn.parse(text)
    except UrnError:
        return None
    return Condition(PropertyKind.URN, urn.scheme, Operator.EQUAL, urn.path)


def _by_name(text: str) -> Condition:
    """The name contains it, unless there is too little to look for: then it is the whole name."""
    operator = Operator.CONTAINS if name_tokens(text) else Operator.EQUAL
    return Condition(PropertyKind.ATTRIBUTE, "name", operator, text)

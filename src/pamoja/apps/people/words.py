"""Why two records look like one person, in words: each field at its level, and how strongly it speaks."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pamoja.engines.linkage import Reason

Words = str | Promise
FIELDS: Final[Mapping[str, Words]] = {
    "given": gettext_lazy("Given name"),
    "family": gettext_lazy("Family name"),
    "birth": gettext_lazy("Birth date"),
    "sex": gettext_lazy("Sex"),
    "place": gettext_lazy("Place"),
    "phone": gettext_lazy("Phone"),
    "identifier": gettext_lazy("Identifier"),
}
OF_NAMES: Final[Mapping[str, Words]] = {
    "exact": gettext_lazy("the same"),
    "same": gettext_lazy("the same name in another spelling"),
    "close": gettext_lazy("sounds or is written alike"),
    "near": gettext_lazy("some letters differ"),
    "short": gettext_lazy("one is a short form of the other"),
    "swapped": gettext_lazy("the parts of the name are exchanged"),
    "different": gettext_lazy("another name"),
}
OF_BIRTH: Final[Mapping[str, Words]] = {
    "exact": gettext_lazy("the same day"),
    "heaped": gettext_lazy("the same day, but one that often stands for an unknown one"),
    "swapped": gettext_lazy("day and month are exchanged"),
    "one_digit": gettext_lazy("one digit differs"),
    "month": gettext_lazy("the same month"),
    "year": gettext_lazy("the same year"),
    "near_year": gettext_lazy("at most two years apart"),
    "different": gettext_lazy("another date"),
}
OF_PLACE: Final[Mapping[str, Words]] = {
    "exact": gettext_lazy("the same place"),
    "below": gettext_lazy("one lies in the other"),
    "district": gettext_lazy("the same district"),
    "region": gettext_lazy("the same region"),
    "different": gettext_lazy("another region"),
}
OF_OTHERS: Final[Mapping[str, Words]] = {
    "exact": gettext_lazy("the same"),
    "different": gettext_lazy("another one"),
}
LEVELS: Final = {"given": OF_NAMES, "family": OF_NAMES, "birth": OF_BIRTH, "place": OF_PLACE}
STRONG_BITS, SOME_BITS = 6.0, 1.0


def field_words(reason: Reason) -> str:
    """What was compared."""
    return str(FIELDS[reason.field])


def level_words(reason: Reason) -> str:
    """How the two agree in it."""
    return str(LEVELS.get(reason.field, OF_OTHERS)[reason.level])


def weight_words(reason: Reason) -> str:
    """How strongly it speaks for one person or for two; six bits are odds of 64 to 1."""
    if abs(reason.weight) < SOME_BITS:
        return _("says little")
    if reason.weight > 0:
        return _("strongly for") if reason.weight >= STRONG_BITS else _("for")
    return _("strongly against") if reason.weight <= -STRONG_BITS else _("against")

"""What the columns of lists of facilities mean: our own heads, those of master facility lists, HXL 1.1 hashtags."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pamoja.engines.text.fold import fold

Field = Literal["code", "name", "type", "services", "state", "state_since", "pcode", "lat", "lon"]
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True)
class Meaning:
    """What one column holds; `level` orders several columns of P-codes, the deepest that is filled counts."""

    field: Field
    language: str = ""
    level: int = -1


# Folded heads: case, accents, underscores and hyphens make no difference.
_PLAIN: Mapping[Field, str] = {
    "code": "code|facility code|facility id|facilitycode|mfl code|uid|id",
    "name": "name|facility name|facility|facilityname|official name",
    "type": "type|facility type|facilitytype|category|kind",
    "services": "services|service|services offered",
    "state": "state|status|operational status|facility status",
    "state_since": "state since|status since|status date",
    "pcode": "pcode|p code|place|place pcode|admin pcode",
    "lat": "lat|latitude|gps latitude|y",
    "lon": "lon|lng|long|longitude|gps longitude|x",
}
_MEANINGS = {head: field for field, heads in _PLAIN.items() for head in heads.split("|")}
_NAME_IN = re.compile(r"(?:facility )?name ([a-z]{2,3})")
_LEVEL_CODE = re.compile(r"adm(?:in)?(\d) ?p ?code")


def meaning(head: str) -> Meaning | None:
    """The meaning of a plain head, or of a property of a feature."""
    words = fold(head)
    if found := _MEANINGS.get(words):
        return Meaning(found)
    if hit := _NAME_IN.fullmatch(words):
        return Meaning("name", language=hit[1])
    if hit := _LEVEL_CODE.fullmatch(words):
        return Meaning("pcode", level=int(hit[1]))
    return None


_HXL: dict[tuple[str, frozenset[str]], Field] = {
    ("#loc", frozenset({"code"})): "code",
    ("#loc", frozenset({"id"})): "code",
    ("#loc", frozenset({"type"})): "type",
    ("#service", frozenset()): "services",
    ("#service", frozenset({"list"})): "services",
    ("#service", frozenset({"type"})): "services",
    ("#status", frozenset()): "state",
    ("#loc", frozenset({"status"})): "state",
    ("#date", frozenset({"start"})): "state_since",
    ("#date", frozenset({"status"})): "state_since",
    ("#geo", frozenset({"lat"})): "lat",
    ("#geo", frozenset({"lon"})): "lon",
}
_CODE_MARKS = frozenset({"code", "pcode", "id"})


def hxl_meaning(tag: str) -> Meaning | None:
    """The meaning of a hashtag with attributes in any order and case (HXL 1.1, "Tagging conventions")."""
    head, *marks = [part.strip().lower() for part in tag.strip().split("+")]
    attributes = frozenset(mark for mark in marks if not mark.startswith("v_"))
    if found := _HXL.get((head, attributes)):
        return Meaning(found)
    if head == "#loc" and attributes <= {"name"} | _languages(attributes):
        return Meaning("name", language=next(iter(sorted(_languages(attributes))), "").removeprefix("i_"))
    if (hit := re.fullmatch(r"#adm(\d?)", head)) and attributes & _CODE_MARKS:
        return Meaning("pcode", level=int(hit[1] or -1))
    return None


def _languages(attributes: frozenset[str]) -> frozenset[str]:
    """ "+ar" (common) or "+i_ar" (HXL 1.1, "Language attributes")."""
    return frozenset(mark for mark in attributes if re.fullmatch(r"(i_)?[a-z]{2,3}", mark))

"""What the columns of boundary files mean, whoever wrote them.

Sources: the OCHA "COD-AB" data model in its two generations (ADM2_PCODE, ADM2_EN; adm2_pcode, adm2_name,
lang1), the attribute tables of geoBoundaries (shapeName, shapeType), OCHA's global list of P-codes, HXL 1.1
(#adm2+name+ar) and our own export.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Field = Literal[
    "code",
    "name",
    "parent",
    "level",
    "country",
    "source_id",
    "valid_from",
    "valid_to",
    "lat",
    "lon",
    "geometry",
    "ignored",
]
DEFAULT_LANGUAGE = "en"
MAX_LEVEL = 6


@dataclass(frozen=True)
class Meaning:
    """What one column holds; `level` is -1 when the column does not say it, `language` empty likewise."""

    field: Field
    level: int = -1
    language: str = ""


_IGNORED = Meaning("ignored")
_PLAIN: dict[str, Meaning] = {
    "pcode": Meaning("code"),
    "p-code": Meaning("code"),
    "admin level": Meaning("level"),
    "level": Meaning("level"),
    "shapetype": Meaning("level"),
    "location": Meaning("country"),
    "country": Meaning("country"),
    "shapegroup": Meaning("country"),
    "iso": Meaning("country"),
    "iso3": Meaning("country"),
    "parent p-code": Meaning("parent"),
    "parent_pcode": Meaning("parent"),
    "shapeid": Meaning("source_id"),
    "gbid": Meaning("source_id"),
    "name": Meaning("name"),
    "shapename": Meaning("name"),
    "valid from date": Meaning("valid_from"),
    "valid_from": Meaning("valid_from"),
    "validon": Meaning("valid_from"),
    "valid_on": Meaning("valid_from"),
    "valid_to": Meaning("valid_to"),
    "validto": Meaning("valid_to"),
    "lat": Meaning("lat"),
    "latitude": Meaning("lat"),
    "lon": Meaning("lon"),
    "longitude": Meaning("lon"),
    "geometry": Meaning("geometry"),
}
# Known, and of no use here: other codes of the same unit, sizes, dates of the file, repeats of the level.
_OF_NO_USE = frozenset(
    """
    shapeiso iso_code iso_2 adm adm_int feature_id objectid fid id date date_ version lang
    lang1 lang2 lang3 label_latitude label_longitude shape_leng shape_length shape_area area_sqkm
    cod_version center_lat center_lon path
    """.split()  # noqa: SIM905 - sixty quotes would hide the words
)
_COD_CODE = re.compile(r"adm(?:in)?(\d)_?p_?code")
_COD_NAME = re.compile(r"adm(?:in)?(\d)_(?:name_)?([a-z]{2,3})")
_COD_NAME_NUMBERED = re.compile(r"adm(\d)_name(\d?)")
_COD_ALTERNATIVE = re.compile(r"adm\d_?(?:ref|alt\d?)_?\w*|adm\d_ref_name\w*")
_OWN_NAME = re.compile(r"name_([a-z]{2,3})")
_HXL_ADM = re.compile(r"adm(\d?)")


def meaning(header: str, languages: Mapping[str, str] | None = None) -> Meaning | None:
    """The meaning of a column by its name; `languages` is what COD-AB's columns lang, lang1… say."""
    name = header.strip().lower()
    if found := _PLAIN.get(name):
        return found
    if name in _OF_NO_USE or _COD_ALTERNATIVE.fullmatch(name):
        return _IGNORED
    if hit := _COD_CODE.fullmatch(name):
        return Meaning("code", int(hit[1]))
    if hit := _COD_NAME_NUMBERED.fullmatch(name):
        return Meaning("name", int(hit[1]), (languages or {}).get("lang" + hit[2], ""))
    if hit := _COD_NAME.fullmatch(name):
        return Meaning("name", int(hit[1]), hit[2])
    if hit := _OWN_NAME.fullmatch(name):
        return Meaning("name", -1, hit[1])
    return None


_HXL_FIELDS: dict[str, Meaning] = {
    "#geo+lat": Meaning("lat"),
    "#geo+lon": Meaning("lon"),
    "#geo+admin_level": Meaning("level"),
    "#adm+level": Meaning("level"),
    "#geo+coord": _IGNORED,
    "#geo+lat+label": _IGNORED,
    "#geo+lon+label": _IGNORED,
    "#geo+bounds": Meaning("geometry"),
    "#geo+polygon": Meaning("geometry"),
    "#date+start": Meaning("valid_from"),
    "#date+end": Meaning("valid_to"),
    "#country+code": Meaning("country"),
}
_HXL_CODE_MARKS = frozenset({"code", "id", "pcode"})
_NOT_A_LANGUAGE = frozenset({"name", "alt", "ref", "main"})


def hxl_meaning(tag: str) -> Meaning | None:
    """The meaning of a hashtag with attributes, in any order and case (HXL 1.1, "Tagging conventions")."""
    head, *marks = [part.strip().lower() for part in tag.strip().split("+")]
    attributes = frozenset(marks) - {"v_pcode", "v_iso3", "v_pcodes"}
    for known, found in _HXL_FIELDS.items():
        base, *needed = known.split("+")
        if head == base and attributes == frozenset(needed):
            return found
    if head == "#country":
        return Meaning("name", 0, _language(attributes)) if "name" in attributes else None
    if head.startswith("#adm") and (hit := _HXL_ADM.fullmatch(head[1:])):
        return _adm_meaning(int(hit[1] or -1), attributes)
    return None


def _adm_meaning(level: int, attributes: frozenset[str]) -> Meaning:
    if attributes & _HXL_CODE_MARKS:
        return Meaning("parent" if "parent" in attributes else "code", level)
    if attributes & {"alt", "ref"}:
        return _IGNORED
    return Meaning("name", level, _language(attributes))


def _language(attributes: frozenset[str]) -> str:
    """ "+ar" (common) or "+i_ar" (HXL 1.1, "Language attributes")."""
    codes = sorted(mark.removeprefix("i_") for mark in attributes - _NOT_A_LANGUAGE)
    return next((code for code in codes if re.fullmatch("[a-z]{2,3}", code)), "")


def is_hxl_row(cells: Sequence[str]) -> bool:
    """A row of nothing but hashtags and empty cells (HXL 1.1, "Finding the tag row")."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(re.fullmatch(r"#[A-Za-z]\w*(\s*\+\s*\w+)*", cell) for cell in filled)

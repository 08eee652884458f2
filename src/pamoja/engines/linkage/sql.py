"""A linkage model in SQL, for comparing very many records at once: what is prepared of each value, and a condition for
each level of agreement.

What SQL cannot compare is prepared before: the letters, the sounds and the parts. The levels are those of `names`,
`dates` and `exact`; names that only sound alike are told by shared sounds and like letters, not by the finer
`similarity`, so a pair may stand one level off. Who needs the exact word judges the pairs that are found once more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pamoja.engines.linkage import dates, exact, names
from pamoja.engines.linkage.model import Field, Model
from pamoja.engines.names import keys, sounds

LIKE_LETTERS: Final = 0.7
Prepare = Callable[[str], dict[str, Any]]
Conditions = dict[str, str]


@dataclass(frozen=True)
class Dialect:
    """How a database calls what is not standard."""

    likeness: str
    edits: str
    overlap: str


DIALECTS: Final[Mapping[str, Dialect]] = {
    "duckdb": Dialect("jaro_winkler_similarity", "damerau_levenshtein", "list_has_any"),
    "spark": Dialect("jaro_winkler", "damerau_levenshtein", "arrays_overlap"),
}


def prepared(model: Model, record: Mapping[str, str]) -> dict[str, Any]:
    """What the conditions of the model look at in one record; an empty value is null."""
    found: dict[str, Any] = {}
    for field in model.fields:
        value = record.get(field.name, "")
        for suffix, part in KINDS[field.compare][0](value).items():
            found[field.name + suffix] = part or None  # what is empty in both agrees in nothing
        found[field.name] = value or None
    for swap in model.swaps:
        both = f"{record.get(swap.first, '')} {record.get(swap.second, '')}".strip()
        found[f"{swap.first}_whole"] = " ".join(sorted(_heard(both).split())) or None
    return found


def conditions(model: Model, field: Field, dialect: Dialect) -> Conditions:
    """A condition for each level of a field but the last, the first that is true counts; `l` and `r` are suffixes."""
    found = KINDS[field.compare][1](field.name, dialect)
    for swap in model.swaps:
        if field.name in (swap.first, swap.second):
            found[swap.level] = _swapped(swap.first, swap.second)
    order = [name for name in (*ORDER, *found) if name in found]
    return {name: found[name] for name in dict.fromkeys(order)}


ORDER: Final = ("exact", "heaped", "same", "close", "near", "swapped", "short")


def _begins(left: str, right: str) -> str:
    """One is the beginning of the other."""
    return f"substr({left}, 1, length({right})) = {right} OR substr({right}, 1, length({left})) = {left}"


def _swapped(first: str, second: str) -> str:
    crosswise = f"{first}_heard_l = {second}_heard_r AND {second}_heard_l = {first}_heard_r"
    return f"({crosswise}) OR {first}_whole_l = {first}_whole_r"


def _heard(name: str) -> str:
    return " ".join(token[0] for token in sounds(name))


def _of_name(value: str) -> dict[str, Any]:
    return {**_of_text(value), "_latin": names.latin(value), "_heard": _heard(value), "_sounds": sorted(keys(value))}


def _name(name: str, dialect: Dialect) -> Conditions:
    left, right = f"{name}_latin_l", f"{name}_latin_r"
    alike = f"{dialect.likeness}({left}, {right})"
    share = f"{dialect.overlap}({name}_sounds_l, {name}_sounds_r)"
    return {
        **_same(name, dialect),
        "same": f"{left} = {right} OR {name}_heard_l = {name}_heard_r",
        "close": f"{alike} >= {names.CLOSE_LETTERS} OR ({share} AND {alike} >= {LIKE_LETTERS})",
        "near": f"{alike} >= {names.NEAR_LETTERS}",
        "short": _begins(left, right),
    }


def _of_date(value: str) -> dict[str, Any]:
    year, month, day = [*value.lstrip(dates.ESTIMATE).split("-"), "", ""][:3]
    return {"_year": int(year) if year.isdecimal() else None, "_month": month, "_day": day}


def _date(name: str, dialect: Dialect) -> Conditions:
    year, month, day = (f"{name}_{part}_l = {name}_{part}_r" for part in ("year", "month", "day"))
    heaped = " OR ".join(f"{name}_l LIKE '%-{each}'" for each in sorted(dates.HEAPED_DAYS))
    crosswise = f"{name}_month_l = {name}_day_r AND {name}_day_l = {name}_month_r"
    both = f"{name}_day_l IS NOT NULL AND {name}_day_r IS NOT NULL"
    return {
        "heaped": f"{year} AND {month} AND {day} AND ({heaped})",
        "exact": f"{year} AND {month} AND {day} AND NOT ({heaped})",
        "swapped": f"{year} AND {crosswise}",
        "one_digit": f"{both} AND {dialect.edits}({name}_l, {name}_r) = 1",
        "month": f"{year} AND {month}",
        "year": year,
        "near_year": f"abs({name}_year_l - {name}_year_r) <= {dates.NEAR_YEARS}",
    }


def _of_text(value: str) -> dict[str, Any]:
    return {"_text": value.casefold()}


def _same(name: str, _dialect: Dialect) -> Conditions:
    return {"exact": f"{name}_text_l = {name}_text_r"}


def _number(name: str, dialect: Dialect) -> Conditions:
    long = f"length({name}_l) > {exact.BEGINNING} AND length({name}_r) > {exact.BEGINNING}"
    return {
        "exact": f"{name}_l = {name}_r",
        "one_digit": f"{long} AND {dialect.edits}({name}_l, {name}_r) = 1",
    }


def _text(name: str, dialect: Dialect) -> Conditions:
    beginning = f"substr({name}_text_l, 1, {exact.BEGINNING}) = substr({name}_text_r, 1, {exact.BEGINNING})"
    one_letter = f"{dialect.edits}({name}_text_l, {name}_text_r) = 1"
    return _same(name, dialect) | {"one_letter": one_letter, "beginning": beginning}


def _of_place(value: str) -> dict[str, Any]:
    steps = value.rstrip("/").split("/")
    region, district = ("/".join(steps[:length]) if len(steps) >= length else None for length in (2, 3))
    return {"_text": "/".join(steps) + "/", "_region": region, "_district": district}


def _place(name: str, dialect: Dialect) -> Conditions:
    left, right, region = f"{name}_text_l", f"{name}_text_r", f"{name}_region_l = {name}_region_r"
    return {
        "exact": f"{left} = {right}",
        "below": f"{region} AND ({_begins(left, right)})",
        "district": f"{name}_district_l = {name}_district_r",
        "region": region,
    }


KINDS: Final[Mapping[Callable[[str, str], int], tuple[Prepare, Callable[[str, Dialect], Conditions]]]] = {
    names.compare: (_of_name, _name),
    dates.compare: (_of_date, _date),
    exact.compare: (_of_text, _same),
    exact.compare_numbers: (_of_text, _number),
    exact.compare_texts: (_of_text, _text),
    exact.compare_places: (_of_place, _place),
}

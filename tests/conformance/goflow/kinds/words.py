"""Words: cut out of texts, made references, matched by patterns, compared by a collation; locales that suit best."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.environment.collation import collated, same
from pamoja.engines.environment.locales import best_locale
from pamoja.engines.environment.tokens import (
    glob_matches,
    glob_select,
    split_by,
    word_segments,
    words,
)
from pamoja.engines.text.snake import snakify

from ..result import Outcome, Result, compared, tables

KIND = "words"
COLLATIONS = {
    "envs.CollationDefault": "default",
    "envs.CollationConfusables": "confusables",
    "envs.CollationArabicVariants": "arabic_variants",
}
Row = dict[str, Any]


def results(folder: Path) -> Iterator[Outcome]:
    """Every row of the tables of words below the folder."""
    measured = {pattern: _measured(*of) for pattern, of in TABLES.items()}
    return tables(KIND, folder, measured | {"collation.json": _collation})


def _measured(measure: Callable[[Row], object], expected: str) -> Callable[[str, Row], Result]:
    return lambda name, row: compared(KIND, name, measure(row), row[expected])


def _collation(name: str, row: Row) -> Result:
    collation = COLLATIONS[row["collation"]["const"]]
    equal = {other: same(collation, row["input"], other) for other in row["equals"]}
    expected = (row["transform"], row["equals"])
    return compared(KIND, name, (collated(collation, row["input"]), equal), expected)


TABLES: dict[str, tuple[Callable[[Row], object], str]] = {
    "snakify.json": (lambda row: snakify(row["input"]), "expected"),
    "tokenize_a.json": (lambda row: words(row["text"]), "result"),
    "tokenize_b.json": (lambda row: split_by(row["text"], row["chars"]), "result"),
    "tokenize_c.json": (lambda row: word_segments(row["text"]), "result"),
    "gocommon_stringsx_glob_1.json": (lambda row: glob_matches(row["input"], row["pattern"]), "matches"),
    "gocommon_stringsx_glob_2.json": (lambda row: glob_select(row["input"], row["patterns"]), "selected"),
    "gocommon_i18n_locale_1.json": (lambda row: best_locale(row["preferred"], row["available"]), "best"),
}

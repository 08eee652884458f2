"""GSM-7: coded and decoded, texts that fit it, plain letters for others, segments."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.text.gsm7 import cost, decode, encode, is_gsm7, plain

from ..result import Result, compared, vectors

KIND = "gsm7"
Row = dict[str, Any]


def results(folder: Path) -> Iterator[Result]:
    """Every row of the tables of GSM-7 below the folder; gocommon counts one segment for a text of nothing."""
    for pattern, (measure, expected) in TABLES.items():
        for name, row in vectors(folder, pattern):
            yield compared(KIND, name, measure(row), row[expected])
    for name, row in vectors(folder, "gocommon_gsm7_gsm7_1.json"):
        coded = row["encoded"].encode("latin-1")
        yield compared(KIND, name, (encode(row["decoded"]), decode(coded)), (coded, row["decoded"]))


TABLES: dict[str, tuple[Callable[[Row], object], str]] = {
    "gocommon_gsm7_gsm7_2.json": (lambda row: is_gsm7(row["str"]), "valid"),
    "gocommon_gsm7_gsm7_3.json": (lambda row: plain(row["str"]), "exp"),
    "gocommon_gsm7_gsm7_4.json": (lambda row: cost(row["Text"]).segments or 1, "Segments"),
}

"""GSM-7: coded and decoded, texts that fit it, plain letters for others, segments."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.text.gsm7 import cost, decode, encode, is_gsm7, plain

from ..result import Judges, Outcome, Result, compared, tables

KIND = "gsm7"
Row = dict[str, Any]


def results(folder: Path) -> Iterator[Outcome]:
    """Every row of the tables of GSM-7 below the folder."""
    return tables(KIND, folder, JUDGES)


def _coded(name: str, row: Row) -> Result:
    coded = row["encoded"].encode("latin-1")
    return compared(KIND, name, (encode(row["decoded"]), decode(coded)), (coded, row["decoded"]))


def _segments(name: str, row: Row) -> Result:
    return compared(KIND, name, cost(row["Text"]).segments, row["Segments"])


JUDGES: Judges = {
    "gocommon_gsm7_gsm7_1.json": _coded,
    "gocommon_gsm7_gsm7_2.json": lambda name, row: compared(KIND, name, is_gsm7(row["str"]), row["valid"]),
    "gocommon_gsm7_gsm7_3.json": lambda name, row: compared(KIND, name, plain(row["str"]), row["exp"]),
    "gocommon_gsm7_gsm7_4.json": _segments,
}

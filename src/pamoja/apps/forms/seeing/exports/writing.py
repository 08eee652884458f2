"""One export as one file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO

from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.seeing.exports.about import ABOUT_FILE, About
from pamoja.apps.forms.seeing.exports.heads import heads_of
from pamoja.apps.forms.seeing.exports.options import Options, shape_questions
from pamoja.apps.forms.seeing.exports.tables import (
    Count,
    cells_of,
    cleaning_of,
    columns_of,
    exported_rows,
    exported_tables,
)
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.formats import tables
from pamoja.formats.tables.geo import Located

ZIP = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Write = Callable[[IO[bytes], tables.Table], None]


@dataclass(frozen=True)
class Made:
    """What was written."""

    name: str
    content_type: str


def row_count(seen: Seen) -> int:
    """How many rows an export of all tables reads."""
    return sum(exported_rows(seen, table).order_by().count() for table in seen.reading.tables.values())


def write_export(seen: Seen, options: Options, out: IO[bytes], count: Count, about: About) -> Made:
    """Write the whole file, telling `count` of the rows read; what is said `about` it stands in it or in its name."""
    return WRITERS[options.format](seen, options, out, count, about)


def _csv(seen: Seen, options: Options, out: IO[bytes], count: Count, about: About) -> Made:
    return _files(seen, options, out, count, about, tables.write_csv, "csv", "text/csv; charset=utf-8")


def _parquet(seen: Seen, options: Options, out: IO[bytes], count: Count, about: About) -> Made:
    write = partial(tables.write_parquet, about=about.facts)
    return _files(seen, options, out, count, about, write, "parquet", "application/vnd.apache.parquet")


def _files(
    seen: Seen,
    options: Options,
    out: IO[bytes],
    count: Count,
    about: About,
    write: Write,
    suffix: str,
    content_type: str,
) -> Made:
    """One table as it is, several in a zip with a text about it."""
    found = exported_tables(seen, options, count)
    if len(found) == 1:
        write(out, found[0])
        return Made(f"{about.name}.{suffix}", content_type)
    files = [(f"{each.name}.{suffix}", partial(_into, write, each)) for each in found]
    tables.write_zip(out, [*files, (ABOUT_FILE, about.write)])
    return Made(f"{about.name}-{suffix}.zip", ZIP)


def _into(write: Write, table: tables.Table, out: IO[bytes]) -> None:
    write(out, table)


def _xlsx(seen: Seen, options: Options, out: IO[bytes], count: Count, about: About) -> Made:
    tables.write_xlsx(out, exported_tables(seen, options, count), about.facts)
    return Made(f"{about.name}.xlsx", XLSX)


def _geojson(seen: Seen, options: Options, out: IO[bytes], count: Count, about: About) -> Made:
    """The table in which the geometry is asked, a feature a row."""
    asked = next((each for each in shape_questions(seen) if each[1].key == options.shape), None)
    if asked is None:
        raise Problem(NOT_FOUND)
    table, field = asked
    heads = heads_of(seen.reading, table, options)

    def located() -> Iterator[Located]:
        for cells, answers in cells_of(seen, table, heads, count, cleaning_of(seen, options)):
            yield _geometry(answers.get(field.key)), cells

    tables.write_geojson(out, columns_of(table, heads), located(), about.facts)
    return Made(f"{about.name}.geojson", "application/geo+json")


def _geometry(value: object) -> dict[str, object] | None:
    """GeoJSON's own members of an answer; the accuracy that we keep beside them is a property."""
    if not isinstance(value, dict):
        return None
    return {"type": value["type"], "coordinates": value["coordinates"]}


WRITERS: dict[str, Callable[[Seen, Options, IO[bytes], Count, About], Made]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "geojson": _geojson,
    "parquet": _parquet,
}

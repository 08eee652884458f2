"""Files that are read back by programs of others, and cells that a spreadsheet must not run."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from functools import partial

import openpyxl
import pyarrow.parquet as pq
import pytest

from pamoja.formats.tables import (
    Column,
    Table,
    TooManyColumns,
    TooManyRows,
    sheets,
    write_csv,
    write_geojson,
    write_parquet,
    write_xlsx,
    write_zip,
)

COLUMNS = (
    Column("name"),
    Column("n", "whole"),
    Column("x", "number"),
    Column("ok", "flag"),
    Column("on", "day"),
    Column("at", "moment"),
)
AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
ROWS = [("Zoë, «a»", 3, 1.5, True, date(2026, 3, 2), AT), ("=1+2", None, None, None, None, None)]
HOSTILE = ["=1+2", "+1+2", "-1+2", "@SUM(A1)", "\tx", "|cmd"]


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def table(rows: object = ROWS, name: str = "people") -> Table:
    return Table(name, COLUMNS, rows)  # type: ignore[arg-type]


def test_csv_reads_back() -> None:
    out = io.BytesIO()
    write_csv(out, table())
    assert csv_rows(out.getvalue()) == [
        ["name", "n", "x", "ok", "on", "at"],
        ["Zoë, «a»", "3", "1.5", "true", "2026-03-02", "2026-03-02T08:30:00.000Z"],
        ["'=1+2", "", "", "", "", ""],
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_and_no_head_is_a_formula(text: str) -> None:
    hostile = Table("t", (Column(text),), [(text,)])
    out = io.BytesIO()
    write_csv(out, hostile)
    assert csv_rows(out.getvalue()) == [[f"'{text}"], [f"'{text}"]]
    out = io.BytesIO()
    write_xlsx(out, [hostile])
    sheet = openpyxl.load_workbook(io.BytesIO(out.getvalue())).active
    assert [(cell.value, cell.data_type) for row in sheet for cell in row] == [(f"'{text}", "s")] * 2


def test_signed_numbers_and_phone_numbers_stay() -> None:
    out = io.BytesIO()
    write_csv(out, Table("t", (Column("a"), Column("b", "whole")), [("+265999123456", -5)]))
    assert csv_rows(out.getvalue())[1] == ["+265999123456", "-5"]


def test_xlsx_has_a_sheet_for_each_table() -> None:
    out = io.BytesIO()
    names = ["Submissions.a.very.long.name.of.a.repeat.1", "Submissions.a.very.long.name.of.a.repeat.2", "a/b"]
    write_xlsx(out, [table(name=name) for name in names])
    book = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    assert book.sheetnames == ["Submissions.a.very.long.name.of", "Submissions.a.very.long.name._2", "a_b"]
    assert [cell.value for cell in book["a_b"][2]] == [
        "Zoë, «a»",
        3,
        1.5,
        "true",
        "2026-03-02",
        "2026-03-02T08:30:00.000Z",
    ]


def test_a_sheet_that_is_full_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "SHEET_ROWS", 1)
    with pytest.raises(TooManyRows):
        write_xlsx(io.BytesIO(), [table()])


def test_a_sheet_that_is_too_narrow_is_refused_and_the_widest_is_not() -> None:
    """What Excel states: 16,384 columns."""
    columns = tuple(Column(f"c{number}") for number in range(16_385))
    with pytest.raises(TooManyColumns):
        write_xlsx(io.BytesIO(), [Table("wide", columns, [])])
    out = io.BytesIO()
    write_xlsx(out, [Table("wide", columns[:-1], [["x"] * 16_384])])
    assert openpyxl.load_workbook(io.BytesIO(out.getvalue()))["wide"].max_column == 16_384


def test_parquet_keeps_types_and_leaves_out_what_does_not_fit() -> None:
    out = io.BytesIO()
    write_parquet(out, table([*ROWS, ("x", "many", "many", "many", "many", "many")]))
    found = pq.read_table(io.BytesIO(out.getvalue())).to_pylist()
    assert found[0] == {"name": "Zoë, «a»", "n": 3, "x": 1.5, "ok": True, "on": date(2026, 3, 2), "at": AT}
    assert found[1]["name"] == "=1+2"
    assert found[2] == {"name": "x", "n": None, "x": None, "ok": None, "on": None, "at": None}


def test_parquet_of_no_rows_and_of_equal_names() -> None:
    out = io.BytesIO()
    write_parquet(out, Table("t", (Column("a"), Column("a"), Column("a_2")), []))
    found = pq.read_table(io.BytesIO(out.getvalue()))
    assert (found.num_rows, found.column_names) == (0, ["a", "a_2", "a_2_2"])


def test_geojson_holds_every_row() -> None:
    out = io.BytesIO()
    point = {"type": "Point", "coordinates": [33.2, -9.7]}
    write_geojson(out, COLUMNS, [(point, ROWS[0]), (None, ROWS[1])])
    first, second = json.loads(out.getvalue())["features"]
    assert first["geometry"] == point and first["properties"]["at"] == "2026-03-02T08:30:00+00:00"
    assert second == {"type": "Feature", "geometry": None, "properties": {"name": "=1+2"}}


def test_rows_are_written_as_they_are_read() -> None:
    """A zip of two tables to a pipe: nothing seeks back, and no row is kept."""
    read = []

    def rows() -> object:
        for number in range(5000):
            read.append(number)
            yield (str(number), number, None, None, None, None)

    class Pipe(io.RawIOBase):
        """Only takes bytes."""

        def __init__(self) -> None:
            self.content = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, chunk: object) -> int:
            self.content += bytes(chunk)  # type: ignore[arg-type]
            return len(bytes(chunk))  # type: ignore[arg-type]

    pipe = Pipe()
    write_zip(pipe, [(f"{name}.csv", partial(write_csv, table=table(rows(), name))) for name in ("a", "b")])  # type: ignore[arg-type]
    with zipfile.ZipFile(io.BytesIO(bytes(pipe.content))) as archive:
        assert archive.namelist() == ["a.csv", "b.csv"]
        assert len(csv_rows(archive.read("b.csv"))) == 5001
    assert len(read) == 10000

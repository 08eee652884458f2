import io
import time
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from pamoja.formats.sheets import BadSheet, read_sheet


def workbook(*rows: list[object]) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(mark: str) -> None:
    text = f'Name{mark}Phone\n"Awa{mark} B"{mark} 1 \n\n'
    assert read_sheet(text.encode()) == [["Name", "Phone"], [f"Awa{mark} B", "1"]]


def test_a_workbook_gives_text() -> None:
    data = workbook(["Name", "Born", "Phone"], ["Awa", date(2015, 3, 27), 999123456])
    assert read_sheet(data) == [["Name", "Born", "Phone"], ["Awa", "2015-03-27", "999123456"]]


def test_both_encodings_of_french_and_arabic_in_utf8_are_read() -> None:
    assert read_sheet("Prénom\nAïcha".encode("cp1252")) == [["Prénom"], ["Aïcha"]]
    assert read_sheet("\ufeffالاسم\nعائشة".encode()) == [["الاسم"], ["عائشة"]]


def test_what_is_no_table_is_refused() -> None:
    for data in (b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0xx", b"\x00\x01"):
        with pytest.raises(BadSheet):
            read_sheet(data)


def test_a_workbook_that_unfolds_too_far_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"xl/{number}", b"\0" * (80 * 1024 * 1024))
    with pytest.raises(BadSheet, match="too large"):
        read_sheet(buffer.getvalue())


def reaching_to(cell: str) -> bytes:
    """A workbook of a kilobyte with one more cell, there."""
    book, buffer = Workbook(), io.BytesIO()
    book.active["A1"], book.active[cell] = "Name", "x"
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("cell", ["XFD2", "A1048576", "XFD1048576"])
def test_two_cells_far_apart_neither_end_the_process_nor_keep_it_busy(cell: str) -> None:
    started = time.monotonic()
    with pytest.raises(BadSheet):
        read_sheet(reaching_to(cell))
    assert time.monotonic() - started < 30


def test_a_cell_that_is_said_to_repeat_does_not_fill_the_memory() -> None:
    cells = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cells}</table:table-cell></table:table-row>'
    with pytest.raises(BadSheet):
        read_sheet(open_document(row))
    row = row.replace("16384", "2").replace("1048576", "3")
    assert read_sheet(open_document(row)) == [["x", "x"]] * 3


def open_document(rows: str) -> bytes:
    """A spreadsheet of OpenDocument with these rows."""
    name = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{part}="{name}:{part}:1.0"' for part in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet><table:table table:name='a'>{rows}</table:table></office:spreadsheet>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = f'<manifest:manifest xmlns:manifest="{name}:manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr(
            "content.xml", f"<office:document-content {spaces}>{body}</office:body></office:document-content>"
        )
    return buffer.getvalue()

import io
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

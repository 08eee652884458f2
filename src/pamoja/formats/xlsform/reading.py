"""Bytes to a book: find out what the file really is, whatever its name says, and read it within limits."""

from collections.abc import Callable
from pathlib import PurePosixPath

from . import reading_text, reading_xls, reading_xlsx
from .contracts import MAX_BYTES, WHOLE_FILE, Finding, XlsFormRefused
from .grid import Book

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Excel 2 to 4 wrote bare record streams without the OLE container.
OLD_XLS = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
READERS: dict[str, Callable[[bytes, str], Book]] = {
    "xlsx": reading_xlsx.read,
    "xls": reading_xls.read,
    "text": reading_text.read,
}
FOREIGN = {
    "ods": "This is an OpenDocument spreadsheet. Save it as an Excel workbook (.xlsx) and try again.",
    "xlsb": "This is a binary Excel workbook (.xlsb). Save it as .xlsx and try again.",
    "zip": "This is a zip archive, not a workbook. Take the workbook out of it and try again.",
    "html": "This is a web page saved under a spreadsheet's name. Open it in Excel and save it as .xlsx.",
    "xml": "This is an XML file, not a workbook. An XForm is not an XLSForm; a workbook (.xlsx) is needed.",
    "pdf": "This is a PDF document. A form needs the workbook (.xlsx) that it was made from.",
    "encrypted": "This workbook is protected by a password. Remove the password in Excel and try again.",
    "empty": "The file is empty.",
    "binary": "This is not a spreadsheet that can be read.",
}


def refused(code: str, reason: str, value: str = "") -> XlsFormRefused:
    """Return the refusal of a whole file."""
    return XlsFormRefused((Finding(f"xlsform.{code}", WHOLE_FILE, "A1", value, reason),))


def read(content: bytes, filename: str) -> Book:
    """Read a workbook, CSV or Markdown table.

    Raises XlsFormRefused with one finding when the file cannot be read at all.
    """
    if len(content) > MAX_BYTES:
        raise refused("too-large", f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.", str(len(content)))
    kind = sniff(content)
    if kind in FOREIGN:
        raise refused("not-a-workbook", FOREIGN[kind], kind)
    stem = PurePosixPath(filename.replace("\\", "/")).stem or "form"
    try:
        return READERS[kind](content, stem)
    except XlsFormRefused:
        raise
    # The readers raise anything from KeyError to struct.error on a damaged file.
    except Exception as error:
        raise refused("damaged", "The workbook is damaged and cannot be opened.", str(error)[:200]) from error


def sniff(content: bytes) -> str:
    """Return what the bytes are: xlsx, xls, text, or a key of FOREIGN."""
    if not content.strip():
        return "empty"
    if content.startswith(ZIP):
        return reading_xlsx.zip_kind(content)
    if content.startswith(OLE):
        return "encrypted" if ENCRYPTED in content else "xls"
    if content.startswith(OLD_XLS):
        return "xls"
    return _text_kind(content[:2000])


def _text_kind(start: bytes) -> str:
    if start.startswith(b"%PDF"):
        return "pdf"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    if b"\x00" in start:
        return "binary"
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<table")):
        return "html"
    return "xml" if text.startswith(b"<") else "text"

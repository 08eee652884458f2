"""Types by content."""

import gzip
import io
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pamoja.formats.filetypes import UNKNOWN, detect


def _zip(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def _image(format_: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, format_)
    return out.getvalue()


OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"
CASES = [
    *((_image(name), f"image/{name.lower()}") for name in ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF")),
    (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"),
    (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00", "image/heic"),
    (b"\x00\x00\x00\x18ftyp3gp4\x00\x00\x00\x00", "video/3gpp"),
    (b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00", "audio/mp4"),
    (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00", "video/mp4"),
    (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00", "video/quicktime"),
    (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"),
    (b"#!AMR\n", "audio/amr"),
    (b"%PDF-1.7\n", "application/pdf"),
    (gzip.compress(b"x"), "application/gzip"),
    (_zip("a.txt"), "application/zip"),
    (_zip("[Content_Types].xml", "xl/workbook.xml"), f"{OFFICE}.spreadsheetml.sheet"),
    (_zip("[Content_Types].xml", "word/document.xml"), f"{OFFICE}.wordprocessingml.document"),
    (_zip("content.xml", mimetype=OPEN_DOCUMENT), OPEN_DOCUMENT),
    (_zip("x", mimetype="text/html"), "application/zip"),
    (b"PK\x03\x04 not really a zip", UNKNOWN),
    (b"name,age\nHalima,7\n", "text/plain"),
    ("\ufeffnom,âge\n".encode(), "text/plain"),
    ("é".encode() * 512 + b"x", "text/plain"),
    (b'{"a": 1}', "application/json"),
    (b'<?xml version="1.0"?><data/>', "application/xml"),
    (b'<?xml version="1.0"?><!-- c --><svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
    (b"<!DOCTYPE html><p>x", "text/html"),
    (b"  \n<ScRipt>alert(1)</script>", "text/html"),
    (b"GIF is what this text begins with <script>", "text/html"),
    ("<html>".encode("utf-16"), "text/html"),
    (b"\x00\x01\x02\x03", UNKNOWN),
    (b"\xe9\xe8 latin", UNKNOWN),
    (b"", "text/plain"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "type_"), CASES)
def test_the_content_names_the_type(data: bytes, type_: str) -> None:
    stream = io.BytesIO(data)
    assert detect(stream) == type_
    assert stream.tell() == 0


@given(st.binary(max_size=2000), st.sampled_from([data for data, _type in CASES]), st.integers(0, 60))
def test_no_bytes_make_it_stumble(junk: bytes, begin: bytes, length: int) -> None:
    assert "/" in detect(io.BytesIO(begin[:length] + junk))


def test_a_damaged_archive_is_told_as_something_else() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
    whole = packed.getvalue()
    assert {type(detect(io.BytesIO(spoilt))) for spoilt in every_spoiling(whole)} == {str}


def every_spoiling(data: bytes) -> Iterator[bytes]:
    """The data with each of its bytes turned to some others, one at a time: lengths, names, versions, streams."""
    for place in range(len(data)):
        for byte in (0x00, 0x63, 0xD8, 0xFF):
            yield data[:place] + bytes([byte]) + data[place + 1 :]

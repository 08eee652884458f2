"""What is let in, and in which state."""

import io
import struct
import zlib

import pytest
from PIL import Image

from pamoja.core.files.intake import taken_in
from pamoja.core.files.kinds import KINDS
from pamoja.core.problems import Problem


def _kept(data: bytes, kind: str = "photo", keep_original: bool = False) -> tuple[str, bytes]:
    with taken_in(io.BytesIO(data), KINDS[kind], keep_original) as content:
        return content.content_type, content.stream.read()


def _refusal(data: bytes, kind: str = "photo") -> str:
    with pytest.raises(Problem) as caught:
        _kept(data, kind)
    return caught.value.kind.code


def test_a_photo_loses_its_place_and_keeps_its_orientation(photo: bytes) -> None:
    content_type, kept = _kept(photo)
    assert dict(Image.open(io.BytesIO(kept)).getexif()) == {0x0112: 6}
    assert content_type == "image/jpeg"
    assert b"Halima" in photo and b"Halima" not in kept


def test_the_original_is_kept_when_asked_for(photo: bytes) -> None:
    assert _kept(photo, keep_original=True) == ("image/jpeg", photo)


def test_a_file_over_its_limit_is_not_read_to_the_end() -> None:
    class Endless(io.RawIOBase):
        read_so_far = 0

        def read(self, size: int = -1) -> bytes:
            self.read_so_far += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(Problem) as caught, taken_in(stream, KINDS["photo"]):
        pass
    assert caught.value.kind.code == "file-too-large"
    assert stream.read_so_far < 1_200_000


def test_the_name_of_a_type_is_not_believed() -> None:
    assert _refusal(b"<script>alert(1)</script>") == "file-type-refused"
    assert _refusal(b"\xff\xd8\xff but no picture follows") == "file-damaged"
    assert _refusal(b"\x89PNG\r\n\x1a\n") == "file-damaged"
    assert _kept(b"<script>", "note")[0] == "text/html"


def test_formats_that_cannot_be_cleaned_are_refused() -> None:
    for format_ in ("TIFF", "AVIF"):
        out = io.BytesIO()
        Image.new("RGB", (8, 8)).save(out, format_)
        assert _refusal(out.getvalue(), "note") == "file-type-refused"
    assert _refusal(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 50, "note") == "file-type-refused"


@pytest.mark.parametrize("format_", ["GIF", "PNG", "WEBP"])
def test_pictures_that_move_are_refused(format_: str) -> None:
    frames = [Image.effect_noise((8, 8), 50 + n).convert("RGB") for n in range(3)]
    out = io.BytesIO()
    frames[0].save(out, format_, save_all=True, append_images=frames[1:])
    assert _refusal(out.getvalue()) == "file-damaged"


@pytest.mark.parametrize("side", [9_000, 50_000])
def test_a_picture_of_too_many_pixels_is_refused_unseen(side: int) -> None:
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\x00" * 1000)), (b"IEND", b"")]
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    assert _refusal(bomb) == "file-too-large"


def test_a_gif_loses_its_comments() -> None:
    out = io.BytesIO()
    Image.effect_noise((8, 8), 50).save(out, "GIF", comment=b"Halima's phone")
    _type, kept = _kept(out.getvalue())
    assert b"Halima" in out.getvalue() and b"Halima" not in kept
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(io.BytesIO(out.getvalue())).tobytes()

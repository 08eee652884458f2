"""Pictures, made and read by Pillow, before and after."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps, PngImagePlugin

from pamoja.formats.images import STRIPPERS, BadImage

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
SECRETS = (b"GPSVERSION", b"Halima's phone", b"adobe.com/xap", b"Photoshop", b"a comment", b"trailing film")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><GPSLatitude>13,58S http://ns.adobe.com/xap/1.0/</GPSLatitude></x:xmpmeta>'


def picture(type_: str, orientation: int = 6, **options: object) -> bytes:
    """A picture with a place, a device, a thumbnail's worth of words, and an orientation."""
    image = Image.effect_noise((64, 40), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Halima's phone"
    exif.get_ifd(0x8825).update({0: b"\x02\x03\x00\x00", 1: "S", 2: (13.0, 58.0, 3.0), 29: "GPSVERSION"})
    if type_ == "image/jpeg":
        options = {"comment": b"a comment", "quality": 90} | options
    if type_ == "image/png":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", "Halima's phone")
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options |= {"pnginfo": info}
    else:
        options |= {"xmp": XMP}
    out = io.BytesIO()
    image.save(out, FORMATS[type_], exif=exif, **options)
    return out.getvalue()


def _upright(data: bytes) -> bytes:
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB").tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("type_", FORMATS)
def test_the_place_goes_and_the_picture_stays(type_: str, orientation: int) -> None:
    before = picture(type_, orientation)
    assert b"Halima's phone" in before and Image.open(io.BytesIO(before)).getexif().get_ifd(0x8825)
    after = STRIPPERS[type_](before)
    assert not any(secret in after for secret in SECRETS)
    seen = Image.open(io.BytesIO(after))
    assert dict(seen.getexif()) == ({0x0112: orientation} if orientation > 1 else {})
    assert not seen.getexif().get_ifd(0x8825)
    assert "xmp" not in seen.info and "comment" not in seen.info and not getattr(seen, "text", {})
    assert _upright(after) == _upright(before)


@pytest.mark.parametrize("type_", FORMATS)
def test_stripping_twice_changes_nothing_more(type_: str) -> None:
    once = STRIPPERS[type_](picture(type_))
    assert STRIPPERS[type_](once) == once


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_rows": 1}, {"optimize": True}])
def test_every_way_of_writing_a_jpeg_is_read(options: dict[str, object]) -> None:
    before = picture("image/jpeg", **options)
    assert _upright(STRIPPERS["image/jpeg"](before)) == _upright(before)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_colour_spaces_survive(mode: str) -> None:
    out = io.BytesIO()
    Image.effect_noise((32, 32), 60).convert("RGB").convert(mode).save(out, "JPEG", icc_profile=b"profile" * 20)
    after = Image.open(io.BytesIO(STRIPPERS["image/jpeg"](out.getvalue())))
    assert (after.mode, after.info["icc_profile"]) == (mode, b"profile" * 20)
    assert after.tobytes() == Image.open(io.BytesIO(out.getvalue())).tobytes()


@pytest.mark.parametrize("lossless", [True, False])
def test_transparency_survives_in_webp(lossless: bool) -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Halima's phone"
    Image.new("RGBA", (20, 20), (250, 1, 2, 99)).save(out, "WEBP", lossless=lossless, exif=exif)
    after = STRIPPERS["image/webp"](out.getvalue())
    assert b"Halima" not in after
    assert Image.open(io.BytesIO(after)).tobytes() == Image.open(io.BytesIO(out.getvalue())).tobytes()


def test_what_a_telephone_appends_is_dropped() -> None:
    before = picture("image/jpeg")
    after = STRIPPERS["image/jpeg"](before + b"trailing film" + picture("image/jpeg"))
    assert after == STRIPPERS["image/jpeg"](before)
    assert STRIPPERS["image/png"](picture("image/png") + b"trailing film").endswith(b"IEND\xaeB`\x82")


def test_photoshop_segments_and_thumbnails_are_dropped() -> None:
    before = picture("image/jpeg", 1)
    extra = b"\xff\xed\x00\x12Photoshop 3.0\x00GPS" + b"\xff\xe0\x00\x20JFXX\x00\x10" + b"thumbnail Halima's photo"[:24]
    after = STRIPPERS["image/jpeg"](before[:2] + extra[:20] + before[2:])
    assert b"Photoshop" not in after and _upright(after) == _upright(before)


@pytest.mark.parametrize(("type_", "format_"), [("image/png", "PNG"), ("image/webp", "WEBP")])
def test_animations_are_refused(type_: str, format_: str) -> None:
    frames = [Image.effect_noise((8, 8), 50 + n).convert("RGB") for n in range(3)]
    out = io.BytesIO()
    frames[0].save(out, format_, save_all=True, append_images=frames[1:])
    with pytest.raises(BadImage):
        STRIPPERS[type_](out.getvalue())


@pytest.mark.parametrize("type_", FORMATS)
def test_a_picture_cut_short_is_refused(type_: str) -> None:
    whole = STRIPPERS[type_](picture(type_))
    for length in random.Random(1).sample(range(len(whole)), 60):
        with pytest.raises(BadImage):
            STRIPPERS[type_](whole[:length])


@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=300), st.integers(0, 4000), st.binary(max_size=8))
def test_no_bytes_bring_anything_but_a_picture_or_a_refusal(type_: str, junk: bytes, at: int, patch: bytes) -> None:
    whole = _WHOLE[type_]
    at %= len(whole)
    for data in (junk, whole[:12] + junk, whole[:at] + patch + whole[at + len(patch) :]):
        try:
            after = STRIPPERS[type_](data)
        except BadImage:
            continue
        assert len(after) <= len(data) + 50


_WHOLE = {type_: picture(type_) for type_ in FORMATS}

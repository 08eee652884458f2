"""The words that a PDF of ours draws, page by page: by the glyphs of its text, through the maps of its fonts.

Enough of PDF (ISO 32000-2, 9.4 and 9.10) to read what typst writes. Words from right to left come as they are drawn.
"""

import re
import zlib

OBJECT = re.compile(rb"(?:^|\s)(\d+) 0 obj(.*?)endobj", re.DOTALL)
PART = rb"[^\\()]|\\."
NESTED = rb"\((?:%s|\((?:%s|\((?:%s)*\))*\))*\)" % (PART, PART, PART)  # brackets in pairs stand as they are
SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|(%s)|<([0-9A-Fa-f]+)>|\bET\b" % NESTED, re.DOTALL)
ISOLATES = re.compile("\\s*[\u2068\u2069]\\s*")
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
ONE, MANY = re.compile(r"<(\w+)>\s*<(\w+)>"), re.compile(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>")
CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
Glyphs = dict[int, str]


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, with a blank between runs."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    found = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    return [_page(objects, body) for body in found]


def text_of(pdf: bytes) -> str:
    """All of it, with single blanks; the marks around words that may run the other way are not seen."""
    return " ".join(ISOLATES.sub("", " ".join(pages_of(pdf))).split())


def _page(objects: dict[int, bytes], page: bytes) -> str:
    named = re.findall(rb"/(f\d+) (\d+) 0 R", _of(objects, page, "Resources"))
    fonts = {name: _glyphs(_stream(_of(objects, objects[int(number)], "ToUnicode")).decode()) for name, number in named}
    return "".join(_drawn(_stream(_of(objects, page, "Contents")), fonts))


def _of(objects: dict[int, bytes], body: bytes, key: str) -> bytes:
    """The object that a key of another names."""
    found = re.search(rb"/%s (\d+) 0 R" % key.encode(), body)
    assert found, key
    return objects[int(found[1])]


def _stream(body: bytes) -> bytes:
    start = re.search(rb"(?<!end)stream\r?\n", body)
    assert start
    data = body[start.end() : body.rindex(b"endstream")]
    return zlib.decompress(data) if b"/FlateDecode" in body[: start.start()] else data


def _glyphs(cmap: str) -> Glyphs:
    found: Glyphs = {}
    for rows in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        found |= {int(code, 16): _word(word) for code, word in ONE.findall(rows)}
    for rows in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for low, high, word in MANY.findall(rows):
            for step in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + step] = _word(word[:-4] + f"{int(word[-4:], 16) + step:04x}")
    return found


def _word(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")


def _drawn(content: bytes, fonts: dict[bytes, Glyphs]) -> list[str]:
    glyphs: Glyphs = {}
    out: list[str] = []
    for font, literal, digits in SHOWN.findall(content):
        if font:
            glyphs = fonts[font]
        elif literal or digits:
            data = _unescaped(literal[1:-1]) if literal else bytes.fromhex(digits.decode())
            codes = (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))
            out.append("".join(glyphs.get(each, "") for each in codes))
        else:
            out.append(" ")
    return out


def _unescaped(literal: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        code = found[1]
        return bytes([int(code, 8)]) if code.isdigit() else CONTROLS.get(code, code)

    return ESCAPE.sub(plain, literal)

"""Print: JSON on standard input, a PDF on standard output. Run as a program of its own.

It runs apart from the server so that a form that takes too long or too much can be ended. It writes no file, and the
only source that typst reads is `sheet.typ`, beside which nothing but this program lies.
"""

import io
import json
import resource
import sys
from contextlib import suppress
from pathlib import Path

import segno
import typst

MOST_SECONDS, MOST_BYTES = 60, 3 * 1024**3
HERE = Path(__file__).parent
SHEET = HERE / "sheet.typ"


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    with suppress(ValueError, OSError):  # not every system counts memory
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    order = json.load(sys.stdin)
    fonts = typst.Fonts(include_system_fonts=True, font_paths=[order["fonts"]])
    data = json.dumps(order["data"])
    pages = _page_count(fonts, data)
    codes = [_code(f"{order['code']}{page + 1}") for page in range(pages)]
    # without tags: a file a fifth as heavy in half the time; who does not see paper is served by plain pages
    printed = _compiler(fonts, data, codes).compile(format="pdf", pdf_tags=False)
    assert isinstance(printed, bytes)
    sys.stdout.buffer.write(printed)


def _page_count(fonts: typst.Fonts, data: str) -> int:
    """How many pages there are, which the codes on them do not change."""
    (end,) = json.loads(_compiler(fonts, data, []).query("<pages>", field="value"))
    return int(end)


def _compiler(fonts: typst.Fonts, data: str, codes: list[str]) -> typst.Compiler:
    given = {"data": data, "codes": json.dumps(codes)}
    return typst.Compiler(str(SHEET), root=str(HERE), font_paths=fonts, sys_inputs=given)


def _code(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, micro=False, error="m").save(out, kind="svg", xmldecl=False, border=1)
    return out.getvalue().decode()


if __name__ == "__main__":
    main()

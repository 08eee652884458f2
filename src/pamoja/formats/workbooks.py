"""Reading a workbook in a process of its own, whose memory is bounded.

A reader lays a sheet out as a full rectangle. Two cells in opposite corners of it, or one cell that is said to
repeat, turn a file of a kilobyte into billions of cells, in every format of workbook; and a reader in native code
that finds no memory ends its process, which would be the web server. Costs about 0.1 s for each workbook.
"""

import io
import json
import resource
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import python_calamine

MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200
LAST_ROW: Final = 2 * MOST_ROWS  # rows of blanks below the table are forgiven
MOST_MEMORY: Final = 2 * 1024**3
MOST_SECONDS: Final = 120
SOURCES: Final = Path(__file__).parents[2]


class BadWorkbook(Exception):
    """The bytes are no workbook, or its first sheet reaches too far."""


def first_sheet(data: bytes) -> list[list[str]]:
    """All cells of the first sheet as text. Raises BadWorkbook."""
    program = [sys.executable, "-m", "pamoja.formats.workbooks"]
    # No environment of ours: a hostile file that takes the reader over finds no secret there.
    try:
        done = subprocess.run(  # noqa: S603 - ourselves
            program, input=data, capture_output=True, timeout=MOST_SECONDS, env={"PYTHONPATH": str(SOURCES)}
        )
    except subprocess.TimeoutExpired as error:
        raise BadWorkbook("takes too long") from error
    if done.returncode:
        raise BadWorkbook("no workbook, or it reaches too far")
    rows: list[list[str]] = json.loads(done.stdout)
    return rows


def read(data: bytes) -> list[list[str]]:
    """What `first_sheet` does in its own process. Raises CalamineError, IndexError, BadWorkbook, or ends it."""
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    if sheet.total_height > LAST_ROW or sheet.total_width > MOST_COLUMNS:
        raise BadWorkbook("reaches too far")
    return [[text_of(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def text_of(cell: Any) -> str:
    """A cell as text: dates in ISO 8601, whole numbers without their ".0"."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def main() -> None:
    """A workbook from standard input, its first sheet to standard output."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()

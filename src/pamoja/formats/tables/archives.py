"""Several files in one zip, each written straight into it."""

import zipfile
from collections.abc import Callable, Iterable
from typing import IO

Write = Callable[[IO[bytes]], None]


def write_zip(out: IO[bytes], files: Iterable[tuple[str, Write]]) -> None:
    """Write each file by its own writer; none is ever held whole."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, write in files:
            with archive.open(name, "w", force_zip64=True) as entry:
                write(entry)

"""What `zipfile` raises for an archive that is damaged, or that somebody damaged on purpose."""

import lzma
import struct
import zipfile
import zlib
from typing import Final

DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,  # a spoilt stream; `zipfile` hands on what its decompressors raise
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,  # another version, or another way to pack
    RuntimeError,  # a password
    ValueError,  # a name that is no text
)

"""Digests and base64 (XForms 1.1, `digest()`; ODK XForms, `base64-decode()`)."""

import base64
import binascii
import hashlib

from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.errors import XPathFault
from pamoja.engines.xforms.xpath.functions.registry import function
from pamoja.engines.xforms.xpath.values import Value, to_string

ALGORITHMS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@function("digest", 2, 3)
def digest(_: Context, text: Value, algorithm: Value, encoding: Value = "base64") -> str:
    """A check value of the text's UTF-8 bytes; forms may ask for MD5 and SHA-1, which protect nothing."""
    name = ALGORITHMS.get(to_string(algorithm))
    if name is None:
        raise XPathFault(f"There is no digest algorithm “{to_string(algorithm)}”")
    raw = hashlib.new(name, to_string(text).encode(), usedforsecurity=False).digest()
    if to_string(encoding) == "hex":
        return raw.hex()
    if to_string(encoding) != "base64":
        raise XPathFault(f"There is no encoding “{to_string(encoding)}”")
    return base64.b64encode(raw).decode()


@function("base64-decode", 1)
def base64_decode(_: Context, text: Value) -> str:
    """The UTF-8 text that is encoded, `�` for what is no UTF-8; nothing when it is no base64."""
    letters = "".join(to_string(text).split()).rstrip("=")
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True).decode(errors="replace")
    except (binascii.Error, ValueError):
        return ""

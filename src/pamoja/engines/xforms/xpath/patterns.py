"""Patterns that people wrote into forms, in RE2: linear in the length of the text, whatever the pattern.

RE2 comes with Arrow. What it cannot do (look-ahead, references back) is a fault, not a slow answer.
"""

from functools import lru_cache

from pamoja.engines.xforms.xpath.errors import XPathFault

CACHED = 4096
MAX_PATTERN = 2000


@lru_cache(maxsize=CACHED)
def is_found(pattern: str, text: str) -> bool:
    """Whether the pattern is found anywhere in the text; XPathFault when it is no pattern."""
    from pyarrow import ArrowInvalid, compute, scalar  # 0.2 s to import, and few forms need it

    if len(pattern) > MAX_PATTERN:
        raise XPathFault("The pattern is too long")
    try:
        return bool(compute.match_substring_regex(scalar(text), pattern).as_py())
    except ArrowInvalid as error:
        raise XPathFault(f"“{pattern}” is no pattern that can be matched") from error

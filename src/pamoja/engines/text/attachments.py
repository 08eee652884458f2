"""Attachments of messages, written as content type and address: `image/jpeg:https://example.com/test.jpg`."""

import re

from pamoja.engines.text.cases import lower

_CONTENT_TYPE = re.compile(r"image|audio|video|application|geo|unavailable|\w+/[-+.\w]+", re.ASCII)


def split_attachment(attachment: str) -> tuple[str, str]:
    """The content type in lower case, "" where there is none, and the address."""
    before, colon, after = attachment.partition(":")
    kind = lower(before)
    return (kind, after) if colon and _CONTENT_TYPE.fullmatch(kind) else ("", attachment)

"""What an OData service refuses, by the numbers that clients of ODK Central test on (`formats.central`)."""

from typing import Any

from pamoja.formats.central import message_of


class ODataRefused(Exception):
    """A request that cannot be answered: `code` (its whole part is the HTTP status), the message and its details."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code, self.details = code, details
        self.text = message_of(code, details)
        super().__init__(self.text)

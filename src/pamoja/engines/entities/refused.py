"""Why an entity, or the part of a form that speaks of entities, is not taken."""

from typing import Any


class EntityRefused(Exception):
    """What was sent is not taken: `code` is the protocol's number, `details` what its message is made of.

    Codes: 400.2 (missing), 400.8 (unexpected value), 400.11 (wrong type), 400.28 (invalid), 400.31 (unexpected
    attributes), 403.2 (action not permitted), 404.7 to 404.11 (unknown list, entity, version; deleted), 409.3 (taken),
    409.19 (taken by a deleted one), 400.43 (several at once).
    """

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details


class FormEntitiesRefused(EntityRefused):
    """What a form says of entities contradicts the specification: `details["reason"]` says how (400.25)."""

    def __init__(self, reason: str) -> None:
        super().__init__("400.25", reason=reason)

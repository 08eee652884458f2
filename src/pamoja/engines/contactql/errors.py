"""What can be wrong with a query."""

from enum import StrEnum


class Code(StrEnum):
    """What a program may rely on; behind each, what `extra` of the error holds."""

    SYNTAX = "syntax"
    TOO_COMPLEX = "too_complex"
    UNKNOWN_PROPERTY_TYPE = "unknown_property_type"  # type
    UNKNOWN_PROPERTY = "unknown_property"  # property
    REDACTED_URNS = "redacted_urns"
    UNSUPPORTED_CONTAINS = "unsupported_contains"  # property
    UNSUPPORTED_COMPARISON = "unsupported_comparison"  # property, operator
    UNSUPPORTED_SET_CHECK = "unsupported_setcheck"  # property, operator
    INVALID_PARTIAL_NAME = "invalid_partial_name"  # min_token_length
    INVALID_PARTIAL_URN = "invalid_partial_urn"  # min_value_length
    INVALID_NUMBER = "invalid_number"  # value, as in all that follow
    INVALID_DATE = "invalid_date"
    INVALID_STATUS = "invalid_status"
    INVALID_LANGUAGE = "invalid_language"
    INVALID_GROUP = "invalid_group"
    INVALID_FLOW = "invalid_flow"


class QueryError(ValueError):
    """The query cannot be used: a message in English, a stable code, and what a translated message would tell."""

    def __init__(self, code: Code, message: str, **extra: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.extra = extra


def too_complex() -> QueryError:
    """One message for every limit: whoever probes for limits learns neither which nor where."""
    return QueryError(Code.TOO_COMPLEX, "query is too complex")

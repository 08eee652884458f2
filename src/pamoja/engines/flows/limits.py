"""The limits of a session: what one flow may cost."""

from dataclasses import dataclass

MAX_CONTACT_URNS = 50
MAX_ATTACHMENT_LENGTH = 2048
MAX_QUICK_REPLY_TEXT = 64
MAX_QUICK_REPLY_EXTRA = 1000
MAX_RESULT_EXTRA_BYTES = 10_000
MAX_STORED_WEBHOOK_BYTES = 10_000
MAX_TRACE_CHARS = 10_000
MAX_TRACE_URL_CHARS = 2048
MAX_ANCESTORS_SINCE_INPUT = 5
MAX_LLM_TOKENS = 2500


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a session may go; an office may set its own."""

    steps_per_sprint: int = 100
    sprints_per_session: int = 500
    runs_per_session: int = 500
    template_chars: int = 10_000
    name_chars: int = 128
    field_chars: int = 640
    result_chars: int = 640
    request_bytes: int = 256 * 1024
    response_bytes: int = 256 * 1024

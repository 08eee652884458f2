"""The one clock: every part asks here what time it is, so that a test can say."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, timezone-aware in UTC."""
    return datetime.now(UTC)

"""What cases of queries need around them: an environment at a fixed time, and assets to look up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pamoja.engines.contactql.errors import QueryError
from pamoja.engines.environment import Environment


@dataclass(frozen=True)
class Asset:
    """A field, group or flow."""

    name: str
    uuid: str = ""
    key: str = ""
    type: Literal["text", "number", "datetime", "state", "district", "ward"] = "text"


def field(key: str, type: Any = "text", name: str = "", uuid: str = "") -> Asset:
    return Asset(name or key.capitalize(), uuid, key, type)


def environment(*, redacts: bool = False, timezone: str = "UTC", **settings: Any) -> Environment:
    """An environment in which it is always the same moment."""
    policy = "urns" if redacts else "none"
    now = datetime(2018, 4, 11, 18, 24, 30, tzinfo=UTC)
    return Environment(redaction_policy=policy, timezone=ZoneInfo(timezone), clock=lambda: now, **settings)


def outcome(read: Callable[[], object]) -> object:
    """The text of what was read, or its error as message, code and extra."""
    try:
        return str(read())
    except QueryError as error:
        return error.message, str(error.code), error.extra

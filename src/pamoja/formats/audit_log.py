"""The log that Collect keeps of how a form was filled in: `audit.csv`.

Columns: event, node, start, end, latitude, longitude, accuracy, old-value, new-value, user, change-reason; only the
first four are always there, and others (device-id and the like) may follow. Times are milliseconds since 1970. Nodes
are paths from the root element, repeats with their position: `/data/household/member[2]/age`.
Source: ODK documentation, "Form audit log"; the events are those of Collect.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pamoja.engines.quality import Timing

MOST_BYTES: Final = 20 * 1024 * 1024
NEEDED: Final = frozenset({"event", "node", "start"})
# Events during which a person is at work on what `node` names, and those during which on nothing in particular.
AT_QUESTIONS: Final = frozenset({"question", "group questions"})
AT_WORK: Final = AT_QUESTIONS | {
    "add repeat",
    "beginning of form",
    "delete repeat",
    "end of form",
    "end screen",
    "hierarchy",
    "jump",
    "repeat",
}
POSITION = re.compile(r"\[\d+\]")


class BadAuditLog(ValueError):
    """The bytes are no such log."""


@dataclass(frozen=True)
class AuditEvent:
    """One line; `end_ms` is None for what happens in a moment."""

    event: str
    node: str
    start_ms: int
    end_ms: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    accuracy: float | None = None
    old_value: str = ""
    new_value: str = ""
    user: str = ""
    change_reason: str = ""

    @property
    def path(self) -> str:
        """The question as forms name it: without the root element and the positions of repeats."""
        return "/" + POSITION.sub("", self.node).lstrip("/").partition("/")[2] if self.node else ""


def parse_audit_log(data: bytes) -> tuple[AuditEvent, ...]:
    """The events of one file in its order. Raises BadAuditLog; a line without a time is left out."""
    if len(data) > MOST_BYTES:
        raise BadAuditLog("too large")
    try:
        rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        if not NEEDED.issubset(rows.fieldnames or ()):
            raise BadAuditLog("columns are missing")
        return tuple(event for row in rows if (event := _event(row)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadAuditLog("not a table") from error


def merged(logs: Iterable[Sequence[AuditEvent]]) -> tuple[AuditEvent, ...]:
    """Several logs of one record (each edit may bring its own, with all that came before) as one, in order of time."""
    once = dict.fromkeys(event for log in logs for event in log)
    return tuple(sorted(once, key=lambda each: each.start_ms))


def timing_of(events: Iterable[AuditEvent]) -> Timing:
    """How long somebody was at work in all and on each question; a question seen twice took both times."""
    spans: list[tuple[int, int]] = []
    seconds: dict[str, float] = defaultdict(float)
    for each in events:
        if each.event in AT_WORK and each.end_ms is not None and each.end_ms > each.start_ms:
            spans.append((each.start_ms, each.end_ms))
            if each.event in AT_QUESTIONS:
                seconds[each.path] += (each.end_ms - each.start_ms) / 1000
    return Timing(_covered(spans) / 1000, dict(seconds))


def _covered(spans: list[tuple[int, int]]) -> int:
    """The length of the union of the spans: what overlaps counts once."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(end - max(start, reached), 0)
        reached = max(reached, end)
    return total


def _event(row: dict[str, str]) -> AuditEvent | None:
    start = _whole(row.get("start"))
    if start is None:
        return None
    return AuditEvent(
        event=(row.get("event") or "").strip(),
        node=(row.get("node") or "").strip(),
        start_ms=start,
        end_ms=_whole(row.get("end")),
        latitude=_number(row.get("latitude")),
        longitude=_number(row.get("longitude")),
        accuracy=_number(row.get("accuracy")),
        old_value=row.get("old-value") or "",
        new_value=row.get("new-value") or "",
        user=row.get("user") or "",
        change_reason=row.get("change-reason") or "",
    )


def _whole(text: str | None) -> int | None:
    number = _number(text)
    return None if number is None else int(number)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None

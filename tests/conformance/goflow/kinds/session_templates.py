"""Templates evaluated in the run of a session, with URNs and with masks for them: `templates.json`."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pamoja.engines.flows.visit import Visit

from ..canonical import difference, uuids_in
from ..example_session import example_visit, fixtures, universe_of
from ..result import Result

KIND = "session_templates"


def results(folder: Path, strict: bool = False) -> Iterator[Result]:
    """Every row of each table, if the session's fixtures are there; one world for both sessions, as in goflow."""
    for path in sorted(folder.rglob("templates.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))
        given = fixtures(folder) or fixtures(path.parent)
        if not isinstance(rows, list) or given is None:
            continue
        universe = universe_of(given)
        visits = {redacts: example_visit(given, universe, "urns" if redacts else "none") for redacts in (False, True)}
        for number, row in enumerate(rows):
            visit = visits[bool(row.get("redact_urns"))]
            detail = _judged(row, visit, uuids_in(given), strict)
            yield Result(KIND, f"{path.stem}[{number}] {row['template']}", not detail, detail)


def _judged(row: Mapping[str, Any], visit: Visit, given: set[str], strict: bool) -> str:
    before = len(visit.sprint.events)
    text, _ = visit.evaluate(row["template"])
    events = visit.sprint.events[before:]
    if "output_json" in row:
        return difference([row["output_json"], row["events"]], [json.loads(text or "null"), events], given, strict)
    return difference([row.get("output", ""), row["events"]], [text, events], given, strict)

"""Templates evaluated in the run of a session, with URNs and with masks for them: `templates.json`."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pamoja.engines.flows.visit import Visit

from ..canonical import difference, given_in
from ..example_session import NO_SESSION, example_visit, fixtures, universe_of
from ..finding import listed
from ..result import Outcome, Skipped, judged

KIND = "session_templates"


def results(folder: Path, strict: bool = False) -> Iterator[Outcome]:
    """Every row, if the session's fixtures are there; one world for both sessions, as in goflow."""
    cases, given = list(listed(folder, "template", "events")), fixtures(folder)
    if given is None:
        yield from (Skipped(KIND, case.name, NO_SESSION) for case in cases)
        return
    universe = universe_of(given)
    visits = {redacts: example_visit(given, universe, "urns" if redacts else "none") for redacts in (False, True)}
    for case in cases:
        visit = visits[bool(case.data.get("redact_urns"))]
        name = f"{case.name} {case.data['template']}"
        yield judged(KIND, name, _detail, case.data, visit, given_in(given), strict)


def _detail(row: Mapping[str, Any], visit: Visit, given: set[str], strict: bool) -> str:
    before = len(visit.sprint.events)
    text, _ = visit.evaluate(row["template"])
    events = visit.sprint.events[before:]
    if "output_json" in row:
        return difference([row["output_json"], row["events"]], [json.loads(text or "null"), events], given, strict)
    return difference([row.get("output", ""), row["events"]], [text, events], given, strict)

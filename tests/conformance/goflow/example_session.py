"""The session in which goflow evaluates its reference and templates: a trigger, a resume, then the first run."""

import json
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from pamoja.engines.environment import Environment
from pamoja.engines.flows.contacts import read_contact
from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.triggers import read_trigger
from pamoja.engines.flows.visit import Visit

from .finding import documents
from .universe import Universe

FIXTURE = "test_session__session{}.json"
PARTS = ("Assets", "Contact", "Trigger", "Resume")
NO_SESSION = "the session in which goflow evaluates it is not here (test_session__session*.json)"
MOST_CALLS = 8
"""Of one address."""
ADDRESS = re.compile(r"https?://127\.0\.0\.1[^\"\s]*")
ANYWHERE, SERVER = "http://localhost", "http://127.0.0.1:49992"
"""What stands in the assets for the address of the test server, and that address."""
HEADERS = {"Content-Type": "text/plain; charset=utf-8", "Date": "Wed, 11 Apr 2018 18:24:30 GMT"}


def fixtures(folder: Path) -> dict[str, Any] | None:
    """Assets, contact, trigger and resume, which lie together somewhere below the folder; None if one is missing."""
    found = {part: next((data for _, data in documents(folder, FIXTURE.format(part))), None) for part in PARTS}
    served: dict[str, Any] = json.loads(json.dumps(found).replace(ANYWHERE, SERVER))
    return served if all(found.values()) else None


def universe_of(given: dict[str, Any]) -> Universe:
    """A world in which the addresses of the assets answer as goflow's own test server does."""
    return Universe(dict(_answers(json.dumps(given["Assets"]))))


def _answers(assets: str) -> Iterator[tuple[str, list[Any]]]:
    for url in set(ADDRESS.findall(assets)):
        query = parse_qs(urlsplit(url).query)
        body = '{ "ok": "true" }' if query.get("cmd") == ["success"] else query.get("content", [""])[0]
        headers = HEADERS | {"Content-Length": str(len(body.encode()))}
        yield url, [{"status": HTTPStatus.OK, "body": body, "headers": headers}] * MOST_CALLS


def example_visit(given: dict[str, Any], universe: Universe, redaction: str = "none") -> Visit:
    """The first run of the session, where it ended."""
    env = Environment(
        date_format="DD-MM-YYYY",
        timezone=ZoneInfo("America/Guayaquil"),
        allowed_languages=("eng", "spa"),
        redaction_policy=redaction,
    )
    assets = universe.assets(given["Assets"])
    contact, trigger = read_contact(assets, given["Contact"]), read_trigger(assets, given["Trigger"])
    session, _ = universe.engine.start(assets, env, contact, trigger)
    sprint = universe.engine.resume(session, read_resume(given["Resume"]))
    return Visit(session.runs[0], sprint, session.runs[0].location()[1])

"""Changes to contacts: a contact, a modifier, the contact after it and the events that tell of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.environment import Environment
from pamoja.engines.flows.contacts import read_contact, write_contact
from pamoja.engines.flows.events import Event
from pamoja.engines.flows.modifiers import Change, apply, read_modifier

from ..canonical import difference, given_in
from ..finding import Case, listed
from ..result import Outcome, judged
from ..universe import Universe

KIND = "modifiers"
FIELD_CHARS = 256


def results(folder: Path, strict: bool = False) -> Iterator[Outcome]:
    """Each case of the lists."""
    for case in listed(folder, "contact_before", "modifier"):
        yield judged(KIND, case.name, _detail, case, strict)


def _detail(case: Case, strict: bool) -> str:
    assets, data = case.assets(), case.data
    expected = {key: data[key] for key in ("modifier", "contact_after", "events")}
    given = given_in(assets, data["contact_before"], data["modifier"])
    return difference(expected, json.loads(json.dumps(_applied(assets, data))), given, strict)


def _applied(data: Any, case: Any) -> Any:
    universe = Universe(
        field_chars=FIELD_CHARS, response_bytes=10_000, claim_urn=lambda assets, contact, urn: "taken" not in urn
    )
    assets = universe.assets(data)
    modifier = read_modifier(assets, case["modifier"])
    contact = read_contact(assets, case["contact_before"])
    events: list[Event] = []
    apply(modifier.apply, Change(universe.engine, Environment(clock=universe.world.now), contact, events.append))
    return {"modifier": modifier.to_json(), "contact_after": write_contact(contact), "events": events}

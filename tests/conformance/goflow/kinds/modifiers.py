"""Changes to contacts: a contact, a modifier, the contact after it and the events that tell of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.environment import Environment
from pamoja.engines.flows.contacts import read_contact, write_contact
from pamoja.engines.flows.events import Event
from pamoja.engines.flows.modifiers import Change, apply, read_modifier

from ..canonical import difference, uuids_in
from ..result import Result
from ..universe import Universe

KIND = "modifiers"
FIELD_CHARS = 256


def results(folder: Path, strict: bool = False) -> Iterator[Result]:
    """Each case of the lists beside an `_assets.json`."""
    for assets in sorted(folder.rglob("_assets.json")):
        known = json.loads(assets.read_text(encoding="utf-8"))
        for path in sorted(assets.parent.glob("*.json")):
            cases = json.loads(path.read_text(encoding="utf-8"))
            for number, case in enumerate(cases if isinstance(cases, list) else ()):
                if "contact_before" in case and "modifier" in case:
                    yield _result(f"{path.stem}[{number}] {case['description']}", known, case, strict)


def _result(name: str, assets: Any, case: Any, strict: bool) -> Result:
    expected = {key: case[key] for key in ("modifier", "contact_after", "events")}
    try:
        found = json.loads(json.dumps(_applied(assets, case)))
    except Exception as error:  # any failure of the engine is a failed case
        return Result(KIND, name, False, f"{type(error).__name__}: {error}")
    given = uuids_in(assets, case["contact_before"], case["modifier"])
    detail = difference(expected, found, given, strict)
    return Result(KIND, name, not detail, detail)


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

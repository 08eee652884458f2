"""Whole exports of RapidPro, versions 3 to 13: every flow of each comes to a definition that can be read today.

Files that are no JSON (templates with ids left open) are skipped. What RapidPro itself gave up is refused, with why:
exports before version 3, and flows for USSD menus. So is a flow without a name, which stood beside it in a database.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.reading import FlowReadError
from pamoja.formats.flows import NotAnExport, read_export, upgraded

from ..pcg import SequentialClock, Uuids
from ..result import Result

KIND = "legacy_exports"
FOLDERS = ("rapidpro-test-flows", "flows-idems")
REFUSED = {
    "single_message_bad_localization": "'name' is required",
    "too_old": "too old",
    "ussd_example": "wait_menu",
}


def results(folder: Path) -> Iterator[Result]:
    """Each export; `folder` holds the folders of exports or is one."""
    for name in FOLDERS:
        root = folder if folder.name == name else folder / name
        for path in sorted(path for path in root.rglob("*.json") if _is_json(path)):
            detail = _problem(path.read_bytes())
            passed = REFUSED[path.stem] in detail if path.stem in REFUSED else not detail
            yield Result(KIND, str(path.relative_to(root.parent).with_suffix("")), passed, detail)


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return False
    return True


def _problem(content: bytes) -> str:
    """Why an export cannot be read; nothing when it can."""
    config = Config(Uuids(SequentialClock()).uuid4, "https://media.example.org")
    try:
        for flow in upgraded(read_export(content), config.new_uuid).flows:
            read_flow(flow.definition, config)
    except (NotAnExport, FlowReadError) as problem:
        return str(problem)
    return ""

"""Whole exports of RapidPro, versions 3 to 13: every flow of each comes to a definition that can be read today.

What RapidPro itself gave up has to be refused, with why: exports before version 3, flows for USSD menus, and flows
without a name, which stood beside them in a database.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.reading import FlowReadError
from pamoja.formats.flows import NotAnExport, read_export, upgraded

from ..finding import EXPORTS
from ..pcg import SequentialClock, Uuids
from ..result import Outcome, Skipped, judged

KIND = "legacy_exports"
LEAST_VERSION = 3
TOO_OLD, MENU, NAMELESS = "too old", "wait_menu", "'name' is required"


def results(folder: Path) -> Iterator[Outcome]:
    """Each export; `folder` holds the folders of exports or is one."""
    for name in EXPORTS:
        root = folder if folder.name == name else folder / name
        for path in sorted(root.rglob("*.json")):
            yield _outcome(str(path.relative_to(root.parent).with_suffix("")), path.read_bytes())


def _outcome(name: str, content: bytes) -> Outcome:
    try:
        export = json.loads(content)
    except ValueError:
        return Skipped(KIND, name, "no JSON: tests of RapidPro filled it in, or read it leniently")
    return judged(KIND, name, _detail, content, export)


def _detail(content: bytes, export: dict[str, Any]) -> str:
    problem, refusal = _problem(content), _refusal(export)
    is_right = refusal in problem if refusal else not problem
    return "" if is_right else f"{problem or 'was read'}, not {refusal or 'read'}"


def _refusal(export: dict[str, Any]) -> str:
    """The words in which an export has to be refused; none when it must be read."""
    if int(str(export.get("version", LEAST_VERSION)).split(".")[0]) < LEAST_VERSION:
        return TOO_OLD
    flows = [each | each.get("definition", {}) for each in export.get("flows", [export])]
    if any(rules.get("ruleset_type") == MENU for flow in flows for rules in flow.get("rule_sets", ())):
        return MENU
    return "" if all((flow | flow.get("metadata", {})).get("name") for flow in flows) else NAMELESS


def _problem(content: bytes) -> str:
    """Why an export cannot be read; nothing when it can."""
    config = Config(Uuids(SequentialClock()).uuid4, "https://media.example.org")
    try:
        for flow in upgraded(read_export(content), config.new_uuid).flows:
            read_flow(flow.definition, config)
    except (NotAnExport, FlowReadError) as problem:
        return str(problem)
    return ""

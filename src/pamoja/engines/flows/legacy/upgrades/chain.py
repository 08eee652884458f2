"""From versions 3 to 11.11 of legacy definitions to the last, 11.12.

A step is for flows that are older than its version. What is not here changed nothing in a definition by itself: 11.6,
11.9 and 11.11 compared it with the groups, flows and labels of a site, and 11.3 marked webhooks for a format that all
have since.
"""

from collections.abc import Callable, Iterable
from typing import Any

from pamoja.engines.flows.definition.validation import check_raw_size
from pamoja.engines.flows.legacy.reading import JsonObject, LegacyFlowError, made_otherwise
from pamoja.engines.flows.legacy.upgrades.channels import drop_unknown_channels
from pamoja.engines.flows.legacy.upgrades.ids import identify_references, known_uuids
from pamoja.engines.flows.legacy.upgrades.languages import rename_languages
from pamoja.engines.flows.legacy.upgrades.modality import start_other_kinds
from pamoja.engines.flows.legacy.upgrades.results import answers_of_webhooks, format_values, input_of_splits
from pamoja.engines.flows.legacy.upgrades.shape import (
    clean_nodes,
    identify,
    identify_rules,
    localize,
    localize_messages,
    unwrapped,
)
from pamoja.engines.flows.legacy.upgrades.templates import modern_expressions
from pamoja.engines.flows.legacy.upgrades.waits import split_waits
from pamoja.engines.flows.legacy.upgrades.webhooks import actions_to_rulesets, split_by_success
from pamoja.engines.flows.legacy.upgrades.work import Upgrade
from pamoja.engines.flows.migrations.versions import read_version
from pamoja.engines.flows.reading import FlowReadError

Version = tuple[int, ...]
Step = Callable[[JsonObject, Upgrade], JsonObject]

OLDEST, LAST = "3", "11.12"

# In the order in which they run.
STEPS: tuple[tuple[Version, Step], ...] = (
    ((10, 2), clean_nodes),
    ((5,), split_waits),
    ((6,), localize),
    ((8,), modern_expressions),
    ((9,), identify_references),
    ((10,), split_by_success),
    ((10, 2), localize_messages),
    ((10, 4), identify),
    ((11, 0), format_values),
    ((11, 2), rename_languages),
    ((11, 4), input_of_splits),
    ((11, 5), answers_of_webhooks),
    ((11, 7), actions_to_rulesets),
    ((11, 8), identify_rules),
    ((11, 10), start_other_kinds),
    ((11, 12), drop_unknown_channels),
)


def version_of(value: Any) -> Version:
    """A version such as 11.12 to compare with others; a LegacyFlowError when it is none, or older than the oldest."""
    try:
        version = read_version(str(value))
    except FlowReadError:
        raise LegacyFlowError(f"{str(value)[:20]!r} is no version of a flow definition.") from None
    if version < (int(OLDEST),):
        raise LegacyFlowError(
            f"Version {value} of flow definitions is too old: the oldest that can be read is {OLDEST}."
        )
    return version


def upgraded(flows: Iterable[JsonObject], version: Version, new_uuid: Callable[[], str]) -> Upgrade:
    """Bring flows that refer to each other from one version to the last; they are changed in place."""
    work = Upgrade(new_uuid, list(flows))
    with made_otherwise("A definition"):
        _take_steps(work, version)
    work.flows = [flow | {"version": LAST} for flow in work.flows]
    return work


def _take_steps(work: Upgrade, version: Version) -> None:
    work.flows = [unwrapped(flow) for flow in work.flows]
    for flow in work.flows:
        check_raw_size(flow)
        work.uuids |= known_uuids(flow)
    for at, step in STEPS:
        if version < at:
            work.flows = [step(flow, work) for flow in work.flows]

"""The inspection of a flow as one piece of JSON, as an editor and an import show it."""

from typing import Any

from pamoja.engines.flows.definition.flow import Flow
from pamoja.engines.flows.inspection import issues
from pamoja.engines.flows.inspection.dependencies import dependencies
from pamoja.engines.flows.inspection.finding import Has, findings
from pamoja.engines.flows.inspection.registry import ISSUES
from pamoja.engines.flows.inspection.results import result_specs

# importing it fills the registry
PACKAGES = (issues,)


def inspect(flow: Flow, has: Has | None = None) -> dict[str, Any]:
    """Counts, dependencies, names of local variables, results, results of the parent that are used, and issues.

    `has` tells whether an asset is there (`dependencies.in_assets`); without it none is called missing.
    """
    found = findings(flow)
    order = {each.uuid: at for at, each in enumerate(flow.nodes)}
    told = [problem for check in ISSUES.values() for problem in check(flow, found, has)]
    return {
        "counts": {"nodes": len(flow.nodes), "languages": len(flow.localization.languages)},
        "dependencies": dependencies((each for _, each in found.references), has),
        "locals": sorted(found.locals),
        "results": result_specs(found.results),
        "parent_refs": sorted(found.parent_results),
        "issues": sorted(told, key=lambda problem: order[problem["node_uuid"]]),
    }

from collections.abc import Iterator

from pamoja.engines.flows.definition.flow import Flow
from pamoja.engines.flows.inspection.finding import Findings, Has, Place
from pamoja.engines.flows.inspection.registry import Issue, issue, told


@issue("legacy_vars")
def legacy_vars(flow: Flow, found: Findings, has: Has | None) -> Iterator[Issue]:
    """Actions that start sessions for whom an expression names, as old flows do, and not for whom a query finds."""
    for node in flow.nodes:
        for action in node.actions:
            names = getattr(action, "legacy_vars", ()) if action.type == "start_session" else ()
            if names:
                words = "use of expressions instead of contact query"
                yield told("legacy_vars", Place(node.uuid, action.uuid), words, vars=list(names))

from collections.abc import Iterator

from pamoja.engines.flows.definition.flow import Flow
from pamoja.engines.flows.inspection.finding import Findings, Has
from pamoja.engines.flows.inspection.registry import Issue, issue, told


@issue("missing_dependency")
def missing_dependency(flow: Flow, found: Findings, has: Has | None) -> Iterator[Issue]:
    """Each place that names an asset which is not there."""
    for place, reference in found.references if has else ():
        if has and not has(reference):
            words = f"missing {reference.TYPE} dependency '{reference.identity}'"
            dependency = reference.to_json() | {"type": reference.TYPE}
            yield told("missing_dependency", place, words, dependency=dependency)

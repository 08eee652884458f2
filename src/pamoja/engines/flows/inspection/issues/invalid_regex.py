from collections.abc import Iterator
from typing import Any

from pamoja.engines.excellent.references import expressions_of
from pamoja.engines.flows.definition.flow import Flow
from pamoja.engines.flows.inspection.finding import Findings, Has, Place
from pamoja.engines.flows.inspection.registry import Issue, issue, told
from pamoja.engines.flows.top_levels import TOP_LEVELS
from pamoja.engines.text.patterns import pattern


@issue("invalid_regex")
def invalid_regex(flow: Flow, found: Findings, has: Has | None) -> Iterator[Issue]:
    """Patterns of `has_pattern`, in whatever language, that are none; those made of expressions are not judged."""
    for node in flow.nodes:
        for case in getattr(node.router, "cases", ()):
            if case.type == "has_pattern" and case.arguments:
                for language, text in _patterns(flow, case):
                    if pattern(text) is None and not any(expressions_of(text, TOP_LEVELS)):
                        yield told(
                            "invalid_regex", Place(node.uuid, "", language), f"invalid regex: {text}", regex=text
                        )


def _patterns(flow: Flow, case: Any) -> Iterator[tuple[str, str]]:
    yield "", case.arguments[0]
    for language in flow.localization.languages:
        yield from ((language, text) for text in flow.localization.texts(language, case.uuid, "arguments"))

from dataclasses import replace

from pamoja.engines.excellent.references import rebuild, refactor
from pamoja.engines.excellent.tree import ContextReference, DotLookup, Expression
from pamoja.engines.flows.migrations.catalogs import CATALOGS
from pamoja.engines.flows.migrations.registry import Config, Definition, migration
from pamoja.engines.flows.migrations.rewriting import rewrite_templates

LONGEST_KEY = 64


@migration("13.6.1")
def shorten_references_to_results(flow: Definition, config: Config) -> None:
    """Cut the keys of results in templates as 13.6.0 cut their names.

    It leaves a space at the 64th character as an underscore, which the name does not have: definitions that others
    migrated have it so, and must not differ.
    """
    rewrite_templates(flow, CATALOGS["13.6.0"], _rewritten)


def _rewritten(template: str) -> str:
    """Most templates are too short to hold such a key, and are not parsed."""
    return refactor(template, ["results"], _shortened).template if len(template) > LONGEST_KEY else template


def _shortened(expression: Expression) -> Expression:
    return rebuild(expression, _with_short_key)


def _with_short_key(node: Expression) -> Expression:
    if isinstance(node, DotLookup) and node.container == ContextReference("results"):
        return replace(node, name=node.name[:LONGEST_KEY]) if len(node.name) > LONGEST_KEY else node
    return node

"""Legacy flow definitions (action_sets and rule_sets, versions 3 to 11.12) as definitions of version 13.0.0.

`migrate_legacy` takes one definition. An export goes through `upgrade_export` first, so that numbers that several of
its flows, campaigns and triggers name become the same UUID everywhere; then each of its flows through `migrate_legacy`.
"""

from collections.abc import Callable

from pamoja.engines.flows.legacy.expressions import migrate_expression
from pamoja.engines.flows.legacy.flow import migrated_flow
from pamoja.engines.flows.legacy.reading import JsonObject, LegacyFlowError
from pamoja.engines.flows.legacy.upgrades import is_legacy, own_version, upgrade_export, upgraded
from pamoja.engines.flows.reading import copied

__all__ = ["LegacyFlowError", "is_legacy", "migrate_expression", "migrate_legacy", "upgrade_export"]


def migrate_legacy(definition: JsonObject, new_uuid: Callable[[], str], base_media_url: str = "") -> JsonObject:
    """A legacy definition as one of version 13.0.0; the one given is not changed.

    Paths of uploaded media are completed with `base_media_url`. A LegacyFlowError says why a definition is too old or
    holds what no version knew.
    """
    work = upgraded([copied(definition)], own_version(definition), new_uuid)
    return migrated_flow(work.flows[0], new_uuid, base_media_url)

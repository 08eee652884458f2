"""Bringing flow definitions of versions 3 to 11.11 to the last legacy version, 11.12."""

from pamoja.engines.flows.legacy.upgrades.chain import upgraded
from pamoja.engines.flows.legacy.upgrades.export import is_legacy, own_version, upgrade_export

__all__ = ["is_legacy", "own_version", "upgrade_export", "upgraded"]

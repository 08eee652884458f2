"""Bringing flow definitions of versions 3 to 11.11 to the last legacy version, 11.12."""

from .chain import upgraded
from .export import is_legacy, own_version, upgrade_export

__all__ = ["is_legacy", "own_version", "upgrade_export", "upgraded"]

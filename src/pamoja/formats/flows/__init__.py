"""Export files of RapidPro: flows, with the campaigns, triggers, fields and groups that belong to them."""

from pamoja.formats.flows.exports import Export, ExportedFlow, NotAnExport, read_export
from pamoja.formats.flows.upgrading import upgraded

__all__ = ["Export", "ExportedFlow", "NotAnExport", "read_export", "upgraded"]

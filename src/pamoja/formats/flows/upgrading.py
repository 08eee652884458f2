"""Exports of old versions, made ready for definitions to be migrated one by one.

    export = upgraded(read_export(content), new_uuid)
    definitions = [migrate(flow.definition, config) for flow in export.flows]

Up to version 8, flows, campaigns and triggers name each other by numbers, and up to 11.9 what a flow may enter depends
on the kind of the other: only a whole export knows both.
"""

from collections.abc import Callable
from dataclasses import replace

from pamoja.engines.flows.legacy import upgrade_export
from pamoja.engines.flows.migrations.versions import read_version
from pamoja.engines.flows.reading import FlowReadError
from pamoja.formats.flows.exports import Export, NotAnExport, exported_flow


def upgraded(export: Export, new_uuid: Callable[[], str]) -> Export:
    """The same with all flows of versions before 13 at the last of these. Raises NotAnExport if it is too old."""
    raw = {
        "version": str(export.version),
        "flows": [flow.definition for flow in export.flows],
        "campaigns": list(export.campaigns),
        "triggers": list(export.triggers),
    }
    try:
        new = upgrade_export(raw, new_uuid)
    except FlowReadError as problem:
        raise NotAnExport(str(problem)) from None
    version = read_version(new["version"])
    return replace(
        export,
        version=version,
        flows=tuple(exported_flow(flow, version) for flow in new["flows"]),
        campaigns=tuple(new["campaigns"]),
        triggers=tuple(new["triggers"]),
    )

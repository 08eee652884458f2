"""From the `<entity>` of a submission to what it says."""

from pamoja.engines.entities import Sent
from pamoja.formats.xform import EntityElement


def sent_of(element: EntityElement) -> Sent:
    """What an `<entity>` says."""
    said = element.attributes
    return Sent(
        dataset=said.get("dataset", ""),
        id=said.get("id", ""),
        create=said.get("create", ""),
        update=said.get("update", ""),
        base_version_text=said.get("baseVersion", ""),
        trunk_version_text=said.get("trunkVersion", ""),
        branch_id_text=said.get("branchId", ""),
        label=element.label,
        data=dict(element.properties),
    )

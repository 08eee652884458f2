"""A whole export of legacy flows: what its flows, campaigns and triggers refer to gets the same UUID everywhere."""

from collections.abc import Callable

from pamoja.engines.flows.legacy.reading import JsonObject, made_otherwise, objects_of
from pamoja.engines.flows.legacy.upgrades.chain import LAST, OLDEST, Version, upgraded, version_of
from pamoja.engines.flows.legacy.upgrades.ids import group_reference, reference, with_parent
from pamoja.engines.flows.legacy.upgrades.work import Upgrade
from pamoja.engines.flows.reading import copied, readable

WITH_UUIDS = (9,)


def upgrade_export(export: JsonObject, new_uuid: Callable[[], str]) -> JsonObject:
    """The same export with all its legacy flows at the last legacy version; the export itself is not changed.

    The version of an export holds for its flows, but for those of the last version, whose flows have their own. Flows
    of version 13 and later stay as they are. A FlowReadError for an export that is too old, or not made as they are.
    """
    with readable():
        return _upgraded_export(export, new_uuid)


def _upgraded_export(export: JsonObject, new_uuid: Callable[[], str]) -> JsonObject:
    version = version_of(export.get("version"))
    flows = objects_of(export, "flows")
    if version >= version_of(LAST):
        return export | {"flows": [_by_itself(flow, new_uuid) for flow in flows]}
    work = upgraded([flow for flow in copied(flows) if is_legacy(flow)], version, new_uuid)
    last = iter(work.flows)
    new = export | {"version": LAST, "flows": [next(last) if is_legacy(flow) else flow for flow in flows]}
    with made_otherwise("An export"):
        return new | ({} if version >= WITH_UUIDS else _with_uuids(new, work))


def _with_uuids(export: JsonObject, work: Upgrade) -> JsonObject:
    campaigns = with_parent(export.get("campaigns") or [])
    triggers = with_parent(export.get("triggers") or [])
    return {
        "campaigns": [_campaign(campaign, work) for campaign in campaigns],
        "triggers": [_trigger(trigger, work) for trigger in triggers],
    }


def is_legacy(definition: JsonObject) -> bool:
    """Whether a definition is one from before version 13."""
    return any(key in definition for key in ("action_sets", "rule_sets", "flow_type", "definition"))


def own_version(definition: JsonObject) -> Version:
    """The version that a single definition says to be of; without one, the last, or the oldest inside of a wrapper."""
    given = definition.get("version")
    if given is None:
        given = OLDEST if "definition" in definition else LAST
    return version_of(given)


def _by_itself(flow: JsonObject, new_uuid: Callable[[], str]) -> JsonObject:
    if not is_legacy(flow):
        return flow
    return upgraded([copied(flow)], own_version(flow), new_uuid).flows[0]


def _campaign(campaign: JsonObject, work: Upgrade) -> JsonObject:
    events = [_event(event, work) for event in campaign.get("events") or []]
    groups = {"group": group_reference(campaign["group"], work)} if campaign.get("group") else {}
    return reference(campaign, "campaign", work) | groups | {"events": events}


def _event(event: JsonObject, work: Upgrade) -> JsonObject:
    new = reference(event, "campaign_event", work)
    if isinstance(new.get("relative_to"), dict):
        new["relative_to"] = {key: value for key, value in new["relative_to"].items() if key != "id"}
    return new | ({"flow": reference(event["flow"], "flow", work)} if event.get("flow") else {})


def _trigger(trigger: JsonObject, work: Upgrade) -> JsonObject:
    flow = {"flow": reference(trigger["flow"], "flow", work)} if trigger.get("flow") else {}
    return trigger | flow | {"groups": [group_reference(group, work) for group in trigger.get("groups") or []]}

"""Events about the contact: what changed about who they are and how they are reached."""

from datetime import datetime

from pamoja.engines.flows.events.base import event, present
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.times import time_text


@event
def contact_field_changed(field: Json, value: Json | None) -> Json:
    """A field got another value, or none: {field: {key, name}, value: {text, number?, datetime?, state? …} | null}."""
    return {"field": field, "value": value}


@event
def contact_flow_changed(flow: Json | None) -> Json:
    """The flow that the contact is in was set or cleared by the host."""
    return {"flow": flow}


@event
def contact_groups_changed(added: list[Json], removed: list[Json]) -> Json:
    """The contact entered or left groups, static or by query."""
    return present(groups_added=added, groups_removed=removed)


@event
def contact_language_changed(language: str) -> Json:
    """The language (ISO 639-3, empty when cleared) changed."""
    return {"language": language}


@event
def contact_last_seen_changed(seen: datetime) -> Json:
    """The contact was heard of later than known so far."""
    return {"last_seen_on": time_text(seen)}


@event
def contact_name_changed(name: str) -> Json:
    """The name changed, perhaps to none."""
    return {"name": name}


@event
def contact_status_changed(status: str) -> Json:
    """The status is now active, blocked, stopped or archived."""
    return {"status": status}


@event
def contact_timezone_changed(timezone: str) -> Json:
    """The timezone (IANA name, empty when cleared) changed."""
    return {"timezone": timezone}


@event
def contact_urns_changed(urns: list[str]) -> Json:
    """The list of URNs, its order or the channels of the URNs changed: all URNs as they are now."""
    return {"urns": urns}

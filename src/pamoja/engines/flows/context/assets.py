"""Assets, tickets, groups and channels as expressions see them."""

from pamoja.engines.environment.tokens import words
from pamoja.engines.excellent.values import DEFAULT, Properties, XObject
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.assets.kinds import Campaign, Channel, Group, Topic, User
from pamoja.engines.flows.contacts import Ticket


def named_context(asset: Campaign | Topic) -> XObject:
    """An asset that is its name."""
    return XObject({DEFAULT: asset.name, "uuid": asset.uuid, "name": asset.name})


campaign_context = named_context
topic_context = named_context


def channel_context(channel: Channel) -> XObject:
    """A channel: its name, UUID and address."""
    shown = {"uuid": channel.uuid, "name": channel.name, "address": channel.address}
    return XObject({DEFAULT: channel.name, **shown})


def group_context(group: Group) -> XObject:
    """A group: its UUID and name."""
    return XObject({"uuid": group.uuid, "name": group.name})


def user_context(user: User) -> XObject:
    """A person of the office."""
    names = words(user.name)
    shown = {"email": user.email, "name": user.name, "first_name": names[0] if names else ""}
    return XObject({DEFAULT: user.shown, **shown})


def ticket_context(ticket: Ticket) -> Properties:
    """A ticket with its topic and assignee."""
    return {
        "uuid": ticket.uuid,
        "topic": topic_context(ticket.topic) if ticket.topic else None,
        "assignee": user_context(ticket.assignee) if ticket.assignee else None,
    }


def globals_context(assets: Assets) -> Properties:
    """The global values by key; together a line each."""
    lines = [f"{each.name}: {each.value}" for each in assets.globals]
    return {DEFAULT: "\n".join(lines), **{each.key: each.value for each in assets.globals}}

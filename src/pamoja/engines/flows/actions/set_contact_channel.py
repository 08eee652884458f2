"""Set the channel that the contact is written to through."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.events import problems
from pamoja.engines.flows.modifiers.reaching import ChannelModifier
from pamoja.engines.flows.references import ChannelReference, Reference
from pamoja.engines.flows.registry import ONLINE, action
from pamoja.engines.flows.schema import prop

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit


@action("set_contact_channel", ONLINE)
@dataclass(frozen=True, slots=True)
class SetContactChannel(Action):
    """Without a channel the contact's URNs are bound to none."""

    channel: ChannelReference | None = prop(None, is_always_written=True)

    def references(self) -> Iterable[Reference | None]:
        return (self.channel,)

    def execute(self, visit: "Visit") -> None:
        """Set it, if it is there."""
        if self.channel and visit.assets.channels.get(self.channel.uuid) is None:
            visit.emit(problems.dependency_error, self.channel)
        else:
            visit.change(ChannelModifier("channel", self.channel).apply)

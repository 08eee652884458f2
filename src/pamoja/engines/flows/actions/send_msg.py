"""Send a message to the contact."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.composing import Content, Message, compose, locale_of, template_variables
from pamoja.engines.flows.contacts import Route
from pamoja.engines.flows.contacts.contact import ACTIVE
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.events import messages
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.references import Reference
from pamoja.engines.flows.registry import action
from pamoja.engines.flows.templating import templated

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit

NO_ROUTE = "no_route"


@action("send_msg")
@dataclass(frozen=True)
class SendMsg(Message, Action):
    """Text, attachments and quick replies; or a template that the channel's operator approved."""

    def references(self) -> Iterable[Reference | None]:
        return (self.template,)

    def execute(self, visit: "Visit") -> None:
        """Make the message; one that cannot be sent is made too, and says why."""
        content, language = compose(visit, self.uuid, self, visit.languages())
        reason = self._unsendable(visit, content)
        template = visit.assets.templates.get(self.template.uuid) if self.template else None
        variables = template_variables(visit, self) if template else []
        route, locale = visit.contact.route(), locale_of(visit, language)
        if route is None:
            visit.emit(messages.msg_created, _msg(None, content.to_json(), locale, NO_ROUTE))
            return
        found = templated(visit, template, route, variables) if template else None
        told, locale = found or (content.to_json(), locale)
        visit.emit(messages.msg_created, _msg(route, told, locale, reason))

    def _unsendable(self, visit: "Visit", content: Content) -> str:
        """Why a message cannot be sent, or nothing."""
        contact = visit.contact
        if contact.status != ACTIVE:
            return f"contact_{contact.status}"
        return visit.session.engine.check_sendable(visit.assets, contact, content.to_json())


def _msg(route: Route | None, content: Json, locale: str, reason: str) -> Json:
    channel = route.channel.reference if route and route.channel else None
    before = {"urn": route.urn if route else "", "channel": channel}
    after = {"locale": locale, "unsendable_reason": reason}
    return _filled(before) | content | _filled(after)


def _filled(parts: Json) -> Json:
    return {name: value for name, value in parts.items() if value}

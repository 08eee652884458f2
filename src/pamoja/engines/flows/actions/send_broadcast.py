"""Send a message to others."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.composing import Message, compose, template_variables
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.events import messages
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.recipients import Others, recipients_of
from pamoja.engines.flows.references import Reference
from pamoja.engines.flows.registry import ONLINE, action

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit


@action("send_broadcast", ONLINE)
@dataclass(frozen=True)
class SendBroadcast(Message, Others, Action):
    """The message in all languages of the flow; each recipient gets the best for them."""

    def references(self) -> Iterable[Reference | None]:
        return (*self.groups, *self.contacts, self.template)

    def execute(self, visit: "Visit") -> None:
        """Have the host send it; never to groups when many sessions are started at once."""
        recipients = recipients_of(visit, self)
        if visit.session.is_batch and recipients.are_many:
            visit.log_error("Can't send broadcasts to groups during batch starts")
            return
        own = visit.flow.language
        translations = {}
        for language in (own, *visit.flow.localization.languages):
            content, _ = compose(visit, self.uuid, self, [language, own])
            translations[language] = content.to_json()
        if any(recipients) or self.contact_query:
            told = recipients.to_json()
            visit.emit(messages.broadcast_created, translations, own, told, self._template(visit))

    def _template(self, visit: "Visit") -> Json:
        """The message template with its variables, if it is there."""
        if self.template is None or visit.assets.templates.get(self.template.uuid) is None:
            return {}
        variables = template_variables(visit, self)
        return {"template": self.template.to_json()} | ({"template_variables": variables} if variables else {})

"""Tell the subscribers of a resthook what the run has learned."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.calling import CATEGORIES, call, save_legacy_result, webhook_service
from pamoja.engines.flows.checks import at_most, if_given, result_name
from pamoja.engines.flows.definition.parts import Action, ResultInfo
from pamoja.engines.flows.events import services
from pamoja.engines.flows.registry import ONLINE, action
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.webhooks import SUBSCRIBER_GONE, SUCCESS, Request, Trace, WebhookCall

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit

FAILURE = 2
_WEIGHTS = {SUCCESS: 1, SUBSCRIBER_GONE: 0}
RESULT_PARTS = ("category", "category_localized", "created_on", "input", "name", "node_uuid", "value")
PAYLOAD = f"""@(json(object(
  "contact", object("uuid", contact.uuid, "name", contact.name, "urn", contact.urn, "language", contact.language),
  "flow", run.flow,
  "path", run.path,
  "results", foreach_value(results, extract_object, {", ".join(f'"{part}"' for part in RESULT_PARTS)}),
  "run", object("uuid", run.uuid, "created_on", run.created_on),
  "input", if(input, object(
    "attachments", foreach(input.attachments, attachment_parts),
    "channel", input.channel,
    "created_on", input.created_on,
    "text", input.text,
    "type", input.type,
    "urn", if(input.urn, object(
      "display", default(format_urn(input.urn), ""),
      "path", urn_parts(input.urn).path,
      "scheme", urn_parts(input.urn).scheme
    ), null),
    "uuid", input.uuid
  ), null),
  "channel", default(input.channel, null)
)))"""


@action("call_resthook", ONLINE)
@dataclass(frozen=True, slots=True)
class CallResthook(Action):
    """A resthook by its name; one that does not exist is passed over."""

    resthook: str = prop("", required, at_most(1000))
    result_name: str = prop("", if_given(result_name))

    def results(self) -> Iterable[ResultInfo]:
        return (ResultInfo(self.result_name, CATEGORIES),) if self.result_name else ()

    def execute(self, visit: "Visit") -> None:
        """Call all subscribers; `@webhook` tells of the call that matters most."""
        visit.run.webhook = None
        resthook = visit.assets.resthooks.get(self.resthook)
        if resthook is None:
            return
        payload, is_good = visit.evaluate_text(PAYLOAD)
        if not is_good:
            return
        visit.emit(services.resthook_called, self.resthook, json.loads(payload))
        calls = self._calls(visit, resthook.subscribers, payload)
        if calls is None:
            return
        telling = _most_telling(calls)
        if telling:
            visit.run.webhook = made = WebhookCall.of(telling)
            if self.result_name:
                save_legacy_result(visit, self.result_name, made, telling.outcome(is_resthook=True))

    def _calls(self, visit: "Visit", subscribers: Sequence[str], payload: str) -> list[Trace] | None:
        """Call each subscriber; None when there is nobody to call with."""
        calls = []
        for url in subscribers:
            service = webhook_service(visit)
            if service is None:
                return None
            request = Request("POST", url, {"Content-Type": "application/json"}, payload)
            trace = call(visit, service, request, self.resthook)
            if trace:
                calls.append(trace)
        return calls


def _most_telling(calls: Sequence[Trace]) -> Trace | None:
    """The last failure, else the last success, else the last subscriber that is gone."""
    return max(reversed(calls), key=lambda trace: _WEIGHTS.get(trace.outcome(is_resthook=True), FAILURE), default=None)

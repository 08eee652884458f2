"""One action of every type and a workspace that has what they name, for tests of whatever flow there may be."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import Assets, read_assets
from pamoja.engines.flows.assets.kinds import LLM
from pamoja.engines.flows.calls import Call
from pamoja.engines.flows.contacts import read_contact
from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.engine import Engine
from pamoja.engines.flows.limits import Limits
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.services import AirtimeTransfer, LLMResponse, ServiceError, Services
from pamoja.engines.flows.session import Session
from pamoja.engines.flows.sprint import Sprint
from pamoja.engines.flows.tests.sessions import AMINA, ASSETS, CHANNEL, THANKS, StepWorld, uuid
from pamoja.engines.flows.triggers import read_trigger
from pamoja.engines.flows.webhooks import Request, Trace

GROUP = {"uuid": uuid(901), "name": "Reporters"}
USER = {"uuid": uuid(911), "name": "Ben"}
TOPIC = {"uuid": uuid(921), "name": "General"}
LABEL = {"uuid": uuid(931), "name": "Spam"}
MODEL = {"uuid": uuid(941), "name": "Model"}
TEMPLATE = {"uuid": uuid(951), "name": "greeting"}
MESSAGE = {"attachments": ["image:http://e.org/a.jpg"], "quick_replies": ["yes", "@results.x"]}
OTHERS = {"groups": [GROUP], "contacts": [{"uuid": AMINA["uuid"], "name": "Amina"}], "urns": ["tel:+250788123123"]}
ACTION_SAMPLES: dict[str, Json] = {
    "add_contact_groups": {"groups": [GROUP, {"name_match": "@results.x"}]},
    "add_contact_urn": {"scheme": "tel", "path": "@input.text"},
    "add_input_labels": {"labels": [LABEL, {"name_match": "@input"}]},
    "call_classifier": {"classifier": MODEL, "input": "@input.text", "result_name": "Intent"},
    "call_llm": {"llm": MODEL, "instructions": "Say", "input": "@input.text", "output_local": "_said"},
    "call_resthook": {"resthook": "new-report", "result_name": "Hook"},
    "call_webhook": {
        "method": "POST",
        "url": "http://e.org/?x=@(url_encode(input.text))",
        "headers": {"X-Name": "@contact.name"},
        "body": "@(json(results))",
        "result_name": "Web",
    },
    "enter_flow": {"flow": {"uuid": THANKS, "name": "Thanks"}, "terminal": False},
    "open_ticket": {"topic": TOPIC, "assignee": USER, "note": "@input.text"},
    "play_audio": {"audio_url": "http://e.org/@results.x"},
    "remove_contact_groups": {"groups": [GROUP]},
    "request_optin": {"optin": {"uuid": uuid(961), "name": "News"}},
    "say_msg": {"text": "Hello @contact", "audio_url": "http://e.org/a.mp3"},
    "send_broadcast": {**OTHERS, "contact_query": "age > 18", "text": "Hi @contact.name", **MESSAGE},
    "send_email": {"addresses": ["@input.text", "a@e.org"], "subject": "@contact", "body": "@results"},
    "send_msg": {"text": "Hi @fields.age", "template": TEMPLATE, "template_variables": ["@contact.name"], **MESSAGE},
    "set_contact_channel": {"channel": {"uuid": CHANNEL, "name": "Line"}},
    "set_contact_field": {"field": {"key": "age", "name": "Age"}, "value": "@input.text"},
    "set_contact_language": {"language": "fra"},
    "set_contact_name": {"name": "@input.text"},
    "set_contact_status": {"status": "blocked"},
    "set_contact_timezone": {"timezone": "Africa/Kigali"},
    "set_run_local": {"local": "count", "value": "@(default(locals.count, 1))", "operation": "increment"},
    "set_run_result": {"name": "X", "value": "@input.text", "category": "All"},
    "start_session": {**OTHERS, "flow": {"uuid": THANKS, "name": "Thanks"}, "exclusions": {"in_a_flow": True}},
    "transfer_airtime": {"amounts": {"RWF": 500, "USD": 1.5}},
}
TRANSLATION = {
    "channel": {"uuid": CHANNEL, "name": "Line"},
    "locale": "eng",
    "components": [{"name": "body", "type": "body/text", "content": "Hi {{1}}", "variables": {"1": 0}}],
    "variables": [{"type": "text"}],
}
WORKSPACE = ASSETS | {
    "users": [{**USER, "email": "ben@example.org"}],
    "topics": [TOPIC],
    "labels": [LABEL],
    "llms": [{**MODEL, "type": "test", "roles": ["editing", "engine"]}],
    "templates": [{**TEMPLATE, "translations": [TRANSLATION]}],
    "resthooks": [{"slug": "new-report", "subscribers": ["http://e.org/hook"]}],
    "globals": [{"key": "org", "name": "Org", "value": "Pamoja"}],
}


class Web:
    """A web that gives back what it was sent."""

    def __init__(self, world: StepWorld) -> None:
        self._world = world

    def call(self, request: Request) -> Trace:
        began, body = self._world.now(), request.body.encode(errors="replace")
        known = {"request": b"POST / HTTP/1.1\r\n\r\n" + body, "started_on": began, "ended_on": self._world.now()}
        return Trace(request.method, request.url, status=200, headers={}, body=body, **known)

    def is_blocked(self, hostname: str) -> bool:
        return hostname == "blocked.example"


class Mail:
    """A post office that is closed."""

    def send(self, addresses: list[str], subject: str, body: str) -> None:
        raise ServiceError("closed")


class Model:
    """A model that says what was said."""

    def respond(self, llm: LLM, instructions: str, input: str, max_tokens: int) -> LLMResponse:
        return LLMResponse(input, 1, 2)


class Airtime:
    """A provider who gives everything in the first currency."""

    def create(
        self,
        transfer_uuid: str,
        sender: str,
        recipient: str,
        amounts: Mapping[str, Decimal],
        log: Callable[[Json], None],
    ) -> AirtimeTransfer:
        for currency, amount in amounts.items():
            return AirtimeTransfer("1", sender, recipient, currency, amount)
        raise ServiceError("nothing to give")


class Office:
    """An engine with all services, and a workspace that has this flow besides those of the samples."""

    def __init__(self, definition: Json | None = None, assets: Json = WORKSPACE, **limits: int) -> None:
        world = StepWorld()
        services = Services(Mail(), Web(world), Model(), Airtime())
        self.engine = Engine(world, services, replace(Limits(), **limits), {"categorize": "Into @arg1"})
        self.env = Environment(allowed_languages=("eng", "fra"), country="RW", clock=world.now)
        more = [definition] if definition else []
        data = assets | {"flows": [*assets["flows"], *more]}
        self.assets: Assets = read_assets(data, lambda each: read_flow(each, Config(world.uuid4)), self.env)
        self.call = Call.from_json(self.assets, CALL, Missing())

    def start(self, flow: Json, contact: Json = AMINA, **trigger: Any) -> tuple[Session, Sprint]:
        """Start a session of a contact in a flow, by hand if no other trigger is told."""
        given = {"type": "manual", "flow": flow, "triggered_on": "2025-05-04T12:00:00Z", **trigger}
        person = read_contact(self.assets, contact)
        return self.engine.start(self.assets, self.env, person, read_trigger(self.assets, given), self.call)


CALL = {
    "uuid": "01978a2f-ad9a-7f2e-ad44-6e7547078cec",
    "channel": {"uuid": CHANNEL, "name": "Line"},
    "urn": "tel:+250788123123",
}

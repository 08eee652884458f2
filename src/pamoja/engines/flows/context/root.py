"""The root of all expressions in a run: `@contact`, `@results`, `@input` and the other top levels."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from pamoja.engines.environment import Environment
from pamoja.engines.excellent.jsontext import from_json
from pamoja.engines.excellent.values import DEFAULT, Properties, Value, XError, XObject
from pamoja.engines.flows.context import legacy
from pamoja.engines.flows.context.assets import channel_context, globals_context, ticket_context
from pamoja.engines.flows.context.contact import contact_context, fields_context, urn_value, urns_context
from pamoja.engines.flows.context.values import EMPTY, lazy, value_of
from pamoja.engines.flows.definition.flow import Flow, Node
from pamoja.engines.flows.inputs import MSG, MsgInput
from pamoja.engines.flows.results import Result
from pamoja.engines.flows.routers.base import router_of
from pamoja.engines.flows.run import Run, RunSummary
from pamoja.engines.flows.webhooks import WebhookCall

DEPRECATED_STATUS = {"status": "@child.run.status is deprecated, use @child.status instead"}
DEPRECATED = {"legacy_extra": legacy.DEPRECATED}


class TopLevels(Mapping[str, Value]):
    """The top levels for one template, each made when first asked for: most templates name one or two of them."""

    __slots__ = ("_env", "_made", "_run")

    def __init__(self, run: Run, env: Environment) -> None:
        self._run = run
        self._env = env
        self._made: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        if name not in self._made:
            self._made[name] = _MAKERS[name](self._run, self._env)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in _MAKERS

    def __iter__(self) -> Iterator[str]:
        return iter(_MAKERS)

    def __len__(self) -> int:
        return len(_MAKERS)


def root_context(run: Run, env: Environment) -> XObject:
    """What expressions in a run see."""
    return XObject(TopLevels(run, env), deprecated=DEPRECATED)


def _run(run: Run, env: Environment) -> Properties:
    return {
        DEFAULT: _shown(run, env),
        "uuid": run.uuid,
        "contact": contact_context(run.contact, env),
        "flow": flow_context(run.flow),
        "status": run.status,
        "locals": XObject(dict(run.locals)),
        "results": _results(run),
        "path": [XObject({"node_uuid": step.node_uuid, "arrived_on": step.arrived_on}) for step in run.path],
        "created_on": run.created_on,
        "exited_on": run.exited_on,
    }


def _child(run: Run, env: Environment) -> XObject | None:
    child = run.session.child_of(run)
    return related_context(child, env) if child else None


def _parent(run: Run, env: Environment) -> XObject | None:
    parent = run.parent_summary()
    return related_context(parent, env) if parent else None


def related_context(run: Run | RunSummary, env: Environment) -> XObject:
    """`@child` and `@parent`: a run of this session or of another."""
    return lazy(lambda: _related(run, env))


def _related(run: Run | RunSummary, env: Environment) -> Properties:
    contact = run.contact
    return {
        DEFAULT: _shown(run, env),
        "uuid": run.uuid,
        "contact": contact_context(contact, env) if contact else None,
        "flow": flow_context(run.flow),
        "urns": urns_context(contact, env) if contact else None,
        "fields": fields_context(contact) if contact else None,
        "results": _results(run),
        "status": run.status,
        # many flows ask for @child.run.status, as editors wrote it for years
        "run": XObject({"status": run.status}, deprecated=DEPRECATED_STATUS),
    }


def _shown(run: Run | RunSummary, env: Environment) -> str:
    contact = run.contact.shown(env) if run.contact else "<nocontact>"
    return f"{contact}@{run.flow.name if run.flow else '<missing>'}"


def flow_context(flow: Flow | None) -> XObject | None:
    """A flow: its name, UUID and revision."""
    if flow is None:
        return None
    shown: Properties = {"uuid": flow.uuid, "name": flow.name, "revision": Decimal(flow.revision)}
    return XObject({DEFAULT: flow.name, **shown})


def _results(run: Run | RunSummary) -> XObject:
    return lazy(lambda: _all_results(run.results))


def _all_results(results: dict[str, Result]) -> Properties:
    lines = sorted(f"{result.name}: {result.value}" for result in results.values())
    return {DEFAULT: "\n".join(lines), **{key: _result_context(result) for key, result in results.items()}}


def _result_context(result: Result) -> XObject:
    return lazy(lambda: _result(result))


def _result(result: Result) -> Properties:
    return {
        DEFAULT: result.value,
        "name": result.name,
        "value": result.value,
        "category": result.category,
        "category_localized": result.category_localized or result.category,
        "input": result.input,
        "extra": from_json(result.extra),
        "node_uuid": result.node_uuid,
        "created_on": result.created_on,
    }


def _ticket(run: Run, env: Environment) -> XObject | None:
    tickets = run.contact.open_tickets()
    return XObject(ticket_context(tickets[-1])) if tickets else None


def _input(run: Run, env: Environment) -> XObject | None:
    said = run.session.input
    return lazy(lambda: _said(said, env)) if said else None


def _said(said: MsgInput, env: Environment) -> Properties:
    return {
        DEFAULT: said.shown,
        "type": MSG,
        "uuid": said.uuid,
        "created_on": said.created_on,
        "channel": channel_context(said.channel) if said.channel else None,
        "urn": urn_value(said.urn, env),
        "text": said.text,
        "attachments": list(said.attachments),
        "external_id": said.external_id,
        "payload": EMPTY if said.payload is None else value_of(said.payload),
    }


def _trigger(run: Run, env: Environment) -> XObject:
    session = run.session
    return lazy(lambda: session.trigger.context(session.assets))


def _resume(run: Run, env: Environment) -> XObject | None:
    resume = run.session.resume
    return lazy(resume.context) if resume else None


def _globals(run: Run, env: Environment) -> XObject:
    return lazy(lambda: globals_context(run.session.assets))


def _webhook(run: Run, env: Environment) -> XObject | None:
    call = run.webhook
    return lazy(lambda: _called(call)) if call else None


def _called(call: WebhookCall) -> Properties:
    found: Value = from_json(call.json)
    return {
        DEFAULT: f"{call.method} {call.url}",
        "status": Decimal(call.status),
        "headers": XObject(dict(call.headers or {})),
        "json": None if isinstance(found, XError) else found,
    }


def _node(run: Run, env: Environment) -> XObject | None:
    node = run.node()
    return lazy(lambda: _here(run, node)) if node else None


def _here(run: Run, node: Node) -> Properties:
    router = router_of(node)
    return {
        "uuid": node.uuid,
        "categories": [category.name for category in router.categories] if router else [],
        "visit_count": Decimal(sum(step.node_uuid == node.uuid for step in run.path)),
    }


_MAKERS: Mapping[str, Callable[[Run, Environment], Value]] = {
    "run": lambda run, env: lazy(lambda: _run(run, env)),
    "child": _child,
    "parent": _parent,
    "contact": lambda run, env: contact_context(run.contact, env),
    "locals": lambda run, env: XObject(dict(run.locals)),
    "results": lambda run, env: _results(run),
    "urns": lambda run, env: urns_context(run.contact, env),
    "fields": lambda run, env: fields_context(run.contact),
    "ticket": _ticket,
    "trigger": _trigger,
    "resume": _resume,
    "input": _input,
    "globals": _globals,
    "webhook": _webhook,
    "node": _node,
    "legacy_extra": lambda run, env: XObject(dict(run.legacy_extra)),
}

"""Sessions as JSON: stored while they wait, and read back in any later version."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pamoja.engines.environment import Environment
from pamoja.engines.flows import schema
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.calls import Call
from pamoja.engines.flows.checks import if_given, is_time, is_uuid
from pamoja.engines.flows.contacts import Contact, read_contact, write_contact
from pamoja.engines.flows.context.legacy import fill_legacy_extra
from pamoja.engines.flows.inputs import MsgInput
from pamoja.engines.flows.limits import MAX_STORED_WEBHOOK_BYTES
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.reading import FlowReadError, Json
from pamoja.engines.flows.references import FlowReference
from pamoja.engines.flows.results import read_results
from pamoja.engines.flows.run import Run, RunSummary, Step
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.session import Session
from pamoja.engines.flows.times import read_time, time_text
from pamoja.engines.flows.triggers import read_trigger
from pamoja.engines.flows.webhooks import WebhookCall

if TYPE_CHECKING:
    from pamoja.engines.flows.engine import Engine


@dataclass(frozen=True, slots=True)
class _StoredSession:
    uuid: str = prop("", required)
    type: str = prop("", required)
    created_on: str = prop("", required, is_time)
    trigger: Any = prop(None, required)
    contact_uuid: str = prop("", required, is_uuid)
    call_uuid: str = prop("", if_given(is_uuid))
    runs: tuple[Any, ...] = prop(())
    status: str = prop("", required)
    input: Any = prop(None)
    sprints: int = prop(0)


@dataclass(frozen=True, slots=True)
class _StoredStep:
    node_uuid: str = prop("", required, is_uuid)
    arrived_on: str = prop("", required, is_time)


@dataclass(frozen=True, slots=True)
class _StoredRun:
    uuid: str = prop("", required, is_uuid)
    flow: FlowReference = prop(None, required)
    path: tuple[_StoredStep, ...] = prop((), each=(required,))
    locals: dict[str, str] = prop({})
    results: dict[str, Any] = prop({})
    status: str = prop("", required)
    had_input: bool = prop(False)
    parent_uuid: str = prop("", if_given(is_uuid))
    webhook: Any = prop(None)
    created_on: str = prop("", required, is_time)
    modified_on: str = prop("", required, is_time)
    exited_on: str = prop("", if_given(is_time))


@dataclass(frozen=True, slots=True)
class _StoredSummary:
    uuid: str = prop("", required, is_uuid)
    flow: FlowReference = prop(None, required)
    contact: Any = prop(None)
    status: str = prop("", required)
    results: dict[str, Any] = prop({})


def write_session(session: Session) -> Json:
    """The session as JSON, without the contact and call, which the host keeps."""
    return {
        "uuid": session.uuid,
        "type": session.type,
        "created_on": time_text(session.created_on),
        "trigger": session.trigger.to_json(),
        "contact_uuid": session.contact.uuid,
        **({"call_uuid": session.call.uuid} if session.call else {}),
        "runs": [write_run(run) for run in session.runs],
        "status": session.status,
        **({"input": session.input.to_json()} if session.input else {}),
        "sprints": session.sprints,
    }


def write_run(run: Run) -> Json:
    """A run as JSON; what is empty is left out."""
    optional: Json = {
        "path": [{"node_uuid": step.node_uuid, "arrived_on": time_text(step.arrived_on)} for step in run.path],
        "locals": dict(run.locals),
        "results": {key: result.to_json() for key, result in run.results.items()},
        "had_input": run.had_input,
        "parent_uuid": run.parent.uuid if run.parent else "",
        "webhook": run.webhook.to_json() if run.webhook and _is_storable(run.webhook) else None,
    }
    return {
        "uuid": run.uuid,
        "flow": run.flow_reference,
        **{name: value for name, value in optional.items() if value},
        "status": run.status,
        "created_on": time_text(run.created_on),
        "modified_on": time_text(run.modified_on),
        "exited_on": run.exited_on and time_text(run.exited_on),
    }


def _is_storable(call: WebhookCall) -> bool:
    return len(call.json.encode()) <= MAX_STORED_WEBHOOK_BYTES


def read_session(
    engine: "Engine",
    assets: Assets,
    data: Json,
    env: Environment,
    contact: Contact,
    call: Call | None,
    missing: Missing,
) -> Session:
    """Read a session of this contact and call. Raises FlowReadError."""
    found = schema.read(_StoredSession, data)
    session = Session(engine, assets, env, contact, read_trigger(assets, found.trigger, missing), call)
    session.uuid, session.type, session.status = found.uuid, found.type, found.status
    session.created_on, session.sprints = read_time(found.created_on), found.sprints
    _check_owners(session, found)
    for each in found.runs:
        session.runs.append(_read_run(session, each, missing))
    if found.input:
        session.input = MsgInput.from_json(assets, found.input, missing)
    return session


def _check_owners(session: Session, found: _StoredSession) -> None:
    """A session belongs to one contact and one call."""
    if found.contact_uuid != session.contact.uuid:
        raise FlowReadError("session contact doesn't match provided")
    if found.call_uuid and (session.call is None or session.call.uuid != found.call_uuid):
        raise FlowReadError("session call doesn't match provided")


def _read_run(session: Session, data: Json, missing: Missing) -> Run:
    found = schema.read(_StoredRun, data)
    flow = session.assets.flows.find(found.flow.uuid)
    if flow is None:
        missing.references.append(("flow", found.flow.to_json()))
    parent = _run_with(session, found.parent_uuid) if found.parent_uuid else None
    run = Run(session, found.uuid, flow, found.flow.to_json(), parent, read_time(found.created_on))
    run.status, run.had_input = found.status, found.had_input
    run.modified_on = read_time(found.modified_on)
    run.exited_on = read_time(found.exited_on) if found.exited_on else None
    run.locals = found.locals
    run.results = read_results(found.results)
    run.path = [Step(each.node_uuid, read_time(each.arrived_on)) for each in found.path]
    run.webhook = WebhookCall.from_json(found.webhook) if found.webhook else None
    fill_legacy_extra(run)
    return run


def _run_with(session: Session, uuid: str) -> Run:
    """The run that was read before. Raises FlowReadError."""
    for run in session.runs:
        if run.uuid == uuid:
            return run
    raise FlowReadError(f"unable to find run with UUID '{uuid}'")


def write_summary(summary: RunSummary) -> Json:
    """What another session is told of a run."""
    return {
        "uuid": summary.uuid,
        "flow": summary.flow_reference,
        "contact": summary.contact and write_contact(summary.contact),
        "status": summary.status,
        "results": {key: result.to_json() for key, result in summary.results.items()},
    }


def read_summary(assets: Assets, data: Any) -> RunSummary:
    """Read what another session told; assets that are not there are passed over. Raises FlowReadError."""
    found = schema.read(_StoredSummary, data)
    contact = read_contact(assets, found.contact) if found.contact else None
    flow = assets.flows.find(found.flow.uuid)
    return RunSummary(found.uuid, flow, found.flow.to_json(), contact, found.status, read_results(found.results))

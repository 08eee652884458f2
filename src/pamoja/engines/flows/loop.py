"""How sessions start and go on: what a trigger or resume brings, and then the walk from node to node."""

from pamoja.engines.flows.contacts.groups import reevaluate_groups, references
from pamoja.engines.flows.definition.flow import Flow
from pamoja.engines.flows.events import contacts
from pamoja.engines.flows.resumes import Resume
from pamoja.engines.flows.resumes.kinds import WAIT_EXPIRATION, WAIT_TIMEOUT
from pamoja.engines.flows.routers.routing import RoutingError
from pamoja.engines.flows.run import ACTIVE, EXPIRED, FAILED, WAITING, LostError, Run
from pamoja.engines.flows.session import PushedFlow, Session
from pamoja.engines.flows.session_json import read_summary
from pamoja.engines.flows.sprint import Place, Sprint
from pamoja.engines.flows.triggers.kinds import FlowActionTrigger
from pamoja.engines.flows.visit import Visit
from pamoja.engines.flows.walk import MISSING_FLOW, Walk, end_run, fail_run, wait_of

NON_WAITING_SESSION, NO_WAITING_RUN, REJECTED_BY_WAIT = 101, 102, 103


class ResumeError(ValueError):
    """A resume that does not fit: another may. `code` is the same as in goflow."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def start_session(session: Session, flow: Flow) -> Sprint:
    """The first sprint of a session."""
    sprint = Sprint(session.world.uuid4(), is_initial=True)
    _load_parent(session)
    session.pushed_flow = PushedFlow(flow, is_terminal=False)
    session.set_input(session.trigger.input(session.assets))
    _update_groups(session, sprint)
    Walk(session, sprint, is_triggered=True).go()
    session.sprints += 1
    return sprint


def resume_session(session: Session, resume: Resume) -> Sprint:
    """The next sprint of a session that waits."""
    sprint = Sprint(session.world.uuid4(), is_initial=False)
    _load_parent(session)
    if session.status != WAITING:
        raise ResumeError(NON_WAITING_SESSION, "only waiting sessions can be resumed")
    run = session.waiting_run()
    if run is None:
        raise ResumeError(NO_WAITING_RUN, "session doesn't contain any runs which are waiting")
    _resume(session, sprint, run, resume)
    session.sprints += 1
    return sprint


def _load_parent(session: Session) -> None:
    """The run of another contact that started this session."""
    trigger = session.trigger
    if session.parent_run is None and isinstance(trigger, FlowActionTrigger):
        session.parent_run = read_summary(session.assets, trigger.run_summary)


def _resume(session: Session, sprint: Sprint, run: Run, resume: Resume) -> None:
    try:
        visit = _waiting_visit(session, sprint, run)
    except LostError as error:
        fail_session(session, sprint, run, str(error))
        return
    wait = wait_of(visit.node)
    if wait is None:
        fail_session(session, sprint, run, "Can't resume from node without a router or wait")
        return
    if not wait.accepts(resume):
        text = f"resume of type {resume.TYPE} not accepted by wait of type {wait.TYPE}"
        raise ResumeError(REJECTED_BY_WAIT, text)
    _take_up(visit, resume)
    walk = Walk(session, sprint, run=run, node=visit.node, visit=visit)
    try:
        walk.route(visit, is_timeout=resume.TYPE == WAIT_TIMEOUT)
    except (LostError, RoutingError) as error:
        fail_session(session, sprint, run, f"Unable to resolve router exit: {error}")
        return
    _update_groups(session, sprint, visit.place)
    walk.go()


def _waiting_visit(session: Session, sprint: Sprint, run: Run) -> Visit:
    """Where the session waits. Raises LostError when it cannot go on from there."""
    if run.flow is None:
        raise LostError(MISSING_FLOW)
    limit = session.engine.limits.sprints_per_session
    if session.sprints >= limit:
        raise LostError(f"Reached maximum number of sprints per session ({limit})")
    try:
        return Visit(run, sprint, run.location()[1])
    except LostError as error:
        raise LostError(f"Unable to find resume location: {error}") from error


def _take_up(visit: Visit, resume: Resume) -> None:
    """Take the resume in: what the contact said, and whether the run goes on or is over."""
    session, run = visit.session, visit.run
    session.status, session.resume = ACTIVE, resume
    visit.sprint.enter(run.flow)  # type: ignore[arg-type]  # a run without flow has failed before
    said = resume.input(session.assets)
    session.set_input(said)
    if said:
        run.record_input()
    if resume.TYPE == WAIT_EXPIRATION:
        end_run(visit.sprint, run, EXPIRED)
    else:
        run.set_status(ACTIVE)


def fail_session(session: Session, sprint: Sprint, run: Run, text: str) -> None:
    """End a session that cannot go on, with all its runs."""
    fail_run(sprint, run, text)
    for each in session.runs:
        if each.is_ongoing:
            end_run(sprint, each, FAILED)
    session.status = FAILED


def _update_groups(session: Session, sprint: Sprint, place: Place | None = None) -> None:
    """Put the contact into the groups whose queries it fits, as the workspace sees it."""
    added, removed = reevaluate_groups(session.env, session.contact)
    if added or removed:
        sprint.log(contacts.contact_groups_changed(session.world, references(added), references(removed)), place)

"""The walk of a sprint: from node to node, into flows and back, until the session waits or is over."""

from dataclasses import dataclass

from pamoja.engines.flows.context.legacy import fill_legacy_extra
from pamoja.engines.flows.definition.flow import Exit, Node
from pamoja.engines.flows.definition.parts import Wait
from pamoja.engines.flows.events import problems, runs
from pamoja.engines.flows.routers.base import router_of
from pamoja.engines.flows.routers.routing import RoutingError
from pamoja.engines.flows.run import ACTIVE, COMPLETED, FAILED, WAITING, LostError, Run
from pamoja.engines.flows.session import PushedFlow, Session
from pamoja.engines.flows.sprint import Place, Segment, Sprint
from pamoja.engines.flows.visit import Visit

MISSING_FLOW = "Can't resume run with missing flow asset"


class FlowBrokenError(Exception):
    """A flow that cannot be followed, although its definition was found valid."""


def end_run(sprint: Sprint, run: Run, status: str) -> None:
    """End a run and log it."""
    run.exit(status)
    sprint.log(runs.run_ended(run.session.world, run.uuid, run.flow_reference, status))


def fail_run(sprint: Sprint, run: Run, text: str, place: Place | None = None) -> None:
    """End a run that cannot go on, and log why."""
    sprint.log(problems.failure(run.session.world, text), place)
    end_run(sprint, run, FAILED)


def wait_of(node: Node) -> Wait | None:
    """The wait of a node's router."""
    router = router_of(node)
    return router.wait if router else None


@dataclass(slots=True)
class Walk:
    """The way of one sprint: the run and node where it is, and the exit that it takes next.

    `visit` is the last one; after a return to a parent run, `node` is still that of the child, and so segments tell it.
    """

    session: Session
    sprint: Sprint
    run: Run | None = None
    node: Node | None = None
    visit: Visit | None = None
    exit: Exit | None = None
    operand: str = ""
    steps: int = 0
    is_triggered: bool = False

    def go(self) -> None:
        """Walk until the session waits or is over."""
        while self.session.status == ACTIVE:
            destination = self._next_flow() if self.session.pushed_flow else self._next_node()
            if destination is None:
                self._leave_run()
            else:
                self._arrive(destination)

    def _next_flow(self) -> Node | None:
        """Begin a run of the flow that an action wants to enter; its first node, if it has any."""
        session, pushed = self.session, self.session.pushed_flow
        session.pushed_flow = None
        limit = session.engine.limits.runs_per_session
        if len(session.runs) >= limit and self.run:
            self._fail(f"Reached maximum number of runs per session ({limit})")
            return None
        assert pushed is not None
        if pushed.is_terminal:
            for each in session.runs:
                if each.is_ongoing:
                    end_run(self.sprint, each, COMPLETED)
        self.run = self._begin_run(pushed)
        return pushed.flow.nodes[0] if pushed.flow.nodes else None

    def _begin_run(self, pushed: PushedFlow) -> Run:
        session = self.session
        run = Run.begin(session, pushed.flow, self.run)
        fill_legacy_extra(run)
        session.runs.append(run)
        parent = run.parent_summary()
        uuids = run.uuid, parent.uuid if parent else ""
        self.sprint.log(runs.run_started(session.world, run.flow_reference, *uuids, pushed.is_terminal))
        self.sprint.enter(pushed.flow)
        return run

    def _next_node(self) -> Node | None:
        """Take the exit, if there is one and it leads anywhere."""
        taken, operand, self.exit, self.operand = self.exit, self.operand, None, ""
        flow = self.run.flow if self.run else None
        if taken is None or not taken.destination_uuid or flow is None or self.node is None:
            return None
        destination = flow.nodes_by_uuid.get(taken.destination_uuid)
        if destination is None:
            raise FlowBrokenError(f"unable to find destination node {taken.destination_uuid} in flow {flow.uuid}")
        segment = Segment(flow, self.node, taken, operand, destination, self.session.world.now())
        self.sprint.segments.append(segment)
        return destination

    def _leave_run(self) -> None:
        """End the run, and go on with the run that began it, or end the session."""
        run = self.run
        assert run is not None
        if run.exited_on is None:
            end_run(self.sprint, run, COMPLETED)
        parent = run.parent
        if parent is None or parent.status != ACTIVE:
            self.session.status = FAILED if run.status == FAILED else COMPLETED
            return
        self.run = parent
        if run.status == FAILED:
            end_run(self.sprint, parent, FAILED)
        else:
            self._return_to(parent)

    def _return_to(self, parent: Run) -> None:
        """Route the node of a parent run, whose child has ended."""
        if parent.flow is None:
            fail_run(self.sprint, parent, MISSING_FLOW)
            return
        try:
            self.route(Visit(parent, self.sprint, parent.location()[1]))
        except (LostError, RoutingError):
            fail_run(self.sprint, parent, "Can't resume run as node no longer exists")

    def _arrive(self, node: Node) -> None:
        """Visit a node, unless the sprint has gone on for too long."""
        self.steps += 1
        limit = self.session.engine.limits.steps_per_sprint
        if self.steps > limit:
            self._fail(f"Reached maximum number of steps per sprint ({limit})")
            return
        assert self.run is not None
        self.run.visit(node)
        self.node, self.visit = node, Visit(self.run, self.sprint, node)
        if self.is_triggered and self.session.input:
            self.run.record_input()
        self.is_triggered = False
        self._do(self.visit)

    def _do(self, visit: Visit) -> None:
        """Run the actions of a node; then wait there, or route."""
        run = visit.run
        for action in visit.node.actions:
            action.execute(visit)
            if run.status == FAILED:
                return
        if self.session.pushed_flow:
            return
        wait = wait_of(visit.node)
        if wait and wait.begin(visit):
            run.set_status(WAITING)
            self.session.status = WAITING
        else:
            self.route(visit)

    def route(self, visit: Visit, is_timeout: bool = False) -> None:
        """Choose the exit of a node whose run goes on. Raises RoutingError."""
        node, router = visit.node, router_of(visit.node)
        if visit.run.status != ACTIVE:
            return
        if router is None:
            self.exit = node.exits[0] if node.exits else None
            return
        try:
            exit_uuid, operand = router.route_timeout(visit) if is_timeout else router.route(visit)
        except RoutingError as error:
            raise RoutingError(f"error routing from node[uuid={node.uuid}]: {error}") from error
        if not exit_uuid:
            fail_run(self.sprint, visit.run, "Router failed to pick a category", visit.place)
            return
        self.exit = next((each for each in node.exits if each.uuid == exit_uuid), None)
        self.operand = operand

    def _fail(self, text: str) -> None:
        """Fail the run where the walk is."""
        assert self.run is not None
        fail_run(self.sprint, self.run, text, self.visit.place if self.visit else None)

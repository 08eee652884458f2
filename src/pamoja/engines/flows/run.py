"""A run: one contact's way through one flow, with what it learned."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from pamoja.engines.excellent.values import Value
from pamoja.engines.flows.contacts import Contact
from pamoja.engines.flows.definition.flow import Flow, Node
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.results import Result
from pamoja.engines.flows.webhooks import WebhookCall
from pamoja.engines.text.snake import snakify

if TYPE_CHECKING:
    from pamoja.engines.flows.session import Session

ACTIVE, COMPLETED, WAITING, FAILED, EXPIRED = "active", "completed", "waiting", "failed", "expired"
ONGOING = (ACTIVE, WAITING)


class Step(NamedTuple):
    """A visit to a node."""

    node_uuid: str
    arrived_on: datetime


class LostError(LookupError):
    """A run that stands at no node that is still there."""


class Run:
    """One flow of a session. `parent` is the run of the same session that entered this flow."""

    __slots__ = (
        "created_on",
        "exited_on",
        "flow",
        "flow_reference",
        "had_input",
        "legacy_extra",
        "locals",
        "modified_on",
        "parent",
        "path",
        "results",
        "session",
        "status",
        "uuid",
        "webhook",
    )

    def __init__(
        self, session: "Session", uuid: str, flow: Flow | None, reference: Json, parent: "Run | None", now: datetime
    ) -> None:
        self.session = session
        self.uuid = uuid
        self.flow = flow
        self.flow_reference = reference
        self.parent = parent
        self.created_on = self.modified_on = now
        self.exited_on: datetime | None = None
        self.status = ACTIVE
        self.had_input = False
        self.path: list[Step] = []
        self.locals: dict[str, str] = {}
        self.results: dict[str, Result] = {}
        self.webhook: WebhookCall | None = None
        self.legacy_extra: dict[str, Value] = {}

    @classmethod
    def begin(cls, session: "Session", flow: Flow, parent: "Run | None") -> "Run":
        """A new run: its time first, then its UUID."""
        now = session.world.now()
        return cls(session, session.world.uuid7(), flow, flow.reference(with_revision=True).to_json(), parent, now)

    @property
    def contact(self) -> Contact:
        return self.session.contact

    @property
    def is_ongoing(self) -> bool:
        return self.status in ONGOING

    def set_status(self, status: str) -> None:
        """Go on, or wait."""
        self.status = status
        self.modified_on = self.session.world.now()

    def exit(self, status: str) -> None:
        """End."""
        self.status = status
        self.exited_on = self.modified_on = self.session.world.now()

    def record_input(self) -> None:
        """Note that the contact said something in this run."""
        if not self.had_input:
            self.modified_on = self.session.world.now()
        self.had_input = True

    def visit(self, node: Node) -> Step:
        """Go to a node."""
        step = Step(node.uuid, self.session.world.now())
        self.path.append(step)
        self.modified_on = step.arrived_on
        return step

    def location(self) -> tuple[Step, Node]:
        """The last step and its node. Raises LostError when that node is no more."""
        if not self.path:
            raise LostError("run has no location as path is empty")
        step = self.path[-1]
        node = self.flow.nodes_by_uuid.get(step.node_uuid) if self.flow else None
        if node is None:
            raise LostError("run is located at a flow node that no longer exists")
        return step, node

    def node(self) -> Node | None:
        """The node where the run stands, if it is still there."""
        try:
            return self.location()[1]
        except LostError:
            return None

    def set_result(self, result: Result) -> tuple[Result | None, bool]:
        """Save a result; returns the one before, and whether value or category changed."""
        self.modified_on = self.session.world.now()
        key = snakify(result.name)
        before = self.results.get(key)
        self.results[key] = result
        is_new = before is None or (before.value, before.category) != (result.value, result.category)
        return (before if is_new else None), is_new

    def parent_summary(self) -> "Run | RunSummary | None":
        """The run that led to this one: of the same session, else of the session that started this one."""
        return self.parent or self.session.parent_run

    def ancestors(self) -> Iterator["Run"]:
        """The runs of this session that led to this one, nearest first."""
        parent = self.parent
        while parent:
            yield parent
            parent = parent.parent

    def snapshot(self) -> "RunSummary":
        """What another session may know of this run."""
        reference = self.flow.reference(with_revision=True).to_json() if self.flow else self.flow_reference
        return RunSummary(self.uuid, self.flow, reference, self.contact.snapshot(), self.status, dict(self.results))


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run of another session, as far as this one knows it."""

    uuid: str
    flow: Flow | None
    flow_reference: Json
    contact: Contact | None
    status: str
    results: dict[str, Result]

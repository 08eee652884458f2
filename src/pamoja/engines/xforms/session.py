"""Somebody fills in a form: an instance that answers what is asked next, what is wrong, and what may be chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pamoja.engines.xforms import checks, events
from pamoja.engines.xforms.actions import FIRST_LOAD, LOAD
from pamoja.engines.xforms.data import Data, path_of
from pamoja.engines.xforms.fields import Field, Form
from pamoja.engines.xforms.instances import make_scope, read_instance
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.recompute import Recompute
from pamoja.engines.xforms.secondary import content_document
from pamoja.engines.xforms.serialise import to_xml
from pamoja.engines.xforms.states import NodeState, Violation
from pamoja.engines.xforms.structure import clone
from pamoja.engines.xforms.walking import is_extensible, state_of, walk
from pamoja.engines.xforms.xpath import World

NOTHING: Mapping[str, str] = MappingProxyType({})
MOST_ROUNDS = 50
"""Of actions that answer each other's changes."""


class NotAllowed(ValueError):
    """The form does not let people do that: set a readonly answer, add to a counted repeat."""


def start(form: Form, world: World, language: str = "", is_contextual: bool = True) -> Session:
    """Begin a new record. `is_contextual` reads absolute paths inside repeats as ODK Collect does; else as XPath."""
    session = Session(form, clone(form.template), world, language, is_contextual)
    session.begin(frozenset({FIRST_LOAD, LOAD}))
    return session


def restore(form: Form, instance: bytes, world: World, language: str = "", is_contextual: bool = True) -> Session:
    """Go on with a record; raise XFormRefused when it is none of this form."""
    session = Session(form, read_instance(form, instance), world, language, is_contextual)
    session.begin(frozenset({LOAD}))
    return session


def resume(form: Form, kept: bytes, world: World, language: str = "") -> Session:
    """Go on where `Session.keep` left off: nothing happens to the record, and what people put over a calculation stays.

    Raise XFormRefused when it is none of this form.
    """
    session = Session(form, read_instance(form, kept), world, language)
    session.recompute.is_resumed = True
    session.begin(frozenset())
    session.recompute.is_resumed = False
    return session


class Session:
    """One record while it is filled in. Not for several threads at once; the form is."""

    def __init__(self, form: Form, root: Node, world: World, language: str = "", is_contextual: bool = True) -> None:
        self.form, self.world, self.language = form, world, language
        self.data = Data(form, root)
        self.scope = make_scope(form, self.data, world, lambda: self.language)
        self.scope.is_contextual = is_contextual
        empty = dict.fromkeys(form.missing, content_document(None))
        self.scope.instances, self.scope.is_whole = {**empty, **form.instances}, not empty
        self.recompute = Recompute(self.data, self.scope, self._changed, self._added)
        self._changes: list[Node] = []
        self._additions: list[Node] = []
        self._is_begun = False

    def begin(self, happened: frozenset[str]) -> None:
        """Preloads, first computations, then the actions of loading, which may see what was computed."""
        is_new = FIRST_LOAD in happened
        if is_new:
            events.defaults(self.data)
            events.preload(self.data, self.world, self.recompute.assign)
        self.recompute.everything(is_new)
        self._additions.clear()
        self._changes.clear()
        events.dispatch(self.data, happened, self.scope, self.recompute.assign)
        self._is_begun = True
        self._rest()

    def _changed(self, node: Node) -> None:
        if self._is_begun and node.field is not None and node.field.actions:
            self._changes.append(node)

    def _added(self, node: Node) -> None:
        self._additions.append(node)

    def _rest(self) -> None:
        """Recompute, let actions answer, and again until nothing changes."""
        for _ in range(MOST_ROUNDS):
            self.recompute.settle()
            additions, self._additions = self._additions, []
            changes, self._changes = self._changes, []
            if not additions and not changes:
                return
            for node in additions:
                events.on_new_repeat(node, self.scope, self.recompute.assign)
            for node in changes:
                events.on_value_changed(node, self.scope, self.recompute.assign)

    def set(self, path: str, value: str) -> NodeState:
        """Answer a question; its state says what is wrong. Raise NoSuchNode, or NotAllowed when it is readonly."""
        node = self.data.find(path)
        if node.field is None or node.field.kind != "field":
            raise NotAllowed("Only questions have answers")
        if checks.is_readonly(node, self.scope):
            raise NotAllowed("The question is readonly")
        self.put(path, value)
        return self.state(path)

    def put(self, path: str, value: str) -> None:
        """Let a value stand whether or not people may write it there. Raise NoSuchNode."""
        self.recompute.assign(self.data.find(path), value)
        self._rest()

    def add_repeat(self, path: str) -> str:
        """Add an instance behind the others of the repeat at `path` (`/household/member`); return its path."""
        parent, field = self._repeat(path)
        if self.data.is_full:
            raise NotAllowed("The record is as long as a record can be")
        node = self.recompute.add(field, parent)
        self._rest()
        return path_of(node)

    def remove_repeat(self, path: str) -> None:
        """Remove one instance, `/household/member[2]`."""
        node = self.data.find(path)
        if node.field is None or not is_extensible(node.field):
            raise NotAllowed("Instances of this repeat cannot be removed")
        self.recompute.drop([node])
        self._rest()

    def _repeat(self, path: str) -> tuple[Node, Field]:
        above, _, name = path.rpartition("/")
        parent = self.data.find(above)
        field = parent.field.children.get(name) if parent.field is not None else None
        if field is None or not is_extensible(field):
            raise NotAllowed("Instances of this repeat cannot be added")
        return parent, field

    def state(self, path: str) -> NodeState:
        """The state of one node; raise NoSuchNode."""
        return state_of(self, self.data.find(path))

    def walk(self, is_all: bool = False) -> Iterator[NodeState]:
        """The questions, groups and repeats in the order of the form; with `is_all` those not relevant, too."""
        return walk(self, is_all)

    def validate(self) -> list[Violation]:
        """Everything that stands in the way of sending, in the order of the instance."""
        fields = (node for node in self.data.root.walk() if node.field is not None and node.field.kind == "field")
        return [violation for node in fields if node.is_relevant for violation in self._wrong(node)]

    def _wrong(self, node: Node) -> Iterator[Violation]:
        for each in checks.violations(node, self.form, self.scope, self.language):
            if each.kind != "required" or checks.is_answerable(node, self.scope):
                yield each

    def finish(self) -> None:
        """The record is done: note its end."""
        events.finish(self.data, self.world, self.recompute.assign)
        self._rest()

    def serialise(self, written: Mapping[str, str] = NOTHING) -> bytes:
        """The record; `written` are answers by path that stand as they are, whatever the form says about them.

        For one that lies behind the last instance of its repeat, instances are added. Raise NoSuchNode where none can.
        """
        return to_xml(
            self.form, self.data.root, written={self.data.reach(path): each for path, each in written.items()}
        )

    def keep(self) -> bytes:
        """All answers, those that are not relevant now and choices that are not on offer now too, for `resume`."""
        return to_xml(self.form, self.data.root, is_all=True, written=self._set_aside())

    def set_aside(self) -> dict[str, str]:
        """What was chosen in relevant questions and is not, or not all, on offer now, by path."""
        return {path_of(node): text for node, text in self._set_aside().items() if node.is_relevant}

    def _set_aside(self) -> dict[Node, str]:
        nodes = self.data.root.walk()
        return {node: node.chosen for node in nodes if node.chosen is not None and node.chosen != node.text}

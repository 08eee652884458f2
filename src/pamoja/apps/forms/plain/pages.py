"""A form cut into pages.

The cut does not depend on the answers, so that a page keeps its address while questions on it come and go: a group or
a run of questions that is short enough makes one page, every instance of a repeat has pages of its own, and behind the
instances stands a page on which they are added and removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pamoja.apps.forms.plain.widgets import MOST_LISTED
from pamoja.engines.xforms import NodeState, Session

MOST_QUESTIONS = 12
MOST_WEIGHT = 22_000
"""Bytes of questions on one page, roughly: a page with its frame and its list of pages stays below 50 kB."""
OF_A_QUESTION, OF_A_CHOICE = 500, 150
LONGEST_TITLE = 60
REPEAT = "+"


@dataclass
class Tree:
    """A state with those below it."""

    state: NodeState
    below: list[Tree] = field(default_factory=list)

    def states(self) -> Iterator[NodeState]:
        yield self.state
        for each in self.below:
            yield from each.states()


@dataclass(frozen=True)
class Instance:
    """One instance on the page of its repeat: `at` is its first page, `title` tells it from the others."""

    path: str
    title: str
    at: str


@dataclass(frozen=True)
class Page:
    """Questions that are asked together (with the headings of groups between them), or the instances of a repeat.

    `key` is its address within the form, `headings` the labels of the groups and instances around it.
    """

    key: str
    headings: tuple[str, ...]
    states: tuple[NodeState, ...] = ()
    repeat: NodeState | None = None
    instances: tuple[Instance, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether there is anything on it now."""
        if self.repeat is not None:
            return self.repeat.is_relevant
        return any(each.is_relevant for each in self.questions)

    @property
    def questions(self) -> list[NodeState]:
        return [each for each in self.states if each.kind == "question"]

    @property
    def title(self) -> str:
        words = " · ".join(each for each in self.headings if each)
        first = next((each.label or each.name for each in self.questions if each.is_relevant), "")
        return words or (first if len(first) <= LONGEST_TITLE else f"{first[:LONGEST_TITLE]}…")


def pages_of(session: Session) -> list[Page]:
    """All pages, those not shown now too."""
    return list(_split(_trees(session.walk(is_all=True)), ()))


def _trees(states: Iterable[NodeState]) -> list[Tree]:
    top: list[Tree] = []
    above: list[Tree] = []
    for state in states:
        while above and above[-1].state.depth >= state.depth:
            above.pop()
        tree = Tree(state)
        (above[-1].below if above else top).append(tree)
        above.append(tree)
    return top


def _split(trees: Sequence[Tree], headings: tuple[str, ...]) -> Iterator[Page]:
    run: list[NodeState] = []
    repeat: tuple[Tree, list[Tree]] | None = None
    for tree in trees:
        kind = tree.state.kind
        if run and (kind != "question" or not _is_short([*run, tree.state])):
            yield _page(run, headings)
            run = []
        if repeat is not None and kind != "instance":
            yield from _repeat(*repeat, headings)
            repeat = None
        if kind == "question":
            run.append(tree.state)
        elif kind == "group":
            yield from _group(tree, headings)
        elif kind == "repeat":
            repeat = (tree, [])
        elif repeat is not None:
            repeat[1].append(tree)
    if run:
        yield _page(run, headings)
    if repeat is not None:
        yield from _repeat(*repeat, headings)


def _group(tree: Tree, headings: tuple[str, ...]) -> Iterator[Page]:
    inside = list(tree.states())[1:]
    around = (*headings, tree.state.label)
    if any(each.kind == "repeat" for each in inside) or not _is_short(inside, "field-list" in tree.state.appearance):
        yield from _split(tree.below, around)
    elif any(each.kind == "question" for each in inside):
        yield _page(inside, around)


def _repeat(tree: Tree, instances: list[Tree], headings: tuple[str, ...]) -> Iterator[Page]:
    rows = []
    for each in instances:
        pages = list(_split(each.below, (*headings, _name_of(each))))
        yield from pages
        if each.state.is_relevant and pages:
            rows.append(Instance(each.state.path, _name_of(each), pages[0].key))
    if tree.state.can_add:
        yield Page(tree.state.path + REPEAT, (*headings, tree.state.label), repeat=tree.state, instances=tuple(rows))


def _name_of(instance: Tree) -> str:
    """Its label and position, and its first answer in words, as people would call it."""
    states = (each for each in instance.states() if each.kind == "question" and each.is_relevant)
    answer = next((each.value for each in states if each.value and each.type == "string" and not each.choices), "")
    words = f"{instance.state.label or instance.state.name} {instance.state.position}"
    return f"{words}: {answer[:LONGEST_TITLE]}" if answer else words


def _page(states: Sequence[NodeState], headings: tuple[str, ...]) -> Page:
    first = next(each for each in states if each.kind == "question")
    return Page(first.path, headings, tuple(states))


def _is_short(states: Sequence[NodeState], is_together: bool = False) -> bool:
    """Whether this fits on one page; a form may ask for more questions together than we would."""
    questions = [each for each in states if each.kind == "question"]
    return sum(map(_weight, states)) <= MOST_WEIGHT and (is_together or len(questions) <= MOST_QUESTIONS)


def _weight(state: NodeState) -> int:
    words = len((state.label + state.hint + state.guidance + state.value).encode())
    return OF_A_QUESTION + words + sum(OF_A_CHOICE + len(each.label.encode()) for each in state.choices[:MOST_LISTED])


def at(pages: Sequence[Page], key: str) -> Page | None:
    """The page of this address, else the first one shown."""
    shown = [each for each in pages if each.is_shown]
    return next((each for each in shown if each.key == key), shown[0] if shown else None)


def beside(pages: Sequence[Page], key: str, step: int) -> Page | None:
    """The next page shown (step 1) or the one before (step -1); `key` may be of one that is shown no more."""
    place = next((n for n, each in enumerate(pages) if each.key == key), -1)
    rest = pages[place + 1 :] if step > 0 else list(reversed(pages[: max(place, 0)]))
    return next((each for each in rest if each.is_shown), None)


def page_with(pages: Sequence[Page], path: str) -> Page | None:
    """The page on which a question stands."""
    return next((each for each in pages if any(state.path == path for state in each.states)), None)


def first_of(pages: Sequence[Page], instance: str) -> Page | None:
    """The first page of an instance of a repeat."""
    found = (each for page in pages for each in page.instances if each.path == instance)
    return next((at(pages, each.at) for each in found), None)

"""Which computation follows from which: rules, their order, and the cycles that a form may contain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pamoja.engines.xforms.expressions import Expression
from pamoja.engines.xforms.fields import Field, Problem

Kind = Literal["count", "relevant", "calculate", "choices"]
KINDS: tuple[Kind, ...] = ("count", "relevant", "calculate", "choices")


@dataclass(eq=False)
class Rule:
    """A computation that changes data: how many instances, whether relevant, which value, which choices remain.

    `rank` says when: a rule comes after all that it depends on; those of a cycle share one, and run by `place`.
    """

    kind: Kind
    field: Field
    expression: Expression
    place: int
    rank: int = 0


@dataclass(frozen=True, eq=False)
class Graph:
    """`followers` are the rules to run again when a field changed; `own` the rules of a field."""

    rules: tuple[Rule, ...]
    followers: Mapping[Field, tuple[Rule, ...]]
    own: Mapping[Field, tuple[Rule, ...]]

    @cached_property
    def in_order(self) -> tuple[Rule, ...]:
        """The rules as they follow from each other."""
        return tuple(sorted(self.rules, key=lambda rule: (rule.rank, rule.place)))


def make_graph(fields: Iterable[Field]) -> tuple[Graph, list[Problem]]:
    found = (each for field in fields for each in _rules(field))
    rules = [Rule(kind, field, expression, place) for place, (kind, field, expression) in enumerate(found)]
    followers: dict[Field, list[Rule]] = {}
    own: dict[Field, list[Rule]] = {}
    for rule in rules:
        own.setdefault(rule.field, []).append(rule)
        for read in rule.expression.reads:
            followers.setdefault(read, []).append(rule)
    loops = _rank(rules, followers)
    graph = Graph(
        tuple(rules), {key: tuple(row) for key, row in followers.items()}, {k: tuple(r) for k, r in own.items()}
    )
    return graph, [_problem(loop) for loop in loops]


def _rules(field: Field) -> Iterator[tuple[Kind, Field, Expression]]:
    itemset = field.itemset.nodes if field.itemset is not None and field.has_choices else None
    found = {"count": field.count, "relevant": field.relevant, "calculate": field.calculate, "choices": itemset}
    for kind in KINDS:
        expression = found[kind]
        if expression is not None and (kind != "choices" or expression.reads):
            yield kind, field, expression


def changes(rule: Rule) -> Iterator[Field]:
    """The fields whose value a rule may change: relevance and counts reach everything below."""
    if rule.kind in ("calculate", "choices"):
        yield rule.field
    else:
        yield from rule.field.walk()


def _rank(rules: list[Rule], followers: Mapping[Field, list[Rule]]) -> list[list[Rule]]:
    """Give each rule its rank; return the cycles."""
    computing: dict[Field, list[Rule]] = {}
    for rule in rules:
        if rule.kind in ("calculate", "choices"):
            computing.setdefault(rule.field, []).append(rule)
    next_of = {rule: list(_next(rule, followers, computing)) for rule in rules}
    components = _components(rules, next_of)
    for rank, component in enumerate(reversed(components)):
        for rule in component:
            rule.rank = rank
    return [loop for loop in components if len(loop) > 1 or _is_own(loop[0], next_of)]


def _is_own(rule: Rule, next_of: Mapping[Rule, list[Rule]]) -> bool:
    """Whether the relevance of a group depends on what is in it; a calculation may look at its own value."""
    return rule.kind == "relevant" and rule in next_of[rule]


def _next(rule: Rule, followers: Mapping[Field, list[Rule]], computing: Mapping[Field, list[Rule]]) -> Iterator[Rule]:
    """What must run after a rule: those that read what it changes, and the calculations that wait for relevance."""
    for field in changes(rule):
        yield from followers.get(field, ())
        if rule.kind in ("relevant", "count"):
            yield from computing.get(field, ())


def _components(rules: list[Rule], next_of: Mapping[Rule, list[Rule]]) -> list[list[Rule]]:
    """Strongly connected components, the last to run first (Tarjan, without recursion)."""
    index: dict[Rule, int] = {}
    low: dict[Rule, int] = {}
    stack: list[Rule] = []
    waiting: set[Rule] = set()
    found: list[list[Rule]] = []
    for start in rules:
        if start in index:
            continue
        work: list[tuple[Rule, Iterator[Rule]]] = []
        _enter(start, index, low, stack, waiting, work, next_of)
        while work:
            rule, followers = work[-1]
            step = next((each for each in followers if _is_open(each, rule, index, low, waiting)), None)
            if step is not None:
                _enter(step, index, low, stack, waiting, work, next_of)
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[rule])
            if low[rule] == index[rule]:
                found.append(_close(rule, stack, waiting))
    return found


def _enter(
    rule: Rule,
    index: dict[Rule, int],
    low: dict[Rule, int],
    stack: list[Rule],
    waiting: set[Rule],
    work: list[tuple[Rule, Iterator[Rule]]],
    next_of: Mapping[Rule, list[Rule]],
) -> None:
    index[rule] = low[rule] = len(index)
    stack.append(rule)
    waiting.add(rule)
    work.append((rule, iter(next_of[rule])))


def _is_open(step: Rule, rule: Rule, index: dict[Rule, int], low: dict[Rule, int], waiting: set[Rule]) -> bool:
    """Whether the step has yet to be entered; one that is waiting closes a cycle."""
    if step in waiting:
        low[rule] = min(low[rule], index[step])
    return step not in index


def _close(rule: Rule, stack: list[Rule], waiting: set[Rule]) -> list[Rule]:
    component: list[Rule] = []
    while not component or component[-1] is not rule:
        component.append(stack.pop())
        waiting.discard(component[-1])
    return component


def _problem(loop: list[Rule]) -> Problem:
    paths = ", ".join(sorted({rule.field.path for rule in loop}))
    return Problem("cycle", loop[0].field.path, f"These depend on each other: {paths}")

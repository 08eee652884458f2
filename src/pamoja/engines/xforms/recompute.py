"""Bring an instance to rest: run the rules that a change touches, and those they touch, until nothing changes.

Rules run in the order of their rank, so that each is usually run once. In a cycle a rule may run again and again:
it is stopped after MOST_RUNS, and the form names the cycle among its problems.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from pamoja.engines.xforms import offers
from pamoja.engines.xforms.casting import cast
from pamoja.engines.xforms.data import Data, place_holder
from pamoja.engines.xforms.fields import Field
from pamoja.engines.xforms.graph import Rule
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath import Scope, XPathFault

MOST_RUNS = 25
CHANCE = frozenset({"random", "uuid"})
MOST_INSTANCES = 10_000
"""Of one repeat; a count beyond this is a slip of the finger."""


class Recompute:
    """`on_change` is told of every node whose value, as expressions see it, is another now; `on_add` of new repeats."""

    def __init__(
        self, data: Data, scope: Scope, on_change: Callable[[Node], None], on_add: Callable[[Node], None]
    ) -> None:
        self.data, self.scope, self.on_change, self.on_add = data, scope, on_change, on_add
        self.graph = data.form.graph
        self.waiting: list[tuple[int, int, Rule]] = []
        self.queued: set[Rule] = set()
        self.runs: Counter[Rule] = Counter()
        self.is_new = self.is_resumed = False

    def everything(self, is_new: bool) -> None:
        """The first time: keep of each select what is on offer, then run all rules."""
        self.is_new = is_new
        for field in self.data.form.fields:
            for node in self.data.of(field) if field.has_choices else ():
                if node.text:
                    self.assign(node, node.text)
        self.push(self.graph.rules)
        self.settle()
        self.is_new = False

    def push(self, rules: Iterable[Rule]) -> None:
        for rule in rules:
            if rule not in self.queued:
                self.queued.add(rule)
                heapq.heappush(self.waiting, (rule.rank, rule.place, rule))

    def follow(self, field: Field) -> None:
        self.push(self.graph.followers.get(field, ()))

    def settle(self) -> None:
        """Run what waits until nothing does."""
        self.runs.clear()
        while self.waiting:
            rule = heapq.heappop(self.waiting)[2]
            self.queued.discard(rule)
            self.runs[rule] += 1
            if self.runs[rule] <= MOST_RUNS:
                self.run(rule)

    def run(self, rule: Rule) -> None:
        if rule.kind == "count":
            if not self.is_resumed:  # a count that depends on itself would grow each time
                self._count(rule)
            return
        act = {"relevant": self._relevant, "calculate": self._calculate, "choices": self._offer}[rule.kind]
        for node in list(self.data.of(rule.field)):
            try:
                act(rule, node)
            except XPathFault:
                continue  # what cannot be evaluated leaves the data as it is

    def _relevant(self, rule: Rule, node: Node) -> None:
        node.is_relevant_itself = rule.expression.boolean(node, self.scope)
        self.spread(node)

    def spread(self, node: Node) -> None:
        """Make relevance reach everything below: a node is relevant when all above it are."""
        above = node.parent
        is_relevant = node.is_relevant_itself and (above is None or above.is_relevant)
        if is_relevant == node.is_relevant:
            return
        node.is_relevant = is_relevant
        if node.field is not None:
            self.push(rule for rule in self.graph.own.get(node.field, ()) if rule.kind != "relevant")
            self.follow(node.field)
        if node.text:
            self.on_change(node)
        for each in (*node.attributes.values(), *node.children):
            self.spread(each)

    def _calculate(self, rule: Rule, node: Node) -> None:
        if not node.is_relevant:
            node.computed = None  # when it is relevant again, it is calculated anew
            return
        text = cast(rule.field, rule.expression.string(node, self.scope))
        if text != node.computed:
            node.computed = text
            if not self._is_kept(rule):
                self.assign(node, text)

    def _is_kept(self, rule: Rule) -> bool:
        """Whether a record that is gone on with keeps the value: people may have put theirs, chance gives another."""
        return self.is_resumed and (rule.field.control != "none" or bool(rule.expression.calls & CHANCE))

    def assign(self, node: Node, text: str) -> None:
        """Give a node a value; of a select, only choices on offer are seen."""
        if node.field is not None and node.field.has_choices:
            node.chosen = text
            text = self._on_offer(node, text)
        self._show(node, text)

    def _show(self, node: Node, text: str) -> None:
        if text == node.text:
            return
        node.text = text
        if node.is_relevant and node.field is not None:
            self.follow(node.field)
            self.on_change(node)

    def _offer(self, rule: Rule, node: Node) -> None:
        if node.is_relevant:
            chosen = node.text if node.chosen is None else node.chosen
            self._show(node, self._on_offer(node, chosen))
            node.chosen = chosen

    def _on_offer(self, node: Node, text: str) -> str:
        if not text:
            return text
        try:
            return offers.kept(node.field, text, offers.offered(node.field, node, self.scope))
        except XPathFault:
            return text  # while the list is missing nobody can say

    def _count(self, rule: Rule) -> None:
        """Make as many instances as the count says; a blank count changes nothing, but a new record has none."""
        field = rule.field
        for parent in list(self.data.of(field.parent)) if field.parent is not None else ():
            holder = place_holder(field, parent)
            try:
                wanted = rule.expression.number(holder, self.scope)
            except XPathFault:
                continue
            if wanted != wanted and self.is_new:
                wanted = 0.0
            if wanted == wanted:
                self.resize(field, parent, int(max(0.0, min(wanted, MOST_INSTANCES))))

    def resize(self, field: Field, parent: Node, wanted: int) -> None:
        there = parent.named(field.name)
        if there[wanted:]:
            self.drop(there[wanted:])
        for _ in range(wanted - len(there)):
            if self.data.is_full:
                return
            self.add(field, parent)

    def add(self, field: Field, parent: Node) -> Node:
        """A new instance, relevant as far as is known; its own rules and those that look at it will run."""
        node = self.data.add_repeat(field, parent)
        for each in node.walk():
            each.is_relevant = parent.is_relevant
            for attribute in each.attributes.values():
                attribute.is_relevant = parent.is_relevant
        self.touch(field)
        self.on_add(node)
        return node

    def drop(self, nodes: Sequence[Node]) -> None:
        """Take out instances of one repeat."""
        self.data.remove(nodes)
        self.touch(nodes[0].field)

    def touch(self, top: Field) -> None:
        for field in top.walk():
            self.push(self.graph.own.get(field, ()))
            self.follow(field)

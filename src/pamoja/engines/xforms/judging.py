"""Judge a submission by the form's own rules, as they certainly stand.

Values are taken as they came: nothing is calculated again, because the clock, chance and lists of the device are
gone. A rule that cannot be evaluated here (a list is missing, a pattern needs look-ahead) is no violation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from pamoja.engines.xforms.checks import is_answerable, violations
from pamoja.engines.xforms.data import Data, path_of
from pamoja.engines.xforms.fields import Field, Form
from pamoja.engines.xforms.instances import make_scope, read_instance
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.states import Violation
from pamoja.engines.xforms.structure import clone
from pamoja.engines.xforms.xpath import Scope, World, XPathFault

NO_PROPERTIES: Mapping[str, str] = {}


def judge(
    form: Form,
    instance: bytes,
    moments: Sequence[datetime],
    language: str = "",
    properties: Mapping[str, str] = NO_PROPERTIES,
) -> tuple[Violation, ...]:
    """What a submission breaks, in the order of the instance; raise XFormRefused when it is none of this form.

    `moments` are aware times between which the answers were given, such as the record's end and its arrival: where a
    rule asks for today, it must be broken at each of them. An encrypted submission has nothing to judge.
    """
    root = read_instance(form, instance)
    encrypted = root.attributes.get("encrypted")
    if encrypted is not None and encrypted.text == "yes":
        return ()
    found = _Judgement(form, root, moments[0], language, properties).violations()
    for moment in moments[1:] if found and form.asks_clock else ():
        found = _both(found, _Judgement(form, clone(root), moment, language, properties).violations())
    if any("[" in each.path for each in found):
        # Clients differ in what an absolute path means inside a repeat: only what breaks both readings is certain.
        other = _Judgement(form, clone(root), moments[0], language, properties, is_contextual=False)
        found = _both(found, other.violations())
    return tuple(found)


def _both(found: list[Violation], others: list[Violation]) -> list[Violation]:
    known = {(each.path, each.kind) for each in others}
    return [each for each in found if (each.path, each.kind) in known]


class _Judgement:
    """One look at a submission, at one moment."""

    def __init__(
        self,
        form: Form,
        root: Node,
        moment: datetime,
        language: str,
        properties: Mapping[str, str],
        is_contextual: bool = True,
    ) -> None:
        self.form, self.language = form, language
        self.data = Data(form, root)
        world = World(now=lambda: moment, properties=properties)
        self.scope: Scope = replace(make_scope(form, self.data, world, lambda: language), is_contextual=is_contextual)
        self.unknown: set[Field] = set()

    def violations(self) -> list[Violation]:
        for rule in self.form.graph.in_order:
            if rule.kind == "relevant":
                self._relevance(rule.field)
        return [*self._irrelevant(self.data.root), *self._broken()]

    def _relevance(self, field: Field) -> None:
        assert field.relevant is not None
        for node in self.data.of(field):
            try:
                is_relevant = field.relevant.boolean(node, self.scope)
            except XPathFault:
                self.unknown.add(field)
                continue
            if not is_relevant:
                hide(node)

    def _irrelevant(self, node: Node) -> Iterator[Violation]:
        """Answers to what was not asked: the topmost node, with the first of its answers."""
        for child in node.children:
            if child.is_relevant:
                yield from self._irrelevant(child)
            elif (value := _first_answer(child)) is not None:
                yield Violation(path_of(child), "relevance", "", value)

    def _broken(self) -> Iterator[Violation]:
        for node in self.data.root.walk():
            field = node.field
            if field is None or field.kind != "field" or not node.is_relevant or not field.is_checked:
                continue
            for each in violations(node, self.form, self.scope, self.language):
                if each.kind != "required" or self._is_owed(node):
                    yield each

    def _is_owed(self, node: Node) -> bool:
        """Whether an answer that is missing was certainly asked for."""
        field = node.field
        if self.unknown and any(each in self.unknown for each in (field, *field.ancestors())):
            return False
        return is_answerable(node, self.scope)


def hide(top: Node) -> None:
    """Make a node and all below it not relevant."""
    for node in top.walk():
        node.is_relevant = False
        for attribute in node.attributes.values():
            attribute.is_relevant = False


def _first_answer(top: Node) -> str | None:
    return next((node.text for node in top.walk() if node.text), None)

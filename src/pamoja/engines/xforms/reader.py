"""What the readers of a form share: its fields as they grow, expressions to be resolved, and problems."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pamoja.engines.xforms.expressions import Expression
from pamoja.engines.xforms.fields import Field, Problem
from pamoja.engines.xforms.texts import Chunks, Text
from pamoja.engines.xforms.xml import Element, attribute, elements, first, local_name
from pamoja.engines.xforms.xpath import XPathRefused, compile_source, parse
from pamoja.engines.xforms.xpath.tree import Call, Path
from pamoja.engines.xforms.xpath.tree import Expression as Tree
from pamoja.engines.xforms.xpath.tree import Text as Literal

Steps = tuple[str, ...]
_INDENT_BEFORE, _INDENT_AFTER = re.compile(r"^\s*\n\s*"), re.compile(r"\s*\n\s*$")


@dataclass
class Reader:
    """`fields` by their path; `expressions` with the field that each is evaluated at."""

    root: Field
    fields: dict[str, Field] = field(default_factory=dict)
    expressions: list[tuple[Expression, Field]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    bind_ids: dict[str, Field] = field(default_factory=dict)

    def problem(self, code: str, where: str, reason: str) -> None:
        self.problems.append(Problem(code, where, reason))

    def expression(self, source: str, at: Field) -> Expression | None:
        """Compile; an expression that cannot be read is a problem of the form and then does not exist."""
        source = source.strip()
        if not source:
            return None
        try:
            found = Expression(source, parse(source), compile_source(source))
        except XPathRefused as refusal:
            self.problem("expression", at.path, f"{source}: {refusal}")
            return None
        self.expressions.append((found, at))
        return found

    def find(self, reference: str, context: Field) -> Field | None:
        """The field that a plain path means."""
        steps = location(reference, steps_of(context))
        if not steps or steps[0] != self.root.name:
            return None
        return self.fields.get("/" + "/".join(steps[1:]) if len(steps) > 1 else "")

    def target(self, element: Element, context: Field) -> Field | None:
        """The field that a control or bind is about."""
        if (bind := attribute(element, "bind")) in self.bind_ids:
            return self.bind_ids[bind]
        reference = attribute(element, "ref") or attribute(element, "nodeset")
        return self.find(reference, context) if reference else None

    def text(self, element: Element | None, at: Field) -> Text | None:
        """The text of a label, hint or value element."""
        if element is None:
            return None
        reference = attribute(element, "ref").strip()
        if reference:
            return self.reference(reference, at)
        return Text(self.chunks(element, at))

    def child_text(self, parent: Element, name: str, at: Field) -> Text | None:
        return self.text(first(parent, name), at)

    def message(self, words: str, at: Field) -> Text | None:
        """A message attribute: words, or a reference into the translations."""
        words = words.strip()
        if words.startswith("jr:itext("):
            return self.reference(words, at)
        return Text((words,)) if words else None

    def reference(self, source: str, at: Field) -> Text | None:
        expression = self.expression(source, at)
        if expression is None:
            return None
        inside = itext_argument(expression.tree)
        if isinstance(inside, Literal):
            return Text(text_id=inside.text)
        if inside is None:
            return Text(reference=expression)
        computed = self.expression(source.partition("(")[2].rpartition(")")[0], at)
        return Text(reference=computed, is_translated=True)

    def chunks(self, element: Element, at: Field) -> Chunks:
        """Text with its outputs as expressions; the line breaks of a neatly written form are no part of it."""
        found = self._pieces(element, at)
        if isinstance(found[0], str):
            found[0] = _INDENT_BEFORE.sub("", found[0])
        if isinstance(found[-1], str):
            found[-1] = _INDENT_AFTER.sub("", found[-1])
        return tuple(chunk for chunk in found if chunk != "")

    def _pieces(self, element: Element, at: Field) -> list[str | Expression]:
        found: list[str | Expression] = [element.text or ""]
        for child in elements(element):
            if local_name(str(child.tag)) == "output":
                shown = self.expression(attribute(child, "value") or attribute(child, "ref"), at)
                found += [] if shown is None else [shown]
            else:
                found += self._pieces(child, at)
            found.append(child.tail or "")
        return found


def itext_argument(tree: Tree) -> Tree | None:
    """The argument when the whole expression is `jr:itext(…)`."""
    is_call = isinstance(tree, Call) and tree.name.rpartition(":")[2] == "itext" and len(tree.arguments) == 1
    return tree.arguments[0] if is_call and isinstance(tree, Call) else None


def steps_of(field: Field) -> Steps:
    return tuple(reversed([field.name, *(above.name for above in field.ancestors())]))


def location(reference: str, context: Steps) -> Steps | None:
    """The names from the root down that a path means at `context`; predicates are left out.

    None for what is no plain path into the primary instance. A last step to an attribute is `@name`.
    """
    try:
        tree = parse(reference.strip())
    except XPathRefused:
        return None
    if not isinstance(tree, Path) or (tree.start is not None and tree.start != Call("current", ())):
        return None
    steps = [] if tree.is_absolute else list(context)
    for step in tree.steps:
        if step.axis == "parent" and steps:
            steps.pop()
        elif step.axis == "child" and not step.test.endswith((")", "*")):
            steps.append(step.test)
        elif step.axis == "attribute":
            steps.append(f"@{step.test}")
        elif step.axis != "self":
            return None
    return tuple(steps)

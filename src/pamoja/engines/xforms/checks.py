"""Is an answer as the form wants it? (ODK XForms, "Bind Attributes": constraint, required; data types; choices.)"""

from __future__ import annotations

from collections.abc import Iterator

from pamoja.engines.xforms import offers
from pamoja.engines.xforms.casting import fits
from pamoja.engines.xforms.data import nodes_near, path_of
from pamoja.engines.xforms.expressions import Expression
from pamoja.engines.xforms.fields import Field, Form
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.states import Violation, ViolationKind
from pamoja.engines.xforms.texts import Text
from pamoja.engines.xforms.xpath import Scope, XPathFault


def holds(expression: Expression | None, node: Node, scope: Scope, otherwise: bool) -> bool:
    """A rule's answer; `otherwise` when there is no rule or it cannot be evaluated."""
    if expression is None:
        return otherwise
    try:
        return expression.boolean(node, scope)
    except XPathFault:
        return otherwise


def is_readonly(node: Node, scope: Scope) -> bool:
    """Readonly itself, or inside of what is."""
    around = (each for each in (node, *node.ancestors()) if each.field is not None)
    return any(holds(each.field.readonly, each, scope, False) for each in around)


def violations(node: Node, form: Form, scope: Scope, language: str) -> Iterator[Violation]:
    """What is wrong with a relevant node, the gravest first."""
    field, value = node.field, node.string()
    if value == "":
        if holds(field.required, node, scope, False):
            yield _violation(node, "required", field.required_message, form, scope, language)
        return
    if not fits(field, value):
        yield Violation(path_of(node), "type", "", value)
    if not is_offered(field, node, value, scope):
        yield Violation(path_of(node), "choice", "", value)
    if not holds(field.constraint, node, scope, True):
        yield _violation(node, "constraint", field.constraint_message, form, scope, language)


def is_answerable(node: Node, scope: Scope) -> bool:
    """Whether a person is asked and may answer: nobody can be blamed for a blank in what the form hides or locks."""
    is_hidden = any(not _is_shown(group, node) for group in node.field.shown_in)
    return node.field.control != "none" and not is_hidden and not is_readonly(node, scope)


def _is_shown(group: Field, node: Node) -> bool:
    near = (list(nodes_near(group, each)) for each in (node, *node.ancestors()))
    return any(each.is_relevant for each in next(filter(None, near), ()))


def is_offered(field: Field, node: Node, value: str, scope: Scope) -> bool:
    """Whether every chosen value is on offer, a number inside its range; true while the list is missing."""
    if field.control == "range":
        return _is_in_range(field, value)
    if not field.has_choices:
        return True
    try:
        offered = offers.offered(field, node, scope)
    except XPathFault:
        return True
    return all(each in offered for each in (value.split() if field.is_multiple else (value.strip(),)))


def _is_in_range(field: Field, value: str) -> bool:
    try:
        ends = sorted(float(field.parameters[end]) for end in ("start", "end"))
        return ends[0] <= float(value) <= ends[1]
    except (KeyError, ValueError):
        return True


def _violation(
    node: Node, kind: ViolationKind, message: Text | None, form: Form, scope: Scope, language: str
) -> Violation:
    words = form.texts.words(message, node, scope, language).text
    return Violation(path_of(node), kind, words, node.string())

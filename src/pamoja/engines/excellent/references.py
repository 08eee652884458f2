"""What expressions refer to, and the same template with a reference renamed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import fields, replace
from typing import Any, NamedTuple

from pamoja.engines.excellent import tree
from pamoja.engines.excellent.parser import parse
from pamoja.engines.excellent.registry import lookup
from pamoja.engines.excellent.scanner import Segment, SegmentKind, scan
from pamoja.engines.excellent.templates import TemplateError
from pamoja.engines.excellent.values import XError
from pamoja.engines.text.cases import lower

LONGEST = 100
"""How many names of a path are told: a text can hold one of many thousands, and each step of it would be told anew."""
Path = tuple[str, ...]
Change = Callable[[tree.Expression], tree.Expression]


class Refactored(NamedTuple):
    """The template after a change; an expression that cannot be parsed stays as it was, with an error."""

    template: str
    errors: list[TemplateError]


def expressions_of(template: str, top_levels: Collection[str]) -> Iterator[Segment]:
    """The expressions of a template, among them the identifiers that begin with a top level."""
    for segment in scan(template):
        if _is_expression(segment, top_levels):
            yield segment


def context_references(template: str, top_levels: Collection[str]) -> Iterator[Path]:
    """Every path into the context that a template uses, in lower case: `@foo.bar` uses foo and foo.bar.

    Functions are no part of the context. What cannot be parsed uses nothing.
    """
    for segment in expressions_of(template, top_levels):
        try:
            paths = list(_paths(parse(segment.content)))
        except XError:
            continue
        yield from (path for path in paths if lookup(path[0]) is None)


def _paths(expression: tree.Expression) -> Iterator[Path]:
    """A lookup continues the path seen last, even where its container is a call."""
    path: Path = ()
    for node in tree.walk(expression):
        match node:
            case tree.ContextReference(name):
                path = (lower(name),)
            case tree.DotLookup(_, name) | tree.ArrayLookup(_, tree.Literal(str(name))) if len(path) < LONGEST:
                path = (*path, lower(name))
            case _:
                continue
        yield path


def refactor(template: str, top_levels: Collection[str], change: Change, *, rewrite: bool = False) -> Refactored:
    """Change every expression. One that does not change keeps its text, unless `rewrite` asks for the standard form."""
    made = Refactored("", [])
    written = []
    for segment in scan(template):
        if _is_expression(segment, top_levels):
            written.append(_refactor(segment, change, rewrite, made.errors))
        else:
            written.append(segment.source)
    return made._replace(template="".join(written))


def rename_reference(old: str, new: str) -> Change:
    """A change of one top level of the context, whatever its case, to another, which may be a path."""

    def change(expression: tree.Expression) -> tree.Expression:
        return rebuild(expression, renamed)

    def renamed(node: tree.Expression) -> tree.Expression:
        is_it = isinstance(node, tree.ContextReference) and lower(node.name) == lower(old)
        return tree.ContextReference(new) if is_it else node

    return change


def _is_expression(segment: Segment, top_levels: Collection[str]) -> bool:
    if segment.kind is SegmentKind.IDENTIFIER:
        return lower(segment.top_level) in top_levels
    return segment.kind is SegmentKind.EXPRESSION


def _refactor(segment: Segment, change: Change, rewrite: bool, errors: list[TemplateError]) -> str:
    try:
        parsed = parse(segment.content)
    except XError as error:
        errors.append(TemplateError(segment.source, error.with_traceback(None)))
        return segment.source
    changed = change(parsed)
    if changed is parsed and not rewrite:
        return segment.source
    text = tree.format_expression(changed)
    return f"@{text}" if segment.kind is SegmentKind.IDENTIFIER else f"@({text})"


def rebuild(expression: tree.Expression, change: Change) -> tree.Expression:
    """The tree with each node changed, inner ones first; the same object where nothing changes."""
    done: list[tree.Expression] = []
    for node in tree.walk(expression):
        count = sum(1 for _ in _inner(node))
        inner, done = done[len(done) - count :], done[: len(done) - count]
        done.append(change(_with_inner(node, inner)))
    return done[0]


def _inner(node: tree.Expression) -> Iterator[tree.Expression]:
    for field in fields(node):
        value = getattr(node, field.name)
        yield from (each for each in (value if isinstance(value, tuple) else (value,)) if tree.is_node(each))


def _with_inner(node: tree.Expression, inner: list[tree.Expression]) -> tree.Expression:
    if all(new is old for new, old in zip(inner, _inner(node), strict=True)):
        return node
    waiting = iter(inner)
    changes: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if tree.is_node(value):
            changes[field.name] = next(waiting)
        elif isinstance(value, tuple) and all(map(tree.is_node, value)):
            changes[field.name] = tuple(next(waiting) for _ in value)
    return replace(node, **changes)

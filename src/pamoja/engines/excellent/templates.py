"""Templates: text with expressions in it, compiled once for all who get it.

    context = Context(env, XObject({"contact": contact}), random)
    compile_template("Hi @contact.name!").text(context)

An expression that fails leaves nothing in the text and one error beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pamoja.engines.excellent.call import EVALUATION_BUDGET, Budget, no_random
from pamoja.engines.excellent.compiling import compile_tree
from pamoja.engines.excellent.convert import to_text
from pamoja.engines.excellent.evaluation import Compiled, Evaluation, run
from pamoja.engines.excellent.parser import parse
from pamoja.engines.excellent.scanner import Segment, SegmentKind, scan
from pamoja.engines.excellent.values import Value, XError, XObject, too_complex
from pamoja.engines.text.cases import lower, trimmed

if TYPE_CHECKING:
    from pamoja.engines.environment import Environment

CACHED = 5_000
MOST_CHARACTERS = EVALUATION_BUDGET
"""How long the text of a template may be: as long as that of one expression."""


Escaping: TypeAlias = Callable[[str], str] | None


class Context(NamedTuple):
    """What templates are evaluated in. `root` has the top levels, in lower case.

    `budget` is for each expression, and the most characters that all of them and the text between them may give.
    """

    env: Environment
    root: XObject
    random: Callable[[], float] = no_random
    budget: int = EVALUATION_BUDGET


class TemplateError(NamedTuple):
    """An expression, as it stands in the template, and what went wrong."""

    expression: str
    error: XError

    def __str__(self) -> str:
        return f"error evaluating {self.expression}: {self.error.message}"


class Text(NamedTuple):
    """The text of a template; `warnings` tell what it used that is deprecated."""

    text: str
    warnings: list[str]
    errors: list[TemplateError]


class Result(NamedTuple):
    """The value of a template; an XError in `value` when it is one expression and that failed."""

    value: Value
    warnings: list[str]
    errors: list[TemplateError]


class _Notes(NamedTuple):
    """What is to be told beside the text, while it is made."""

    warnings: list[str]
    errors: list[TemplateError]


class Template:
    """A template as text between compiled expressions; immutable, and safe to share."""

    __slots__ = ("_pieces", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._pieces = tuple(
            _Literal(segment.content) if segment.kind is SegmentKind.TEXT else _Piece(segment)
            for segment in scan(source)
        )

    def text(self, context: Context, escaping: Escaping = None) -> Text:
        """The text with the result of each expression in its place, each escaped; what does not fit is left out."""
        notes = _Notes([], [])
        written: list[str] = []
        room = context.budget
        for piece in self._pieces:
            text = piece.text(context, escaping, notes)
            if len(text) > room:
                notes.errors.append(TemplateError(piece.source, too_complex()))
                break
            room -= len(text)
            written.append(text)
        return Text("".join(written), *notes)

    def value(self, context: Context) -> Result:
        """The value when the template is one expression and nothing else, or its text."""
        only = self._pieces[0] if len(self._pieces) == 1 else None
        if isinstance(only, _Piece) and only.is_in(context.root.properties):
            return Result(*only.evaluate(context), [])
        return Result(*self.text(context))


class _Literal:
    """Text between expressions."""

    __slots__ = ("source",)

    def __init__(self, content: str) -> None:
        self.source = content

    def text(self, context: Context, escaping: Escaping, notes: _Notes) -> str:
        return self.source


class _Piece:
    """One expression of a template; what cannot be parsed gives its error each time."""

    __slots__ = ("_compiled", "_top_level", "source")

    def __init__(self, segment: Segment) -> None:
        self.source = segment.source
        self._top_level = lower(segment.top_level) if segment.kind is SegmentKind.IDENTIFIER else None
        self._compiled = compile_expression(segment.content)

    def is_in(self, top_levels: Collection[str]) -> bool:
        """Whether this is an expression, and not the @example of an address."""
        return self._top_level is None or self._top_level in top_levels

    def evaluate(self, context: Context) -> tuple[Value, list[str]]:
        if isinstance(self._compiled, XError):
            return self._compiled, []
        evaluation = Evaluation(context.env, context.random, context.root, Budget(context.budget))
        return run(self._compiled, evaluation), evaluation.warnings

    def text(self, context: Context, escaping: Escaping, notes: _Notes) -> str:
        if not self.is_in(context.root.properties):
            return self.source
        value, warnings = self.evaluate(context)
        notes.warnings.extend(warnings)
        try:
            written = to_text(value, Budget(context.budget))
        except (XError, RecursionError) as problem:
            error = problem.with_traceback(None) if isinstance(problem, XError) else too_complex()
            notes.errors.append(TemplateError(self.source, error))
            return ""
        return escaping(written) if escaping else written


def compile_expression(expression: str) -> Compiled | XError:
    """The expression ready to evaluate, or the error that it always gives."""
    try:
        return compile_tree(parse(expression))
    except XError as error:
        return error.with_traceback(None)


@lru_cache(maxsize=CACHED)
def compile_template(source: str) -> Template:
    """The template of a text, from a cache of the texts used last."""
    return Template(source)


@lru_cache(maxsize=CACHED)
def compile_value(source: str) -> Template:
    """The template for the value of a text, where white space around an expression does not count."""
    return Template(trimmed(source))


def evaluate(expression: str, context: Context) -> Result:
    """The value of an expression alone, without any @."""
    piece = _Piece(Segment(SegmentKind.EXPRESSION, f"@({expression})", expression))
    return Result(*piece.evaluate(context), [])

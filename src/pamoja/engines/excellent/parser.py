"""Expressions as trees, by the published grammar (Excellent3).

From tightest to loosest: calls and lookups; unary minus; `^`; `* /`; `+ -`; `< <= > >=`; `= !=`; `&`. All operators
with two sides group to the left, and an unary minus binds tighter than any of them: `-2 ^ 2` is 4, `2 ^ 3 ^ 2` is 64.
"""

from __future__ import annotations

from collections.abc import Callable

from pamoja.engines.excellent import numbers
from pamoja.engines.excellent.lexer import Kind, Token, excerpt, tokens_of
from pamoja.engines.excellent.quoting import is_nested_deeper, unquote
from pamoja.engines.excellent.tree import (
    AnonymousFunction,
    ArrayLookup,
    BinaryOperation,
    ContextReference,
    DotLookup,
    Expression,
    FunctionCall,
    Literal,
    Negation,
    Parentheses,
    UnreadableNumber,
)
from pamoja.engines.excellent.values import XError

DEEPEST = 100
"""How deep brackets may be nested: both reading and evaluating go down with them."""
LEVELS = (("&",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "/"), ("^",))
BINDING = {operator: level for level, operators in enumerate(LEVELS) for operator in operators}
_WORDS = {"true": Literal(True), "false": Literal(False), "null": Literal(None)}


def parse(expression: str) -> Expression:
    """The tree of an expression. Raises XError with the place of the first token that does not belong there."""
    if is_nested_deeper(expression, DEEPEST):
        raise XError("expression nesting too deep")
    try:
        return _Parser(expression).parse()
    except RecursionError:
        raise XError("expression nesting too deep") from None


class _Parser:
    """A Pratt parser over the tokens of one expression."""

    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._tokens = tokens_of(expression)
        self._at = 0

    def parse(self) -> Expression:
        whole = self._read()
        if self._token.kind is not Kind.END:
            raise self._error()
        return whole

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _read(self, loosest: int = 0) -> Expression:
        """An expression with operators that bind at least as tight as the loosest level."""
        left = self._operand()
        while True:
            operator = self._token.text
            level = BINDING.get(operator, -1) if self._token.kind is Kind.MARK else -1
            if level < loosest:
                return left
            self._at += 1
            left = BinaryOperation(operator, left, self._read(level + 1))

    def _operand(self) -> Expression:
        minuses = 0
        while self._is_mark("-"):
            self._at += 1
            minuses += 1
        operand = self._primary()
        for _ in range(minuses):
            operand = Negation(operand)
        return operand

    def _primary(self) -> Expression:
        token = self._token
        if literal := _LITERALS.get(token.kind):
            self._at += 1
            return literal(token.text)
        return self._anonymous_function() if self._is_parameter_list() else self._atom()

    def _is_parameter_list(self) -> bool:
        """Whether a bracket opens names of parameters: `(x,` or `(x) =>`."""
        if not self._is_mark("(") or self._tokens[self._at + 1].kind is not Kind.NAME:
            return False
        after = [token.text for token in self._tokens[self._at + 2 : self._at + 4]]
        return after[0] == "," or after == [")", "=>"]

    def _anonymous_function(self) -> Expression:
        self._take("(")
        parameters = [self._take_name()]
        while self._is_mark(","):
            self._at += 1
            parameters.append(self._take_name())
        self._take(")")
        self._take("=>")
        return AnonymousFunction(tuple(parameters), self._read())

    def _atom(self) -> Expression:
        """A name or an expression in parentheses, and the calls and lookups after it."""
        if self._is_mark("("):
            atom: Expression = Parentheses(self._enclosed(")"))
        else:
            atom = ContextReference(self._take_name())
        while self._token.kind is Kind.MARK and (suffix := _SUFFIXES.get(self._token.text)):
            atom = suffix(self, atom)
        return atom

    def _enclosed(self, end: str) -> Expression:
        self._at += 1
        inner = self._read()
        self._take(end)
        return inner

    def _call(self, function: Expression) -> Expression:
        self._at += 1
        arguments = [] if self._is_mark(")") else [self._read()]
        while arguments and self._is_mark(","):
            self._at += 1
            arguments.append(self._read())
        self._take(")")
        return FunctionCall(function, tuple(arguments))

    def _array_lookup(self, container: Expression) -> Expression:
        return ArrayLookup(container, self._enclosed("]"))

    def _dot_lookup(self, container: Expression) -> Expression:
        self._at += 1
        return DotLookup(container, self._take_name(Kind.NAME, Kind.INTEGER))

    def _take_name(self, *kinds: Kind) -> str:
        token = self._token
        if token.kind not in (kinds or (Kind.NAME,)):
            raise self._error()
        self._at += 1
        return token.text

    def _take(self, mark: str) -> None:
        if not self._is_mark(mark):
            raise self._error()
        self._at += 1

    def _is_mark(self, text: str) -> bool:
        return self._token.kind is Kind.MARK and self._token.text == text

    def _error(self) -> XError:
        return XError(f"syntax error at {excerpt(self._expression, self._token.start)}")


def _number(text: str) -> Expression:
    number = numbers.parse(text)
    return UnreadableNumber(text) if number is None else Literal(number)


_LITERALS: dict[Kind, Callable[[str], Expression]] = {
    Kind.TEXT: lambda text: Literal(unquote(text)),
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.WORD: lambda text: _WORDS[text.lower()],
}
_SUFFIXES: dict[str, Callable[[_Parser, Expression], Expression]] = {
    "(": _Parser._call,
    "[": _Parser._array_lookup,
    ".": _Parser._dot_lookup,
}

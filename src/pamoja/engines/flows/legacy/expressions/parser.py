"""From an expression of the old grammar straight to the same expression in Excellent.

Tightest first, all from the left: unary minus, `^`, `*` `/`, `+` `-`, `<` `<=` `>` `>=`, `=` `<>`, `&`. No tree is
built: every rule gives the new text of what it read. Operators that wait for their right side are held in a list and
not on the call stack, so that one bracket costs three calls, whatever stands in it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pamoja.engines.excellent.quoting import is_nested_deeper
from pamoja.engines.flows.legacy.expressions.adding import migrated_sum
from pamoja.engines.flows.legacy.expressions.functions import migrated_call
from pamoja.engines.flows.legacy.expressions.lexer import ExpressionError, Kind, Token, tokens_of
from pamoja.engines.flows.legacy.expressions.references import migrated_reference
from pamoja.engines.text.cases import lower

MAX_DEPTH = 100
MAX_LENGTH = 100_000  # a time that is added is written twice, so each one in another doubles the text


@dataclass(frozen=True, slots=True)
class Operator:
    """An infix operator: how tightly it binds, and the new text of its two sides."""

    power: int
    join: Callable[[str, str, bool], str]


def _spelt(symbol: str) -> Callable[[str, str, bool], str]:
    return lambda left, right, raw_dates: f"{left} {symbol} {right}"


OPERATORS = {
    "^": Operator(6, _spelt("^")),
    "*": Operator(5, _spelt("*")),
    "/": Operator(5, _spelt("/")),
    "+": Operator(4, lambda left, right, raw_dates: migrated_sum("+", left, right, raw_dates)),
    "-": Operator(4, lambda left, right, raw_dates: migrated_sum("-", left, right, raw_dates)),
    "<": Operator(3, _spelt("<")),
    "<=": Operator(3, _spelt("<=")),
    ">": Operator(3, _spelt(">")),
    ">=": Operator(3, _spelt(">=")),
    "=": Operator(2, _spelt("=")),
    "<>": Operator(2, _spelt("!=")),
    "&": Operator(1, _spelt("&")),
}


def migrated(expression: str, raw_dates: bool) -> str:
    """An old expression (what stands in `@(...)`) in Excellent; an ExpressionError when it is none.

    With `raw_dates`, what was a date stays one and is not formatted into a text.
    """
    if is_nested_deeper(expression, MAX_DEPTH):
        raise ExpressionError(f"An expression nests at most {MAX_DEPTH} brackets.")
    return _Parser(tokens_of(expression), raw_dates).whole()


class _Parser:
    def __init__(self, tokens: list[Token], raw_dates: bool) -> None:
        self.tokens = tokens
        self.raw_dates = raw_dates
        self.at = 0

    def whole(self) -> str:
        expression = self.expression()
        if self.tokens[self.at].kind is not Kind.END:
            raise ExpressionError(f"{self.tokens[self.at].text} is one too many.")
        return expression

    def expression(self) -> str:
        operands, waiting = [self.operand()], list[Operator]()
        while operator := self.operator():
            self._join(operands, waiting, operator.power)
            waiting.append(operator)
            operands.append(self.operand())
        self._join(operands, waiting, 0)
        return operands[0]

    def _join(self, operands: list[str], waiting: list[Operator], power: int) -> None:
        """Join what binds at least as tightly as what comes now."""
        while waiting and waiting[-1].power >= power:
            right = operands.pop()
            operands[-1] = waiting.pop().join(operands[-1], right, self.raw_dates)
            if len(operands[-1]) > MAX_LENGTH:
                raise ExpressionError("An expression is too long in Excellent.")

    def operator(self) -> Operator | None:
        token = self.tokens[self.at]
        operator = OPERATORS.get(token.text) if token.kind is Kind.SYMBOL else None
        if operator:
            self.at += 1
        return operator

    def operand(self) -> str:
        signs = ""
        while self.takes("-"):
            signs += "-"
        return signs + self.plain_operand()

    def plain_operand(self) -> str:
        token = self.tokens[self.at]
        self.at += 1
        match token.kind:
            case Kind.TEXT:
                return migrated_text(token.text)
            case Kind.NUMBER:
                return token.text
            case Kind.NAME:
                return self.named(token.text)
            case Kind.SYMBOL if token.text == "(":
                inner = self.expression()
                self.expect(")")
                return f"({inner})"
        raise ExpressionError(f"A value is missing before {token.text or 'the end'}.")

    def named(self, name: str) -> str:
        if self.takes("("):
            return migrated_call(lower(name), self.arguments())
        if name.isascii() and name.lower() in ("true", "false"):
            return name.lower()
        return migrated_reference(name, self.raw_dates)

    def arguments(self) -> list[str]:
        if self.takes(")"):
            return []
        arguments = [self.expression()]
        while self.takes(","):
            arguments.append(self.expression())
        self.expect(")")
        return arguments

    def takes(self, symbol: str) -> bool:
        token = self.tokens[self.at]
        taken = token.kind is Kind.SYMBOL and token.text == symbol
        self.at += taken
        return taken

    def expect(self, symbol: str) -> None:
        if not self.takes(symbol):
            raise ExpressionError(f"{symbol} is missing.")


def migrated_text(literal: str) -> str:
    r"""A text literal with its quotes: `""` in it becomes `\"`, and everything else stays as it is."""
    inner = literal[1:-1].replace('""', r"\"")
    return f'"{inner}"'

"""Tokens to a tree, by recursive descent.

    expression  := conjunction (OR conjunction)*
    conjunction := primary (AND? primary)*
    primary     := '(' expression ')' | PROPERTY COMPARATOR literal | literal
    literal     := PROPERTY | TEXT | STRING

A message about syntax names the first token that does not fit and what would fit in its place: the token is
"extraneous" if the one after it would fit, else "mismatched"; a bracket that only the end of the query lacks is
"missing".
"""

from pamoja.engines.contactql.errors import Code, QueryError
from pamoja.engines.contactql.lexer import Kind, Token, tokenise
from pamoja.engines.contactql.reading import Reader
from pamoja.engines.contactql.tree import Combination, Condition, Connective, Node
from pamoja.engines.excellent.quoting import unquote

_LITERALS = (Kind.STRING, Kind.PROPERTY, Kind.TEXT)
_STARTS = (Kind.OPEN, *_LITERALS)
_ESCAPES = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r"})


def parse(query: str, reader: Reader) -> Node:
    """Read a query whose length and depth are within limits; raise QueryError when it is none."""
    parser = _Parser(tokenise(query), reader)
    node = parser.expression(0)
    if parser.kind is not Kind.END:
        raise parser.misfit(Kind.END)
    return node


class _Parser:
    def __init__(self, tokens: list[Token], reader: Reader) -> None:
        self.tokens = tokens
        self.reader = reader
        self.at = 0

    @property
    def kind(self) -> Kind:
        return self.tokens[self.at].kind

    def next_kind(self) -> Kind:
        """The kind of the token after the current one; after the end is the end."""
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)].kind

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1].text

    def expression(self, depth: int) -> Node:
        operands = [self.conjunction(depth)]
        while self.kind is Kind.OR:
            self.take()
            operands.append(self.conjunction(depth))
        return _combined(Connective.OR, operands)

    def conjunction(self, depth: int) -> Node:
        operands = [self.primary(depth)]
        while self.kind is Kind.AND or self.kind in _STARTS:
            if self.kind is Kind.AND:
                self.take()
            operands.append(self.primary(depth))
        return _combined(Connective.AND, operands)

    def primary(self, depth: int) -> Node:
        if self.kind is Kind.OPEN:
            return self.group(depth + 1)
        if self.kind is Kind.PROPERTY and self.next_kind() is Kind.COMPARATOR:
            return self.condition()
        return self.reader.implicit(self.literal(*_STARTS))

    def group(self, depth: int) -> Node:
        """What is between brackets; `depth` counts those that are open."""
        self.take()
        node = self.expression(depth)
        if self.kind is not Kind.CLOSE:
            is_missing = self.kind is Kind.END and depth == 1
            raise _syntax("missing ')' at '<EOF>'") if is_missing else self.misfit(Kind.CLOSE)
        self.take()
        return node

    def condition(self) -> Condition:
        name, comparator = self.take(), self.take()
        return self.reader.explicit(name, comparator, self.literal(*_LITERALS))

    def literal(self, *expected: Kind) -> str:
        if self.kind not in _LITERALS:
            raise self.misfit(*expected)
        is_string = self.kind is Kind.STRING
        text = self.take()
        return unquote(text) if is_string else text

    def misfit(self, *expected: Kind) -> QueryError:
        what = "extraneous" if self.next_kind() in expected else "mismatched"
        text = self.tokens[self.at].text.translate(_ESCAPES)
        listed = ", ".join(expected)
        return _syntax(f"{what} input '{text}' expecting {f'{{{listed}}}' if len(expected) > 1 else listed}")


def _combined(connective: Connective, operands: list[Node]) -> Node:
    return Combination(connective, tuple(operands)) if len(operands) > 1 else operands[0]


def _syntax(message: str) -> QueryError:
    return QueryError(Code.SYNTAX, message)

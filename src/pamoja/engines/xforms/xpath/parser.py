"""Tokens to a tree: recursive descent over the grammar of XPath 1.0 (section 3)."""

from functools import lru_cache
from typing import cast, get_args

from pamoja.engines.xforms.xpath.errors import XPathRefused
from pamoja.engines.xforms.xpath.lexer import Token, tokenise
from pamoja.engines.xforms.xpath.tree import Axis, Binary, Call, Expression, Negate, Number, Path, Step, Text

_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
TIGHTNESS = {operator: level for level, row in enumerate(_LEVELS, 1) for operator in row}
"""How tightly a binary operator binds; unary minus binds tighter than all of them, the union tighter still."""
AXES = frozenset(get_args(Axis))
NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})
MAX_DEPTH = 80
"""Nested brackets: each costs seven frames of the stack. Chains of `if(…, if(…` in the field are up to 40 deep."""
CACHED = 20_000

_EVERYWHERE = Step("descendant-or-self", "node()")


@lru_cache(maxsize=CACHED)
def parse(source: str) -> Expression:
    """Read an expression; raise XPathRefused when it is none."""
    return _Parser(source).whole()


class _Parser:
    def __init__(self, source: str) -> None:
        self.tokens = tokenise(source)
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def is_at(self, *texts: str) -> bool:
        return self.token.text in texts and self.token.kind in ("symbol", "operator")

    def take(self) -> Token:
        token = self.token
        self.at += 1
        return token

    def skip(self, text: str) -> bool:
        """Pass over the symbol if it is next."""
        is_next = self.is_at(text)
        self.at += is_next
        return is_next

    def expect(self, text: str) -> None:
        if not self.skip(text):
            raise self.refusal(f"“{text}” is missing")

    def refusal(self, reason: str) -> XPathRefused:
        return XPathRefused(reason, self.token.at)

    def whole(self) -> Expression:
        expression = self.expression()
        if self.token.kind != "end":
            raise self.refusal(f"“{self.token.text}” is not expected here")
        return expression

    def expression(self) -> Expression:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refusal("The expression is nested too deeply")
        found = self.binary(1)
        self.depth -= 1
        return found

    def binary(self, least: int) -> Expression:
        """Operators that bind at least so tightly: precedence climbing."""
        left = self.unary()
        while self.token.kind == "operator" and (level := TIGHTNESS.get(self.token.text, 0)) >= least:
            operator = self.take().text
            left = Binary(operator, left, self.binary(level + 1))
        return left

    def unary(self) -> Expression:
        signs = 0
        while self.is_at("-"):
            self.take()
            signs += 1
        operand = self.union()
        for _ in range(signs):
            operand = Negate(operand)
        return operand

    def union(self) -> Expression:
        left = self.path()
        while self.is_at("|"):
            self.take()
            left = Binary("|", left, self.path())
        return left

    def path(self) -> Expression:
        if self.is_at("/", "//"):
            return Path(self.absolute(), is_absolute=True)
        if not self.is_primary():
            return Path(tuple(self.steps()))
        start = self.primary()
        predicates = self.predicates()
        if not predicates and not self.is_at("/", "//"):
            return start
        steps = self.further() if self.is_at("/", "//") else ()
        return Path(steps, start=start, predicates=predicates)

    def absolute(self) -> tuple[Step, ...]:
        if self.is_at("//"):
            return self.further()
        self.take()
        return tuple(self.steps()) if self.is_step() else ()

    def further(self) -> tuple[Step, ...]:
        """The steps after a separator."""
        before = [_EVERYWHERE] if self.take().text == "//" else []
        return (*before, *self.steps())

    def is_primary(self) -> bool:
        token = self.token
        if token.kind in ("literal", "number") or self.is_at("(", "$"):
            return True
        is_call = token.kind == "name" and self.tokens[self.at + 1].text == "("
        return is_call and self.tokens[self.at + 1].kind == "symbol" and token.text not in NODE_TYPES

    def primary(self) -> Expression:
        token = self.take()
        if token.kind == "literal":
            return Text(token.text)
        if token.kind == "number":
            return Number(float(token.text))
        if token.text == "(":
            inside = self.expression()
            self.expect(")")
            return inside
        if token.text == "$":
            raise XPathRefused("Variables are not known in forms", token.at)
        return Call(token.text, self.arguments())

    def arguments(self) -> tuple[Expression, ...]:
        self.expect("(")
        found: list[Expression] = []
        while not self.is_at(")"):
            if found:
                self.expect(",")
            found.append(self.expression())
        self.expect(")")
        return tuple(found)

    def is_step(self) -> bool:
        return self.token.kind == "name" or self.is_at(".", "..", "@")

    def steps(self) -> list[Step]:
        found = [self.step()]
        while self.is_at("/", "//"):
            if self.take().text == "//":
                found.append(_EVERYWHERE)
            found.append(self.step())
        return found

    def step(self) -> Step:
        if not self.is_step():
            raise self.refusal("A name is missing" if self.token.kind == "end" else "A name is expected here")
        if self.is_at("."):
            self.take()
            return Step("self", "node()", self.predicates())
        if self.is_at(".."):
            self.take()
            return Step("parent", "node()", self.predicates())
        axis = self.axis()
        return Step(axis, self.test(), self.predicates())

    def axis(self) -> Axis:
        if self.skip("@"):
            return "attribute"
        if self.tokens[self.at + 1].text != "::":
            return "child"
        name = self.take().text
        self.expect("::")
        if name not in AXES:
            raise self.refusal(f"There is no axis “{name}”")
        return cast(Axis, name)

    def test(self) -> str:
        token = self.take()
        if token.kind != "name":
            raise XPathRefused("A name is expected here", token.at)
        if token.text in NODE_TYPES and self.is_at("("):
            self.arguments()
            return f"{token.text}()"
        return token.text.rpartition(":")[2]

    def predicates(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while self.skip("["):
            found.append(self.expression())
            self.expect("]")
        return tuple(found)

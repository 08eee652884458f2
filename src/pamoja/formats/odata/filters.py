"""`$filter` and `$orderby` as trees (OData 4.0 URL conventions, 5.1.1, 5.1.2), of the part that is answered here.

Comparisons (`eq ne lt le gt ge`), `and or not`, parentheses, literals, names, `now()` and the parts of a moment
(`year month day hour minute second`). What else the grammar has is refused as 501.4, what it has not as 400.18.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from pamoja.formats.odata.refusals import ODataRefused

MOMENT_PARTS = ("year", "month", "day", "hour", "minute", "second")
OTHER_TEXT = ("concat", "contains", "endswith", "indexof", "length", "startswith", "substring", "substringof")
OTHER_CHANGES = ("tolower", "toupper", "trim", "round", "floor", "ceiling", "cast", "isof")
OTHER_TIMES = ("date", "time", "fractionalseconds", "totalseconds", "totaloffsetminutes", "mindatetime", "maxdatetime")
OTHER_PLACES = ("geo.distance", "geo.length", "geo.intersects")
OTHER_FUNCTIONS = frozenset({*OTHER_TEXT, *OTHER_CHANGES, *OTHER_TIMES, *OTHER_PLACES})
COMPARISONS = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})
ARITHMETIC = frozenset({"add", "sub", "mul", "div", "mod", "has"})
DEEPEST = 100
MOST_COMPARISONS = 300  # SQLite takes a thousand terms in a row, of which a moment is two, and Python such depths
TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>'(?:[^'\x00]|'')*')
    | (?P<moment>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)
    | (?P<guid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})
    | (?P<number>[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<name>[$@]?[^\W\d][\w.\-]*(?:/[^\W\d][\w.\-]*)*)
    | (?P<sign>[(),])
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Literal:
    """A value as text, without its quotes; None is null."""

    value: str | None


@dataclass(frozen=True)
class Member:
    """A property by its path, and where it stands in the expression."""

    name: str
    at: int


@dataclass(frozen=True)
class Call:
    """`now()`, or a part of a moment."""

    name: str
    argument: "Operand | None" = None


@dataclass(frozen=True)
class Comparison:
    """Two operands and how they are compared."""

    operator: str
    left: "Operand"
    right: "Operand"


@dataclass(frozen=True)
class Not:
    """The opposite."""

    inner: "Condition"


@dataclass(frozen=True)
class Both:
    """Both (`and`) or either (`or`)."""

    operator: str
    left: "Condition"
    right: "Condition"


Operand = Literal | Member | Call
Condition = Comparison | Not | Both


@dataclass(frozen=True)
class Order:
    """One property of `$orderby`."""

    name: str
    is_descending: bool


def parse_filter(text: str) -> Condition:
    """The tree of a `$filter`. Raises ODataRefused 400.18, 501.4."""
    return _Parser(text).whole()


def parse_orderby(text: str) -> list[Order]:
    """The properties of an `$orderby`, first the most important. Raises ODataRefused 501.5."""
    return [_order(part) for part in text.split(",")]


def members(condition: Condition | Operand) -> Iterator[str]:
    """The names of all properties that a condition asks for."""
    match condition:
        case Member(name):
            yield name
        case Call(_, Literal() | Member() | Call() as argument):
            yield from members(argument)
        case Not(inner):
            yield from members(inner)
        case Comparison(_, left, right) | Both(_, left, right):
            yield from members(left)
            yield from members(right)


def _order(part: str) -> Order:
    words = [*part.split(), "asc"]
    if words[0] == "asc" or words[1].lower() not in ("asc", "desc"):
        raise ODataRefused("501.5", text=words[0] if words[0] == "asc" else words[1])
    return Order(words[0], words[1].lower() == "desc")


class _Parser:
    """Recursive descent; `end` is where the last token that was taken ends."""

    def __init__(self, text: str) -> None:
        self.text, self.end, self.depth, self.comparisons = text, 0, 0, 0

    def whole(self) -> Condition:
        condition = self.either()
        if self.text[self.end :].strip():
            self.unexpected()
        return condition

    def either(self) -> Condition:
        left = self.both()
        while self.take("name", "or"):
            left = Both("or", left, self.both())
        return left

    def both(self) -> Condition:
        left = self.condition()
        while self.take("name", "and"):
            left = Both("and", left, self.condition())
        return left

    def condition(self) -> Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            self.unexpected()
        try:
            if self.take("name", "not"):
                return Not(self.condition())
            if self.take("sign", "("):
                inner = self.either()
                self.need_sign(")")
                return inner
            return self.comparison()
        finally:
            self.depth -= 1

    def comparison(self) -> Condition:
        self.comparisons += 1
        if self.comparisons > MOST_COMPARISONS:
            self.unexpected()
        start = self.start()
        left = self.operand()
        token = self.peek()
        word = token["name"] if token else None
        if token is None or word not in COMPARISONS | ARITHMETIC:
            if self.text[self.end :].strip() and word not in ("and", "or") and not (token and token["sign"] == ")"):
                self.unexpected()
            self.unsupported("CommonExpression", start)
        self.end = token.end()
        right = self.operand()
        if word in ARITHMETIC:
            self.unsupported("CommonExpression", start)
        return Comparison(str(word), left, right)

    def operand(self) -> Operand:
        token = self.peek()
        if token is None or token["sign"]:
            self.unexpected()
        start, self.end = self.start(), token.end()
        if token["name"]:
            return self.named(token["name"], start)
        raw = token[0].strip()
        return Literal(raw[1:-1].replace("''", "'") if token["text"] else raw)

    def named(self, name: str, start: int) -> Operand:
        if self.text.startswith("(", self.end) and (name == "now" or name in MOMENT_PARTS):
            return self.call(name)
        if self.text.startswith("(", self.end) and name in OTHER_FUNCTIONS:
            self.end = _end_of_call(self.text, self.end)
            self.unsupported("MethodCallExpression", start)
        if name in ("null", "true", "false"):
            return Literal(None if name == "null" else name)
        return Member(name, start)

    def call(self, name: str) -> Call:
        self.need_sign("(")
        argument = None if name == "now" else self.moment()
        self.need_sign(")")
        return Call(name, argument)

    def moment(self) -> Operand:
        """What has parts: not a part itself."""
        token = self.peek()
        if token is not None and token["name"] in MOMENT_PARTS:
            self.unexpected()
        return self.operand()

    def start(self) -> int:
        return len(self.text) - len(self.text[self.end :].lstrip())

    def peek(self) -> re.Match[str] | None:
        return TOKEN.match(self.text, self.end)

    def take(self, kind: str, wanted: str) -> bool:
        token = self.peek()
        if token is None or token[kind] != wanted:
            return False
        self.end = token.end()
        return True

    def need_sign(self, sign: str) -> None:
        if not self.take("sign", sign):
            self.unexpected()

    def unexpected(self) -> NoReturn:
        reason = f"Unexpected character at {self.end}" if self.end else "Fail at 0"
        raise ODataRefused("400.18", reason=reason)

    def unsupported(self, kind: str, start: int) -> NoReturn:
        raise ODataRefused("501.4", type=kind, at=str(start), text=self.text[start : self.end])


def _end_of_call(text: str, opened: int) -> int:
    """Where the parenthesis at `opened` is closed, or the end of the text."""
    depth = 0
    for sign in re.finditer(r"'(?:[^']|'')*'|[()]", text[opened:]):
        depth += {"(": 1, ")": -1}.get(sign[0], 0)
        if depth == 0:
            return opened + sign.end()
    return len(text)

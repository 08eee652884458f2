"""The values of expressions: native Python where it has the type, and three classes where it has not.

    nil None · text str · number Decimal · boolean bool · date date · time time · datetime aware datetime ·
    array list (never changed once made) · object XObject · function XFunction · error XError

`bool` is an `int` and `datetime` a `date`: tell values apart by `kind_of`, as `convert` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from pamoja.engines.environment.nanoseconds import NanoDatetime, NanoTime
from pamoja.engines.text.cases import lower

if TYPE_CHECKING:
    from pamoja.engines.excellent.call import Call

DEFAULT = "__default__"
"""The property that stands for the whole object where a plain value is wanted."""

Value: TypeAlias = "None | str | Decimal | bool | date | time | datetime | list[Value] | XObject | XFunction | XError"
Properties: TypeAlias = Mapping[str, Value]
Body: TypeAlias = "Callable[[Call, Sequence[Value]], Value]"
_KINDS: Mapping[type, type] = {NanoDatetime: datetime, NanoTime: time}


def kind_of(value: Value) -> type:
    """The exact type of a value, whether or not a time has nanoseconds."""
    kind = type(value)
    return _KINDS.get(kind, kind)


class XError(Exception):
    """An error: a value like any other, and raised by conversions. Whoever calls functions catches it.

    A fatal error ends the whole evaluation, and no place is named around it.
    """

    def __init__(self, message: str, *, fatal: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.fatal = fatal

    def __eq__(self, other: object) -> bool:
        return isinstance(other, XError) and other.message == self.message

    def __hash__(self) -> int:
        return hash(self.message)


def too_complex() -> XError:
    """The error of an evaluation that has used up its budget."""
    return XError("expression is too complex to evaluate", fatal=True)


class XObject:
    """Named properties, looked up without regard to case; read from the source when first asked for.

    `deprecated` maps a property's name (lower case) to what an editor should be told when an expression uses it.
    """

    __slots__ = ("_default", "_folded", "_properties", "_source", "deprecated")

    def __init__(
        self, source: Properties | Callable[[], Properties], *, deprecated: Mapping[str, str] | None = None
    ) -> None:
        self._source = source
        self._properties: Properties | None = None
        self._default: Value = None
        self._folded: Properties | None = None
        self.deprecated = deprecated

    @property
    def properties(self) -> Properties:
        """All properties but the default."""
        found = self._properties
        return self._read() if found is None else found

    @property
    def default(self) -> Value:
        """What stands for the object where a plain value is wanted: the object itself if nothing does."""
        if self._properties is None:
            self._read()
        return self._default

    @property
    def has_default(self) -> bool:
        return self.default is not self

    @property
    def names(self) -> list[str]:
        return sorted(self.properties)

    def get(self, name: str) -> tuple[Value, bool]:
        """The property and whether there is one."""
        properties = self.properties
        if name in properties:
            return properties[name], True
        if self._folded is None:
            self._folded = {lower(key): value for key, value in properties.items()}
        name = lower(name)
        return self._folded.get(name), name in self._folded

    def _read(self) -> Properties:
        read = self._source() if callable(self._source) else self._source
        self._default = read.get(DEFAULT, self)
        self._properties = {key: value for key, value in read.items() if key != DEFAULT} if DEFAULT in read else read
        return self._properties

    def __len__(self) -> int:
        return len(self.properties)

    def __repr__(self) -> str:
        return f"XObject({dict(self.properties)!r})"


class XFunction:
    """Something to call with values: never raises, names itself in the errors it gives, and charges the budget.

    `module` is the name of the module that it was written in: functions of one family share it.
    """

    __slots__ = ("body", "documentation", "module", "name", "signature")

    def __init__(self, name: str, body: Body, signature: str = "", documentation: str = "", module: str = "") -> None:
        self.name = name
        self.body = body
        self.signature = signature
        self.documentation = documentation
        self.module = module

    @property
    def label(self) -> str:
        """The name, or "<anon>"."""
        return self.name or "<anon>"

    def __call__(self, call: Call, args: Sequence[Value]) -> Value:
        call.budget.read(args)
        try:
            value = self.body(call, args)
        except XError as error:
            value = error.with_traceback(None)
        except UnicodeError:
            value = XError("text has half a character")
        if isinstance(value, XError):
            return value if value.fatal else XError(f"error calling {self.label}(...): {value.message}")
        return value if call.budget.charge(value) else too_complex()

    def __repr__(self) -> str:
        return f"XFunction({self.label})"

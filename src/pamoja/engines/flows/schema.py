"""Classes of the specification that read, check and write themselves by one declaration of each property.

    @dataclass(frozen=True, slots=True)
    class SetRunResult(Action):
        name: str = prop("", required, result_name)
        value: str = prop("", at_most(10_000), is_evaluated=True, is_always_written=True)

The first argument of `prop` is the empty value, which an absent or null property takes. Checks run in their order; the
first that fails speaks for the property. Annotations may be str, int, bool, Decimal, another such class, `X | None`,
`tuple[X, ...]`, `dict[str, X]` and `Any` (JSON kept as it is). Properties that no class declares are passed over.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import chain
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from pamoja.engines.flows.json_types import expect, number
from pamoja.engines.flows.numbers import json_number
from pamoja.engines.flows.reading import FlowReadError

Check = Callable[[Any], str]
Reader = Callable[[Any, str], Any]
Problem = tuple[str, str]
"""The path of a property, and what is wrong with it."""
T = TypeVar("T")

_PROPS: dict[type, tuple["Prop", ...]] = {}
_JUDGED: dict[type, tuple["Prop", ...]] = {}


@contextmanager
def telling(where: str) -> Iterator[None]:
    """Tell what is found wrong within from further out: `unable to read node: ...`."""
    try:
        yield
    except FlowReadError as problem:
        raise FlowReadError(f"{where}: {problem}") from None


@dataclass(frozen=True)
class Prop:
    """One property of a class: what is declared of it, its attribute and its annotation.

    `empty` is its value when it is absent, `key` its JSON name where that is not the attribute's. `checks` judge the
    value, `each` its members, `keys` the keys of a dict. `is_localized`: translations may replace it. `is_evaluated`:
    it holds templates.
    """

    empty: Any
    checks: tuple[Check, ...]
    key: str = ""
    each: tuple[Check, ...] = ()
    keys: tuple[Check, ...] = ()
    is_localized: bool = False
    is_evaluated: bool = False
    is_always_written: bool = False
    name: str = ""
    hint: Any = None

    @cached_property
    def read(self) -> Reader:
        """How it is read from JSON that is not null, given the path to it."""
        return _reader(self.hint, are_all_required=required in self.each)

    @cached_property
    def is_text(self) -> bool:
        return self.hint is str

    @cached_property
    def is_nested(self) -> bool:
        """Whether it holds objects of such classes."""
        return _holds_class(self.hint)

    @cached_property
    def is_required(self) -> bool:
        return required in self.checks

    @cached_property
    def is_judged_within(self) -> bool:
        return bool(self.is_nested or self.each or self.keys)


def prop(empty: Any, *checks: Check, **options: Any) -> Any:
    """A field of a class of the specification; the options are those of `Prop`."""
    metadata = {"prop": Prop(empty, checks, **options)}
    if isinstance(empty, dict):
        return field(default_factory=dict, metadata=metadata)
    return field(default=empty, metadata=metadata)


def props(cls: type) -> tuple[Prop, ...]:
    """The properties of a class in their order; fields that were not made by `prop` are none."""
    if cls not in _PROPS:
        hints = get_type_hints(cls)
        declared = ((each.name, each.metadata["prop"]) for each in fields(cls) if "prop" in each.metadata)
        _PROPS[cls] = tuple(replace(told, name=name, key=told.key or name, hint=hints[name]) for name, told in declared)
    return _PROPS[cls]


def _judged(cls: type) -> tuple[Prop, ...]:
    """Those of which anything can be wrong though they are of the right type: few of most classes."""
    if cls not in _JUDGED:
        _JUDGED[cls] = tuple(each for each in props(cls) if each.checks or each.is_judged_within)
    return _JUDGED[cls]


def read(cls: type[T], data: Any) -> T:
    """An object of the class from JSON. Raises FlowReadError that names every property that is wrong."""
    made = _build(cls, data, "")
    found = problems(made)
    if found:
        raise FlowReadError(", ".join(f"field '{path}' {problem}" for path, problem in found))
    return made


def write(made: Any) -> dict[str, Any]:
    """The JSON of an object; empty properties are left out unless they are always written."""
    told = {}
    for each in props(type(made)):
        value = getattr(made, each.name)
        if value or each.is_always_written or (each.empty is None and value is not None):
            told[each.key] = _plain(value)
    return told


def problems(made: Any, path: str = "") -> list[Problem]:
    """What is wrong with an object, those of objects within it too.

    A class may tell more by its own method `problems()`, of (key, problem).
    """
    found: list[Problem] = []
    for each in _judged(type(made)):
        value = getattr(made, each.name)
        if problem := first_problem(each.checks, value):
            found.append((path + each.key, problem))
        elif value and each.is_judged_within:
            found += _problems_within(each, value, path + each.key)
    own: Callable[[], Iterator[Problem]] | None = getattr(made, "problems", None)
    if own:
        found += ((f"{path}{key}", problem) for key, problem in own())
    return found


def _problems_within(each: Prop, value: Any, path: str) -> Sequence[Problem]:
    if isinstance(value, tuple | dict):
        members = value.items() if isinstance(value, dict) else enumerate(value)
        found = (_problems_of_member(each, key, member, f"{path}[{key}]") for key, member in members)
        return list(chain.from_iterable(found))
    return problems(value, f"{path}.") if each.is_nested else ()


def _problems_of_member(each: Prop, key: Any, member: Any, path: str) -> Sequence[Problem]:
    problem = first_problem(each.keys, key) or first_problem(each.each, member)
    if problem:
        return [(path, problem)]
    return problems(member, f"{path}.") if each.is_nested and member is not None else ()


def first_problem(checks: tuple[Check, ...], value: Any) -> str:
    """What the first check that fails says, or nothing."""
    for check in checks:
        if problem := check(value):
            return problem
    return ""


def _build(cls: type[T], data: Any, path: str) -> T:
    """An object that is of the right types but not yet checked. What is absent but required is None until then."""
    given = expect(data, dict, path)
    values: dict[str, Any] = {}
    for each in props(cls):
        raw = given.get(each.key)
        if raw is None:
            if each.is_required:
                values[each.name] = None
        elif each.is_text and isinstance(raw, str) and raw.isascii():  # most are, and there is nothing to find
            values[each.name] = raw
        else:
            values[each.name] = each.read(raw, f"{path}.{each.key}" if path else each.key)
    return cls(**values)


def required(value: Any) -> str:
    """It must be there; a text must not be empty nor a number 0."""
    if value:
        return ""
    return "is required" if value is None or value == "" or (value == 0 and not isinstance(value, bool)) else ""


def _holds_class(hint: Any) -> bool:
    return is_dataclass(hint) or any(_holds_class(each) for each in get_args(hint))


def _reader(hint: Any, are_all_required: bool = False) -> Reader:
    """How a value of an annotation is read; a null in a list of objects is left out unless a check will refuse it."""
    kind, inner = get_origin(hint), [each for each in get_args(hint) if each is not NoneType]
    if kind is UnionType:
        return _reader(inner[0])
    if kind is tuple:
        return _reader_of_tuple(inner[0], are_nulls_left_out=is_dataclass(inner[0]) and not are_all_required)
    if kind is dict:
        return _reader_of_dict(inner[1])
    if hint is Any:
        return lambda raw, path: raw
    if hint is Decimal:
        return number
    if is_dataclass(hint) and isinstance(hint, type):
        return lambda raw, path: _build(hint, raw, path)
    return lambda raw, path: expect(raw, hint, path)


def _reader_of_tuple(hint: Any, are_nulls_left_out: bool) -> Reader:
    member, empty = _reader(hint), _empty_of(hint)

    def reading(raw: Any, path: str) -> tuple[Any, ...]:
        given = enumerate(expect(raw, list, path))
        if are_nulls_left_out:
            return tuple(member(each, f"{path}[{at}]") for at, each in given if each is not None)
        return tuple(empty if each is None else member(each, f"{path}[{at}]") for at, each in given)

    return reading


def _reader_of_dict(hint: Any) -> Reader:
    member, empty = _reader(hint), _empty_of(hint)

    def reading(raw: Any, path: str) -> dict[str, Any]:
        given: dict[str, Any] = expect(raw, dict, path)
        return {key: empty if each is None else member(each, f"{path}.{key}") for key, each in given.items()}

    return reading


def _empty_of(hint: Any) -> Any:
    return hint() if hint in (str, int, bool, Decimal) else None


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Decimal):
        return json_number(value)
    return write(value) if is_dataclass(value) else value

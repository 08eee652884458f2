"""Classes of the specification that read, check and write themselves by one declaration of each property.

    @dataclass(frozen=True, slots=True)
    class SetRunResult(Action):
        name: str = prop("", required, result_name)
        value: str = prop("", at_most(10_000), is_evaluated=True, is_always_written=True)

The first argument of `prop` is the empty value, which an absent or null property takes. Checks run in their order; the
first that fails speaks for the property. Annotations may be str, int, bool, Decimal, another such class, `X | None`,
`tuple[X, ...]`, `dict[str, X]` and `Any` (JSON kept as it is). Properties that no class declares are passed over.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain
from types import MappingProxyType, NoneType, UnionType
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
NOTHING: Mapping[str, Any] = MappingProxyType({})


@contextmanager
def telling(where: str) -> Iterator[None]:
    """Tell what is found wrong within from further out: `unable to read node: ...`."""
    try:
        yield
    except FlowReadError as problem:
        raise FlowReadError(f"{where}: {problem}") from None


@dataclass(frozen=True)
class Prop:
    """One property of a class: its attribute and JSON key, how it is read, checked and written.

    `checks` judge the value, `each` its members, `keys` the keys of a dict. `is_localized`: translations may replace
    it. `is_evaluated`: it holds templates. `is_nested`: it holds objects of such classes.
    """

    name: str
    key: str
    empty: Any
    read: Reader
    is_text: bool
    is_nested: bool
    checks: tuple[Check, ...]
    each: tuple[Check, ...]
    keys: tuple[Check, ...]
    is_localized: bool
    is_evaluated: bool
    is_always_written: bool

    @cached_property
    def is_required(self) -> bool:
        return required in self.checks

    @cached_property
    def is_judged(self) -> bool:
        """Whether anything can be wrong with a value of the right type: of most properties nothing can."""
        return bool(self.checks) or self.is_judged_within

    @cached_property
    def is_judged_within(self) -> bool:
        return bool(self.is_nested or self.each or self.keys)


def prop(
    empty: Any,
    *checks: Check,
    key: str = "",
    each: tuple[Check, ...] = (),
    keys: tuple[Check, ...] = (),
    is_localized: bool = False,
    is_evaluated: bool = False,
    is_always_written: bool = False,
) -> Any:
    """A field of a class of the specification; `key` is its JSON name where that is not the attribute's."""
    told = {
        "key": key,
        "checks": checks,
        "each": each,
        "keys": keys,
        "is_localized": is_localized,
        "is_evaluated": is_evaluated,
        "is_always_written": is_always_written,
    }
    if isinstance(empty, dict):
        return field(default_factory=dict, metadata=told)
    return field(default=empty, metadata=told)


def props(cls: type) -> tuple[Prop, ...]:
    """The properties of a class in their order; fields that were not made by `prop` are none."""
    found = _PROPS.get(cls)
    if found is None:
        found = _PROPS[cls] = _props(cls)
    return found


def _props(cls: type) -> tuple[Prop, ...]:
    hints = get_type_hints(cls)
    found = []
    for each in fields(cls):
        if "checks" in each.metadata:
            told = dict(each.metadata)
            key = told.pop("key") or each.name
            empty = each.default if each.default is not MISSING else {}
            hint = hints[each.name]
            reading = _reader(hint, are_all_required=required in told["each"])
            found.append(Prop(each.name, key, empty, reading, hint is str, _holds_class(hint), **told))
    return tuple(found)


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
    for each in props(type(made)):
        if each.is_judged:
            value = getattr(made, each.name)
            problem = first_problem(each.checks, value)
            if problem:
                found.append((path + each.key, problem))
            elif value and each.is_judged_within:
                found += _problems_within(each, value, path + each.key)
    own: Callable[[], Iterator[Problem]] | None = getattr(made, "problems", None)
    if own:
        found += ((f"{path}{key}", problem) for key, problem in own())
    return found


def _problems_within(each: Prop, value: Any, path: str) -> Sequence[Problem]:
    if isinstance(value, tuple):
        members = (_problems_of_member(each, member, f"{path}[{at}]") for at, member in enumerate(value))
        return list(chain.from_iterable(members))
    if isinstance(value, dict):
        entries = (_problems_of_entry(each, key, member, f"{path}[{key}]") for key, member in value.items())
        return list(chain.from_iterable(entries))
    return problems(value, f"{path}.") if each.is_nested else ()


def _problems_of_member(each: Prop, member: Any, path: str) -> Sequence[Problem]:
    problem = first_problem(each.each, member)
    if problem:
        return [(path, problem)]
    return problems(member, f"{path}.") if each.is_nested and member is not None else ()


def _problems_of_entry(each: Prop, key: str, member: Any, path: str) -> Sequence[Problem]:
    problem = first_problem(each.keys, key)
    return [(path, problem)] if problem else _problems_of_member(each, member, path)


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
        if is_dataclass(inner[0]) and not are_all_required:
            return _reader_of_objects(_reader(inner[0]))
        return _reader_of_tuple(_reader(inner[0]), _empty_of(inner[0]))
    if kind is dict:
        return _reader_of_dict(_reader(inner[1]), _empty_of(inner[1]))
    if hint is Any:
        return lambda raw, path: raw
    if hint is Decimal:
        return number
    if is_dataclass(hint) and isinstance(hint, type):
        return lambda raw, path: _build(hint, raw, path)
    return lambda raw, path: expect(raw, hint, path)


def _reader_of_tuple(member: Reader, empty: Any) -> Reader:
    def reading(raw: Any, path: str) -> tuple[Any, ...]:
        given = enumerate(expect(raw, list, path))
        return tuple(empty if each is None else member(each, f"{path}[{at}]") for at, each in given)

    return reading


def _reader_of_objects(member: Reader) -> Reader:
    def reading(raw: Any, path: str) -> tuple[Any, ...]:
        given = enumerate(expect(raw, list, path))
        return tuple(member(each, f"{path}[{at}]") for at, each in given if each is not None)

    return reading


def _reader_of_dict(member: Reader, empty: Any) -> Reader:
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

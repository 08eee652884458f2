"""When a question is asked, said so that a person can check it on paper.

A condition speaks of questions by their path. What an expression means but paper cannot say is `Judged`: the person
who asks decides, and is told from which answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

Operator = Literal["=", "!=", "<", "<=", ">", ">="]
OPPOSITE: dict[Operator, Operator] = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
COMPARE: dict[Operator, Callable[[float, float], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@dataclass(frozen=True)
class Value:
    """An answer, and how the paper calls it."""

    value: str
    words: str


@dataclass(frozen=True)
class OneOf:
    """The answer is one of these, or none of them; `is_multiple` where several can be chosen."""

    question: str
    values: tuple[Value, ...]
    is_in: bool = True
    is_multiple: bool = False


@dataclass(frozen=True)
class Measured:
    """A number or day is compared with one that stands in the form."""

    question: str
    operator: Operator
    value: str


@dataclass(frozen=True)
class Compared:
    """Two answers are compared."""

    question: str
    operator: Operator
    other: str


@dataclass(frozen=True)
class Counted:
    """How many answers are chosen."""

    question: str
    operator: Operator
    value: str


@dataclass(frozen=True)
class Filled:
    """There is an answer, or there is none."""

    question: str
    is_filled: bool = True


@dataclass(frozen=True)
class Judged:
    """The person who asks decides, from the answers to these questions."""

    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Constant:
    """The same whatever is answered."""

    is_true: bool


@dataclass(frozen=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Any:
    parts: tuple[Condition, ...]


Condition = OneOf | Measured | Compared | Counted | Filled | Judged | Constant | All | Any
TRUE, FALSE = Constant(True), Constant(False)


def negated(condition: Condition) -> Condition:
    """The opposite."""
    match condition:
        case All(parts):
            return either(negated(each) for each in parts)
        case Any(parts):
            return both(negated(each) for each in parts)
        case OneOf():
            return replace(condition, is_in=not condition.is_in)
        case Filled():
            return replace(condition, is_filled=not condition.is_filled)
        case Constant():
            return FALSE if condition.is_true else TRUE
        case Measured() | Compared() | Counted():
            return replace(condition, operator=OPPOSITE[condition.operator])
        case Judged():
            return condition


def both(parts: Iterable[Condition]) -> Condition:
    """All of them, as short as it can be said."""
    return _joined(parts, All, TRUE, FALSE)


def either(parts: Iterable[Condition]) -> Condition:
    """At least one of them, as short as it can be said."""
    return _joined(parts, Any, FALSE, TRUE)


def _joined(parts: Iterable[Condition], kind: type[All] | type[Any], empty: Constant, final: Constant) -> Condition:
    found: list[Condition] = []
    for each in _flat(parts, kind):
        if each == final:
            return final
        if each == empty or each in found:
            continue
        found = _merged(found, each, is_in=kind is Any)
    if not found:
        return empty
    return found[0] if len(found) == 1 else kind(tuple(found))


def _flat(parts: Iterable[Condition], kind: type[All] | type[Any]) -> Iterator[Condition]:
    for each in parts:
        if isinstance(each, All | Any) and isinstance(each, kind):
            yield from each.parts
        else:
            yield each


def _merged(found: list[Condition], new: Condition, is_in: bool) -> list[Condition]:
    """With `new` added: "A is x, or A is y" is "A is x or y"; "A is not x, and not y" is "A is neither"."""
    for place, old in enumerate(found):
        if isinstance(old, Judged) and isinstance(new, Judged):
            joined: Condition = Judged(tuple(dict.fromkeys((*old.questions, *new.questions))))
        elif isinstance(old, OneOf) and isinstance(new, OneOf) and _are_alike(old, new, is_in):
            joined = replace(old, values=tuple(dict.fromkeys((*old.values, *new.values))))
        else:
            continue
        return [*found[:place], joined, *found[place + 1 :]]
    return [*found, new]


def _are_alike(old: OneOf, new: OneOf, is_in: bool) -> bool:
    return old.question == new.question and old.is_in == new.is_in == is_in


def leaves(condition: Condition) -> Iterator[Condition]:
    """The parts that say something of a question."""
    if isinstance(condition, All | Any):
        for each in condition.parts:
            yield from leaves(each)
    else:
        yield condition


def asked(condition: Condition) -> tuple[str, ...]:
    """The questions that it speaks of, each once."""
    found: list[str] = []
    for each in leaves(condition):
        if isinstance(each, Judged):
            found += each.questions
        elif not isinstance(each, Constant | All | Any):
            found.append(each.question)
            found += [each.other] if isinstance(each, Compared) else []
    return tuple(dict.fromkeys(found))


def truth(condition: Condition, answers: Mapping[str, str]) -> bool | None:
    """Whether it holds when these questions have one answer each; None when that is not enough to say."""
    match condition:
        case Constant():
            return condition.is_true
        case All(parts):
            known = {truth(each, answers) for each in parts}
            return False if False in known else (None if None in known else True)
        case Any(parts):
            known = {truth(each, answers) for each in parts}
            return True if True in known else (None if None in known else False)
        case Judged():
            return None
    return _leaf_truth(condition, answers[condition.question]) if condition.question in answers else None


def _leaf_truth(leaf: OneOf | Measured | Compared | Counted | Filled, value: str) -> bool | None:
    if isinstance(leaf, OneOf):
        return (value in {each.value for each in leaf.values}) == leaf.is_in
    if isinstance(leaf, Filled):
        return leaf.is_filled == bool(value)
    if isinstance(leaf, Measured):
        try:
            return COMPARE[leaf.operator](float(value), float(leaf.value))
        except ValueError:
            return None
    return None

"""What can be asked, in the order of the form: questions, and after the instances of a repeat whether there is another.

A step is named by the path of its question, or by that of its repeat with the number of instances that there were
when it was asked: `/member+2`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pamoja.engines.xforms import Session, checks
from pamoja.engines.xforms.data import path_of
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.walking import Spot, is_extensible, spots

MARK = "+"


@dataclass(frozen=True)
class Step:
    """`around` are the groups and instances in which it stands, the outermost first."""

    key: str
    node: Node
    around: tuple[Spot, ...] = ()
    is_repeat: bool = False


def steps(session: Session) -> Iterator[Step]:
    """Every step that there is now."""
    around: list[Spot] = []
    open_repeats: list[Spot] = []
    for spot in spots(session, is_all=False):
        while open_repeats and not _is_inside(spot, open_repeats[-1]):
            yield from _another(session, open_repeats.pop(), around)
        around = [each for each in around if each.depth < spot.depth]
        if spot.kind == "repeat":
            if count_of(spot.node) == 1:  # forms begin with one: there may be none
                yield from _another(session, spot, around, 0)
            open_repeats.append(spot)
        elif spot.kind == "question":
            yield Step(path_of(spot.node), spot.node, tuple(around))
        else:
            around.append(spot)
    while open_repeats:
        yield from _another(session, open_repeats.pop(), around)


def _is_inside(spot: Spot, repeat: Spot) -> bool:
    """Whether a spot is an instance of the repeat, or in one."""
    is_instance = spot.kind == "instance" and spot.node.field is repeat.node.field
    return spot.depth > repeat.depth or (is_instance and spot.node.parent is repeat.node.parent)


def count_of(holder: Node) -> int:
    """How many instances a repeat has now."""
    assert holder.parent is not None
    return len(holder.parent.named(holder.name))


def _another(session: Session, repeat: Spot, around: list[Spot], count: int | None = None) -> Iterator[Step]:
    field = repeat.node.field
    if not is_extensible(field) or not checks.holds(field.relevant, repeat.node, session.scope, True):
        return
    outside = tuple(each for each in around if each.depth < repeat.depth)
    number = count_of(repeat.node) if count is None else count
    yield Step(f"{repeat_path(repeat.node)}{MARK}{number}", repeat.node, outside, is_repeat=True)


def repeat_path(holder: Node) -> str:
    """The path of a repeat as a whole."""
    assert holder.parent is not None
    return f"{path_of(holder.parent)}/{holder.name}"


def parted(key: str) -> tuple[str, int]:
    """The repeat of a key and the number of its instances."""
    path, _, count = key.rpartition(MARK)
    return path, int(count)

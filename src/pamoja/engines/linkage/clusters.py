"""From pairs to persons: what hangs together is one, or one of each side when two lists without doubles are linked."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt


def connected(count: int, left: Iterable[int], right: Iterable[int]) -> npt.NDArray[np.int64]:
    """Return for each of `count` records the lowest number of those that hang together with it."""
    parents = list(range(count))
    for a, b in zip(left, right, strict=True):
        first, second = sorted((_root(parents, int(a)), _root(parents, int(b))))
        parents[second] = first
    return np.array([_root(parents, number) for number in range(count)], np.int64)


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def one_to_one(left: Sequence[int], right: Sequence[int], scores: Sequence[float]) -> list[int]:
    """Return the places of the pairs kept when each record may belong to one pair only, the best scores first."""
    taken: set[int] = set()
    kept = []
    for place in sorted(range(len(scores)), key=lambda each: (-scores[each], left[each], right[each])):
        if left[place] not in taken and right[place] not in taken:
            taken |= {left[place], right[place]}
            kept.append(place)
    return kept

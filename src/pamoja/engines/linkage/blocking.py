"""Bring together the pairs that are worth judging: records that share a key.

Recall is lost here more than in judging, so several rules look from several sides; a rule's keys that very many
records share are passed over, since they cost most and tell least.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Pairs = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
MOST_IN_BLOCK: Final = 120
Keys = Sequence[Iterable[str]]
"""Of each record, its keys by one rule."""


def candidate_pairs(rules: Mapping[str, Keys], most: int = MOST_IN_BLOCK) -> Pairs:
    """Every pair of records that shares a key of a rule, once, the lower number first, in order."""
    count = max((len(keys) for keys in rules.values()), default=0)
    found = [pairs_of(keys, most) for keys in rules.values()]
    codes = [left * count + right for left, right in found]
    every = np.unique(np.concatenate(codes)) if codes else np.empty(0, np.int64)
    return every // max(count, 1), every % max(count, 1)


def pairs_of(keys: Keys, most: int = MOST_IN_BLOCK) -> Pairs:
    """The pairs of one rule; a pair may come twice when it shares two keys."""
    blocks = [block for block in _blocks(keys) if 1 < len(block) <= most]
    lefts, rights = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for size in sorted({len(block) for block in blocks}):
        table = np.array([block for block in blocks if len(block) == size], np.int64)
        first, second = np.triu_indices(size, 1)
        lefts.append(table[:, first].ravel())
        rights.append(table[:, second].ravel())
    return np.concatenate(lefts), np.concatenate(rights)


def _blocks(keys: Keys) -> list[list[int]]:
    blocks: dict[str, list[int]] = {}
    for number, own in enumerate(keys):
        for key in set(own):
            blocks.setdefault(key, []).append(number)
    return list(blocks.values())

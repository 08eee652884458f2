"""Find a model's chances from the data alone, without anybody having said which pairs are one person.

u comes from pairs drawn at random, nearly all of which are two persons. m comes by expectation and maximisation
(Dempster, Laird and Rubin 1977; Winkler 1988) over pairs that share a key, once for each of several rules: the fields
that a rule's key is made of agree by choice there and so are left out of that pass, and the passes are averaged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from pamoja.engines.linkage.batch import Levels, Table, levels_of
from pamoja.engines.linkage.blocking import Pairs
from pamoja.engines.linkage.model import Model

Chances = list[npt.NDArray[np.float64]]
SMALLEST: Final = 1e-6
TURNS: Final = 60
CONVERGED: Final = 1e-5


@dataclass(frozen=True)
class Pass:
    """One training pass: pairs that share a rule's key, and the fields which that key is made of."""

    pairs: Pairs
    made_of: frozenset[str]


def estimate_u(model: Model, table: Table, count: int, seed: int) -> Model:
    """Set u by `count` pairs drawn with a seed, adding half a pair to each level so that none is impossible."""
    levels = levels_of(model, table, random_pairs(len(next(iter(table.values())).codes), count, seed))
    fields = []
    for number, field in enumerate(model.fields):
        u = _shares(levels[:, number], np.ones(len(levels)), len(field.levels))
        fields.append(field.with_chances(tuple(level.m for level in field.levels), tuple(map(float, u))))
    return replace(model, fields=tuple(fields))


def random_pairs(records: int, count: int, seed: int) -> Pairs:
    """Pairs of different records, the same for the same seed."""
    chance = np.random.default_rng(seed)
    left, right = chance.integers(0, records, (2, count))
    apart = left != right
    return left[apart], right[apart]


def estimate_m(model: Model, table: Table, passes: Sequence[Pass]) -> Model:
    """Set m as the mean over the passes, each of which starts from the model's own chances."""
    seen: Mapping[str, list[npt.NDArray[np.float64]]] = {field.name: [] for field in model.fields}
    for each in passes:
        kept = replace(model, fields=tuple(f for f in model.fields if f.name not in each.made_of))
        kept = replace(kept, swaps=tuple(s for s in model.swaps if not {s.first, s.second} & each.made_of))
        m, _share = maximise(kept, levels_of(kept, table, each.pairs))
        for field, chances in zip(kept.fields, m, strict=True):
            seen[field.name].append(chances)
    return replace(
        model,
        fields=tuple(
            field.with_chances(
                tuple(map(float, np.mean(seen[field.name], axis=0))), tuple(level.u for level in field.levels)
            )
            if seen[field.name]
            else field
            for field in model.fields
        ),
    )


def maximise(model: Model, levels: Levels) -> tuple[Chances, float]:
    """Turn expectation and maximisation until they stand still: m of each field, and the share of matches.

    u stays as it is; a field that is missing in a pair takes no part in it.
    """
    patterns, counts = np.unique(levels, axis=0, return_counts=True)
    u = [np.array([max(level.u, SMALLEST) for level in field.levels]) for field in model.fields]
    m = [np.array([max(level.m, SMALLEST) for level in field.levels]) for field in model.fields]
    share = 0.1
    for _turn in range(TURNS):
        chance = _expect(patterns, m, u, share)
        newer = [_shares(patterns[:, i], counts * chance, len(m[i])) for i in range(len(m))]
        moved = max(float(np.abs(a - b).max()) for a, b in zip(m, newer, strict=True))
        m, share = newer, float(np.clip((counts * chance).sum() / counts.sum(), SMALLEST, 1 - SMALLEST))
        if moved < CONVERGED:
            break
    return m, share


def estimate_prior(model: Model, levels: Levels, records: int) -> Model:
    """Set the prior: the matches expected among all candidate pairs, over all pairs that there are.

    A pair that no rule brought together counts as no match, so this is a lower bound; it moves the weight of
    every pair alike. Two turns suffice, as the expectation depends on the prior only where evidence is weak.
    """
    u = [np.array([max(level.u, SMALLEST) for level in field.levels]) for field in model.fields]
    m = [np.array([max(level.m, SMALLEST) for level in field.levels]) for field in model.fields]
    patterns, counts = np.unique(levels, axis=0, return_counts=True)
    prior, every = model.prior, records * (records - 1) / 2
    for _turn in range(2):
        expected = float((counts * _expect(patterns, m, u, prior)).sum())
        prior = float(np.clip(expected / every, 1 / every, 0.5))
    return replace(model, prior=prior)


def _expect(patterns: Levels, m: Chances, u: Chances, share: float) -> npt.NDArray[np.float64]:
    """The chance that a pair of each pattern is a match."""
    odds = np.full(len(patterns), np.log(share / (1 - share)))
    for number in range(len(m)):
        ratio = np.append(np.log(np.maximum(m[number], SMALLEST) / u[number]), 0.0)
        odds += ratio[patterns[:, number]]
    chances: npt.NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(odds, -500, 500)))
    return chances


def _shares(levels: Levels, weights: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.float64]:
    told = levels >= 0
    sums = np.bincount(levels[told], weights=weights[told], minlength=count) + 0.5 / count
    shares: npt.NDArray[np.float64] = sums / sums.sum()
    return shares

"""A whole list at once: bring pairs together, learn the model from them, judge them, and make persons of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pamoja.engines.linkage import clusters
from pamoja.engines.linkage.batch import Table, levels_of, probabilities, weights_of
from pamoja.engines.linkage.blocking import MOST_IN_BLOCK, Keys, Pairs, candidate_pairs, pairs_of
from pamoja.engines.linkage.estimate import Pass, estimate_m, estimate_prior, estimate_u
from pamoja.engines.linkage.model import Model

DRAWS: Final = 200_000
SURE: Final = 0.95
"""From this probability on pairs are held for one person where nobody is asked: at most one in twenty at the edge
is wrong if the model holds. It is a convention, fixed before any labelled data were looked at."""


@dataclass(frozen=True)
class Plan:
    """How a list is linked. `rules` gives the keys of every record by rule; `training` names the rules whose pairs m
    is learnt from, each with the fields that its keys are made of; `sides` keeps records of one side apart."""

    model: Model
    rules: Mapping[str, Keys]
    training: Mapping[str, frozenset[str]]
    seed: int = 1
    most: int = MOST_IN_BLOCK
    sides: npt.NDArray[np.int64] | None = None


@dataclass(frozen=True)
class Linked:
    """The pairs that were judged, the probability of each, and the model learnt."""

    model: Model
    records: int
    pairs: Pairs
    chances: npt.NDArray[np.float64]

    def sure(self, threshold: float = SURE) -> Pairs:
        """The pairs at a probability and above."""
        kept = self.chances >= threshold
        return self.pairs[0][kept], self.pairs[1][kept]

    def persons(self, threshold: float = SURE) -> npt.NDArray[np.int64]:
        """For each record the lowest number of those that are one person with it."""
        return clusters.connected(self.records, *self.sure(threshold))

    def one_to_one(self, threshold: float = SURE) -> Pairs:
        """The sure pairs when no record may be in two of them."""
        kept = np.flatnonzero(self.chances >= threshold)
        left, right = self.pairs[0][kept], self.pairs[1][kept]
        best = clusters.one_to_one(left.tolist(), right.tolist(), self.chances[kept].tolist())
        return left[best], right[best]


def link(plan: Plan, table: Table) -> Linked:
    """Learn from a list and judge its candidate pairs; nothing but the plan decides the result."""
    records = len(next(iter(table.values())).codes)
    pairs = _across(plan, candidate_pairs(plan.rules, plan.most))
    passes = [
        Pass(_across(plan, pairs_of(plan.rules[rule], plan.most)), fields) for rule, fields in plan.training.items()
    ]
    model = estimate_m(estimate_u(plan.model, table, DRAWS, plan.seed), table, passes)
    levels = levels_of(model, table, pairs)
    model = estimate_prior(model, levels, records)
    return Linked(model, records, pairs, probabilities(weights_of(model, table, pairs, levels)))


def _across(plan: Plan, pairs: Pairs) -> Pairs:
    """Only the pairs whose records are of different sides, where there are sides."""
    if plan.sides is None:
        return pairs
    kept = plan.sides[pairs[0]] != plan.sides[pairs[1]]
    return pairs[0][kept], pairs[1][kept]

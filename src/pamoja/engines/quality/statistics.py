"""Statistics that a few wild values cannot move.

Sources: Tukey, Exploratory Data Analysis (1977), for fences; Iglewicz and Hoaglin, How to Detect and Handle Outliers
(1993), for modified z-scores.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
# What makes these spreads those of a standard deviation where values are normally distributed.
PER_MEAN_DEVIATION = 1.2533
MODIFIED_Z = 3.5


@dataclass(frozen=True)
class Fences:
    """The values between `low` and `high` are ordinary; `middle` is their median."""

    low: float
    middle: float
    high: float

    def keep(self, value: float) -> bool:
        """Whether a value is ordinary."""
        return self.low <= value <= self.high


def floats(values: Iterable[float]) -> Floats:
    """As numpy takes them."""
    return np.fromiter(values, dtype=np.float64)


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return float(np.median(floats(values)))


def fences(values: Floats, reach: float) -> Fences | None:
    """Tukey's: the quartiles, and `reach` times their distance beyond them. None where all values are the same.

    Where at least half of all values are one, quartiles (and the median deviation) tell nothing; then the mean
    deviation from the median does.
    """
    low, middle, high = (float(each) for each in np.percentile(values, [25, 50, 75]))
    if high > low:
        return Fences(low - reach * (high - low), middle, high + reach * (high - low))
    spread = PER_MEAN_DEVIATION * float(np.abs(values - middle).mean())
    return Fences(middle - MODIFIED_Z * spread, middle, middle + MODIFIED_Z * spread) if spread > 0 else None


def logarithmic(values: Floats, reach: float) -> Fences | None:
    """The fences of the logarithms of positive values, in the values' own unit."""
    positive = values[values > 0]
    found = fences(np.log(positive), reach) if positive.size else None
    return Fences(*(math.exp(min(each, 700.0)) for each in (found.low, found.middle, found.high))) if found else None


def suits_logarithms(values: Floats) -> bool:
    """Whether values are lopsided to the right, and their logarithms less so (Bowley's skewness of the quartiles)."""
    positive = values[values > 0]
    if not positive.size:
        return False
    plain = _skewness(positive)
    return plain > 0 and abs(_skewness(np.log(positive))) < plain


def _skewness(values: Floats) -> float:
    low, middle, high = (float(each) for each in np.percentile(values, [25, 50, 75]))
    return (high + low - 2 * middle) / (high - low) if high > low else 0.0


def rank_difference(some: Floats, rest: Floats) -> tuple[float, float]:
    """Mann and Whitney's test of two groups: (z, the chance that one of `some` is greater than one of the rest).

    With correction for ties; z is 0 where all values are the same.
    """
    both = np.concatenate([some, rest])
    values, index, counts = np.unique(both, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[index]
    n, m = some.size, rest.size
    above = float(ranks[:n].sum()) - n * (n + 1) / 2
    ties = float((counts.astype(np.float64) ** 3 - counts).sum()) / ((n + m) * (n + m - 1))
    spread = math.sqrt(max(n * m / 12 * (n + m + 1 - ties), 0.0))
    return ((above - n * m / 2) / spread if spread else 0.0), above / (n * m)


def share_difference(some: Floats, rest: Floats) -> tuple[float, float]:
    """Two rows of counts by category: (z of Pearson's test of homogeneity, the share that would have to change).

    The chi-squared value becomes z by Wilson and Hilferty's cube root (1931).
    """
    table = np.vstack([some, rest])[:, (some + rest) > 0]
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / table.sum()
    freedom = table.shape[1] - 1
    if freedom < 1:
        return 0.0, 0.0
    squared = float(((table - expected) ** 2 / expected).sum())
    z = ((squared / freedom) ** (1 / 3) - (1 - 2 / (9 * freedom))) / math.sqrt(2 / (9 * freedom))
    shares = table / table.sum(axis=1, keepdims=True)
    return z, float(np.abs(shares[0] - shares[1]).sum()) / 2

"""Numbers in a handful of bars of round widths."""

import math
from collections import Counter
from collections.abc import Sequence

MOST_BARS = 12
ROUND = (1, 2, 5, 10)


def histogram(values: Sequence[float]) -> list[tuple[str, int]]:
    """Bars in order, empty ones between others included: "3" for a whole number, "10 – 19" or "0.5 – <1" for a span."""
    if not values:
        return []
    is_whole = all(value == int(value) for value in values)
    low, high = min(values), max(values)
    step = _round_up((high - low + is_whole) / MOST_BARS, least=1 if is_whole else 0) or 1
    first = math.floor(low / step)
    counts = Counter(math.floor(value / step) for value in values)
    last = max(counts)
    return [(_span(number * step, step, is_whole), counts[number]) for number in range(first, last + 1)]


def _round_up(width: float, least: float) -> float:
    """The next round number: 1, 2 or 5 times a power of ten."""
    if width <= least:
        return least
    power = 10.0 ** math.floor(math.log10(width))
    return next(factor * power for factor in ROUND if factor * power >= width * (1 - 1e-9))


def _span(start: float, step: float, is_whole: bool) -> str:
    if is_whole:
        return f"{start:.0f}" if step == 1 else f"{start:.0f} – {start + step - 1:.0f}"
    return f"{start:.6g} – <{start + step:.6g}"

"""What tests made of the texts that they saw last."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import TypeVar

SHORT = 160
MANY, FEW = 4096, 2
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


def remembered(make: Callable[[K, str], T]) -> Callable[[K, str], T]:
    """Make something of a text once, for all the cases of a router that ask for it.

    Of short texts many are remembered, because people often say the same; of long ones only the last, for their size.
    """
    of_short, of_long = lru_cache(maxsize=MANY)(make), lru_cache(maxsize=FEW)(make)
    return lambda key, text: (of_short if len(text) <= SHORT else of_long)(key, text)

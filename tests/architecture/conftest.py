"""River with something of everything."""

from tests.filled import river

__all__ = ["river"]

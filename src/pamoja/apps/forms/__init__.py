"""Forms: what programmes ask, and every answer they receive."""

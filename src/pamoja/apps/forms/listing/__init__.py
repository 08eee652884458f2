"""Lists of entities on pages: what there is, one by one, and what clashes or waits."""

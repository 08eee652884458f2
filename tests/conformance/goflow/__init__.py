"""Cases of goflow against the flow engine, one module of `kinds/` for each kind of case."""

"""Pure logic of the field: no framework, network, clock, randomness or disk."""

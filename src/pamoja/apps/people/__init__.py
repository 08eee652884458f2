"""The shared register: persons, households, identifiers, contact points, and what each person consented to."""

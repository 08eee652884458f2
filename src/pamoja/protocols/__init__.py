"""Foreign APIs: wire to services and back; no logic of their own."""

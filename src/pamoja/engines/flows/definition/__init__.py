"""Definitions of flows: their classes, how they are read from JSON, and what makes one valid."""

"""Workspaces: one programme or agency each, and the wall between them."""

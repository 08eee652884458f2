"""Pamoja: the digital country office in one install."""

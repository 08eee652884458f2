"""Pamoja: the digital country office in one install."""

__version__ = "0.1.0"

"""Routers, one a file; importing this package registers them."""

from pamoja.engines.flows.routers import random_split, switch

ROUTERS = (random_split, switch)

"""What can register itself does: the modules that are imported when the product starts."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

SELF_REGISTERING = ("problems", "permissions", "events", "jobs", "navigation", "gauges", "searching")
WITHOUT_TABLES = ("pamoja.core.http", "pamoja.core.lists")  # parts that are no Django apps


def discover() -> None:
    """Import the self-registering modules of every part and app of ours that has them."""
    for package in _packages():
        for name in SELF_REGISTERING:
            if find_spec(f"{package}.{name}"):
                import_module(f"{package}.{name}")


def _packages() -> Iterator[str]:
    yield from WITHOUT_TABLES
    yield from (config.name for config in apps.get_app_configs() if config.name.startswith("pamoja."))

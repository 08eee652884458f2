"""What can register itself does: the modules that are imported when the product starts."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

SELF_REGISTERING = ("problems", "permissions", "events", "jobs", "navigation", "gauges")


def discover() -> None:
    """Import the self-registering modules of every app of ours that has them."""
    for config in apps.get_app_configs():
        if config.name.startswith("pamoja."):
            for name in SELF_REGISTERING:
                if find_spec(f"{config.name}.{name}"):
                    import_module(f"{config.name}.{name}")

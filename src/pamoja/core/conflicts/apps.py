"""Django's name for this part of the core."""

from django.apps import AppConfig


class ConflictsConfig(AppConfig):
    """See the package."""

    name = "pamoja.core.conflicts"
    label = "conflicts"

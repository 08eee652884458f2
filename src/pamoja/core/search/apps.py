"""Django's name for this part of the core."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """See the package."""

    name = "pamoja.core.search"
    label = "search"

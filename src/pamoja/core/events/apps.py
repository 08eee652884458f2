"""Django's name for this part of the core."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """See the package."""

    name = "pamoja.core.events"
    label = "events"

"""Django's name for this part of the core."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """See the package."""

    name = "pamoja.core.notifications"
    label = "notifications"

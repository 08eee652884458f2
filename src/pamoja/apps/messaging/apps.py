"""Django's name for messaging."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """See the package."""

    name = "pamoja.apps.messaging"
    label = "messaging"

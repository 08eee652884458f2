"""Django's name for this part of the core."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """See the package."""

    name = "pamoja.core.webhooks"
    label = "webhooks"

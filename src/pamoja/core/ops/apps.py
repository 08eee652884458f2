"""Django's name for this part of the core."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Running and looking after an installation."""

    name = "pamoja.core.ops"
    label = "ops"

"""Django's name for the shell."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Navigation, components, home, help, static files."""

    name = "pamoja.web"
    label = "web"

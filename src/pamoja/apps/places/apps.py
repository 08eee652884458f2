"""Django's name for this app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """See the package."""

    name = "pamoja.apps.places"
    label = "places"

"""Django's name for the register of persons."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """See the package."""

    name = "pamoja.apps.people"
    label = "people"

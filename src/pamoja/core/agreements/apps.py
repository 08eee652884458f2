"""Django's name for this part of the core."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """See the package."""

    name = "pamoja.core.agreements"
    label = "agreements"

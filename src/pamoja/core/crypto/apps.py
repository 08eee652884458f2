"""Django's name for this part of the core."""

from django.apps import AppConfig


class CryptoConfig(AppConfig):
    """See the package."""

    name = "pamoja.core.crypto"
    label = "crypto"

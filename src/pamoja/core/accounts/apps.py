"""Django's name for this part of the core."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the package."""

    name = "pamoja.core.accounts"
    label = "accounts"

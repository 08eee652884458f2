"""Django's name for this part of the core."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """See the package."""

    name = "pamoja.core.files"
    label = "files"

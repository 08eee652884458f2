"""Django's name for this part of the core."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """See the package."""

    name = "pamoja.core.jobs"
    label = "jobs"

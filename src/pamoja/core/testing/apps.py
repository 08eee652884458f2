"""Django's name for the test-only models."""

from django.apps import AppConfig


class TestingConfig(AppConfig):
    """Installed by the test settings alone."""

    name = "pamoja.core.testing"
    label = "testing"

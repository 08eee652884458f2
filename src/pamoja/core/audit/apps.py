"""Django's name for this part of the core."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """See the package."""

    name = "pamoja.core.audit"
    label = "audit"

"""Django's name for this part of the core."""

from django.apps import AppConfig


class RateLimitConfig(AppConfig):
    """See the package."""

    name = "pamoja.core.ratelimit"
    label = "ratelimit"

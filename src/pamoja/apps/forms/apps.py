"""Django's name for the app."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """Forms, versions, submissions, exports."""

    name = "pamoja.apps.forms"
    label = "forms"

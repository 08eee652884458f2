"""Addresses below a form: how the people in its records are protected."""

from django.urls import path

from pamoja.apps.forms.protecting.views import classes, retention

app_name = "forms-protecting"
urlpatterns = [
    path("", classes.classes, name="classes"),
    path("retention/", retention.retention, name="retention"),
    path("retention/purge/", retention.purge, name="purge"),
]

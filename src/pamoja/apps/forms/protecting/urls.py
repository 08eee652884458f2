"""Addresses below a form: how the people in its records are protected."""

from django.urls import path

from pamoja.apps.forms.protecting.views import classes

app_name = "forms-protecting"
urlpatterns = [
    path("", classes.classes, name="classes"),
]

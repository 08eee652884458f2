"""Addresses below a form: printed, and keyed in from paper."""

from django.urls import path

from pamoja.apps.forms.paper import print_views

app_name = "forms-paper"
urlpatterns = [
    path("", print_views.prepare, name="print"),
    path("sheet.pdf", print_views.sheet, name="sheet"),
]

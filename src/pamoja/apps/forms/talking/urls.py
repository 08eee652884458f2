"""Addresses of trials by text, below a form."""

from django.urls import path

from pamoja.apps.forms.talking import views

app_name = "forms-talking"
urlpatterns = [
    path("", views.start, name="start"),
    path("<uuid:public_id>/", views.trial, name="trial"),
    path("<uuid:public_id>/forget/", views.forget, name="forget"),
]

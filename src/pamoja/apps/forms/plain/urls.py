"""Addresses of plain pages, below a form."""

from django.urls import path

from pamoja.apps.forms.plain import views

app_name = "forms-plain"
urlpatterns = [
    path("", views.start, name="start"),
    path("<uuid:public_id>/", views.page, name="page"),
    path("<uuid:public_id>/end/", views.end, name="end"),
    path("<uuid:public_id>/throw-away/", views.throw_away, name="throw_away"),
]

"""Where each part of the product answers."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("conflicts/", include("pamoja.core.conflicts.urls")),
    path("", include("pamoja.web.urls")),
]

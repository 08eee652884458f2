"""The page of the audit."""

from django.urls import path

from pamoja.core.audit import views

urlpatterns = [path("", views.audit, name="audit")]

"""Pages of the shell."""

from django.urls import path

from pamoja.web import views

urlpatterns = [path("", views.home, name="home")]

"""Pages of the shell."""

from django.urls import path

from pamoja.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("choose/language/", views.choose_language, name="choose_language"),
    path("choose/theme/", views.choose_theme, name="choose_theme"),
    path("choose/workspace/", views.choose_workspace, name="choose_workspace"),
]

"""Pages of version conflicts."""

from django.urls import path

from pamoja.core.conflicts import views

app_name = "conflicts"
urlpatterns = [
    path("", views.conflict_list, name="list"),
    path("<uuid:public_id>/settle/", views.settle_conflict, name="settle"),
]

"""Pages of the outbox."""

from django.urls import path

from pamoja.core.events import views

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("retry/", views.retry_everything, name="retry_outbox"),
    path("<int:pk>/retry/", views.retry_one, name="retry_outgoing"),
    path("<int:pk>/discard/", views.discard_one, name="discard_outgoing"),
]

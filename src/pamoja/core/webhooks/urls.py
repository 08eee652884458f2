"""Pages of webhooks."""

from django.urls import path

from pamoja.core.webhooks import views

urlpatterns = [
    path("", views.webhooks, name="webhooks"),
    path("new/", views.new_webhook, name="new_webhook"),
    path("<uuid:public_id>/", views.webhook, name="webhook"),
    path("<uuid:public_id>/switch/", views.switch_webhook, name="switch_webhook"),
    path("<uuid:public_id>/rotate/", views.rotate_webhook, name="rotate_webhook"),
    path("<uuid:public_id>/delete/", views.delete_webhook, name="delete_webhook"),
    path("deliveries/<uuid:public_id>/replay/", views.replay_delivery, name="replay_delivery"),
]

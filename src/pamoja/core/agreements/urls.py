"""Pages of agreements."""

from django.urls import path

from pamoja.core.agreements import views

urlpatterns = [
    path("", views.agreements, name="agreements"),
    path("new/", views.new_agreement, name="new_agreement"),
    path("<uuid:public_id>/", views.agreement, name="agreement"),
    path("<uuid:public_id>/records/<str:kind>/", views.shared_records, name="shared_records"),
    path("<uuid:public_id>/accept/", views.accept_agreement, name="accept_agreement"),
    path("<uuid:public_id>/end/", views.end_agreement, name="end_agreement"),
]

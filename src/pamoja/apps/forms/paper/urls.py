"""Addresses below a form: printed, and keyed in from paper."""

from django.urls import path

from pamoja.apps.forms.paper import batch_views, entry_views, print_views, settle_views

app_name = "forms-paper"
urlpatterns = [
    path("", print_views.prepare, name="print"),
    path("sheet.pdf", print_views.sheet, name="sheet"),
    path("batches/", batch_views.batches, name="batches"),
    path("batches/<uuid:public_id>/", batch_views.batch, name="batch"),
    path("entries/<uuid:public_id>/", entry_views.entry, name="entry"),
    path("entries/<uuid:public_id>/throw-away/", entry_views.throw_away, name="throw_away"),
    path("sheets/<uuid:public_id>/settle/", settle_views.settle, name="settle"),
    path("sheets/<uuid:public_id>/hand-in/", batch_views.hand_in, name="hand_in"),
]

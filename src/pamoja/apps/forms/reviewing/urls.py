"""Addresses of acts on many records, below a form's records."""

from django.urls import path

from pamoja.apps.forms.models import BulkAct
from pamoja.apps.forms.reviewing.views import acts, many

What = BulkAct.What
app_name = "forms-reviewing"
urlpatterns = [
    path("", acts.act_list, name="acts"),
    path("review/", many.many, {"what": What.REVIEW}, name="review"),
    path("answers/", many.many, {"what": What.ANSWERS}, name="answers"),
    path("place/", many.many, {"what": What.PLACE}, name="place"),
    path("<uuid:public_id>/", acts.act, name="act"),
    path("<uuid:public_id>/undo/", acts.undo, name="undo"),
]

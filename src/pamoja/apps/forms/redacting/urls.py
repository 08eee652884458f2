"""Addresses of datasets that may be given away."""

from django.urls import path

from pamoja.apps.forms.redacting.views import datasets, making

app_name = "forms-redacted"
urlpatterns = [
    path("", datasets.dataset_list, name="list"),
    path("of/<int:form_id>/", making.add, name="add"),
    path("<uuid:public_id>/", datasets.detail, name="detail"),
    path("<uuid:public_id>/change/", making.change, name="change"),
    path("<uuid:public_id>/preview/", making.preview, name="preview"),
    path("<uuid:public_id>/make/", making.make, name="make"),
    path("<uuid:public_id>/share/", datasets.share, name="share"),
    path("<uuid:public_id>/unshare/<int:user_id>/", datasets.unshare, name="unshare"),
    path("<uuid:public_id>/delete/", datasets.delete, name="delete"),
]

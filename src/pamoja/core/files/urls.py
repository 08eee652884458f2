"""The one address of files."""

from django.urls import path

from pamoja.core.files.views import download

urlpatterns = [path("<uuid:public_id>/", download, name="file")]

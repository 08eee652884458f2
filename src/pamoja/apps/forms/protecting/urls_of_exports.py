"""The address of what was taken out of forms."""

from django.urls import path

from pamoja.apps.forms.protecting.views import exports

app_name = "forms-exports"
urlpatterns = [path("", exports.exports, name="list")]

"""Where each part of the product answers."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from pamoja.config.api import api
from pamoja.config.api_docs import reference
from pamoja.core.health import healthz, readyz
from pamoja.core.metrics import metrics
from pamoja.protocols.odk import testing
from pamoja.protocols.odk import urls as odk

handler500 = "pamoja.web.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("odk/", include("pamoja.protocols.odk.urls")),  # early: addresses are tried in turn, and devices call often
    *(odk.ADDRESSES if settings.ODK_ROOT == "" else []),
    *(testing.ADDRESSES if settings.TEST_HOOKS else []),
    path("", include("pamoja.core.accounts.urls")),
    path("manage/agreements/", include("pamoja.core.agreements.urls")),
    path("accounts/", include("allauth.urls")),
    path("webhooks/", include("pamoja.core.webhooks.urls")),
    path("audit/", include("pamoja.core.audit.urls")),
    path("outbox/", include("pamoja.core.events.urls")),
    path("jobs/", include("pamoja.core.jobs.urls")),
    path("conflicts/", include("pamoja.core.conflicts.urls")),
    path("api/docs", reference, name="api_reference"),
    path("api/", api.urls),
    path("places/", include("pamoja.apps.places.urls")),
    path("files/", include("pamoja.core.files.urls")),
    path("forms/", include("pamoja.apps.forms.making.urls")),
    path("forms/<int:form_id>/records/many/", include("pamoja.apps.forms.reviewing.urls")),
    path("forms/redacted/", include("pamoja.apps.forms.redacting.urls")),
    path("forms/exports/", include("pamoja.apps.forms.protecting.urls_of_exports")),
    path("forms/<int:form_id>/records/", include("pamoja.apps.forms.seeing.urls")),
    path("forms/<int:form_id>/protection/", include("pamoja.apps.forms.protecting.urls")),
    path("forms/<int:form_id>/paper/", include("pamoja.apps.forms.paper.urls")),
    path("forms/<int:form_id>/plain/", include("pamoja.apps.forms.plain.urls")),
    path("forms/<int:form_id>/talking/", include("pamoja.apps.forms.talking.urls")),
    path("forms/<int:form_id>/quality/", include("pamoja.apps.forms.quality.urls")),
    path("entities/", include("pamoja.apps.forms.listing.urls")),
    path("people/", include("pamoja.apps.people.urls")),
    path("", include("pamoja.web.urls")),
]

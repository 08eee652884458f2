"""Addresses of the ODK Central API that collecting apps use; none ends in a slash."""

from django.urls import URLPattern, re_path

from pamoja.protocols.odk import addresses_of_records, form_resources, keys, odata_resources, resources, submissions
from pamoja.protocols.odk.endpoints import SEND, by_draft_token, nowhere, openrosa

app_name = "odk"
PROJECT = r"^v1/(?:key/(?P<key>[^/]+)/)?projects/(?P<project>\d{1,18})"
DRAFT = r"^v1/test/(?P<token>[^/\x00]+)/projects/(?P<project>\d{1,18})/forms/(?P<form_id>.+)/draft"


def _sending() -> list[URLPattern]:
    return [
        re_path(PROJECT + r"/submission$", openrosa(submissions.submit, SEND), name="submission"),
        re_path(
            PROJECT + r"/forms/(?P<form_id>.+?)/draft/submission$",
            openrosa(submissions.submit_to_draft, SEND),
            name="draft-submission",
        ),
        re_path(
            DRAFT + r"/submission$",
            by_draft_token(submissions.submit_draft, is_openrosa=True, methods=SEND),
            name="draft-submit",
        ),
    ]


ADDRESSES = [
    *_sending(),
    *odata_resources.urlpatterns,
    *keys.urlpatterns,
    *addresses_of_records.urlpatterns,
    *resources.urlpatterns,
    *form_resources.urlpatterns,
    re_path(r"^v1/", nowhere),
]
urlpatterns = [*ADDRESSES, re_path(r"", nowhere, name="nowhere")]

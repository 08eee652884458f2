"""Addresses of the ODK Central API that collecting apps use; none ends in a slash."""

from django.urls import URLPattern, re_path

from pamoja.protocols.odk import addresses_of_records, forms, odata_resources, resources, submissions
from pamoja.protocols.odk.endpoints import SEND, by_draft_token, nowhere, openrosa, plain

app_name = "odk"
PROJECT = r"^v1/(?:key/(?P<key>[^/]+)/)?projects/(?P<project>\d{1,18})"
# A form id or version may hold a slash: servers hand addresses over with %2F decoded already.
FORM = PROJECT + r"/forms/(?P<form_id>.+?)"
VERSION = r"(?:/versions/(?P<version>.+?))?"
DRAFT = r"^v1/test/(?P<token>[^/\x00]+)/projects/(?P<project>\d{1,18})/forms/(?P<form_id>.+)/draft"


def _project_addresses() -> list[URLPattern]:
    return [
        re_path(PROJECT + r"/formList$", openrosa(forms.list_forms), name="form-list"),
        re_path(PROJECT + r"/submission$", openrosa(submissions.submit, SEND), name="submission"),
    ]


def _form_addresses() -> list[URLPattern]:
    """Behind those of records: a form id may hold slashes, and would swallow them."""
    return [
        re_path(FORM + VERSION + r"/manifest$", openrosa(forms.form_manifest), name="manifest"),
        re_path(FORM + VERSION + r"/attachments/(?P<name>[^/]+)$", plain(forms.form_file), name="form-file"),
        re_path(FORM + VERSION + r"\.xml$", plain(forms.form_xml), name="form-xml"),
    ]


def _draft_addresses() -> list[URLPattern]:
    return [
        re_path(DRAFT + r"/formList$", by_draft_token(forms.list_draft, is_openrosa=True), name="draft-list"),
        re_path(
            DRAFT + r"/submission$",
            by_draft_token(submissions.submit_draft, is_openrosa=True, methods=SEND),
            name="draft-submit",
        ),
        re_path(DRAFT + r"/manifest$", by_draft_token(forms.draft_manifest, is_openrosa=True), name="draft-manifest"),
        re_path(
            DRAFT + r"/attachments/(?P<name>[^/]+)$",
            by_draft_token(forms.draft_file, is_openrosa=False),
            name="draft-file",
        ),
        re_path(DRAFT + r"\.xml$", by_draft_token(forms.draft_xml, is_openrosa=False), name="draft-xml"),
    ]


ADDRESSES = [
    *_project_addresses(),
    *_draft_addresses(),
    *addresses_of_records.urlpatterns,
    *odata_resources.urlpatterns,
    *_form_addresses(),
    *resources.urlpatterns,
]
urlpatterns = [*ADDRESSES, re_path(r"", nowhere, name="nowhere")]

"""Addresses of forms. They stand behind all others below a form: a form id may hold nearly anything."""

from functools import partial

from django.urls import URLPattern, re_path

from pamoja.protocols.odk import draft_links, form_changes, form_files, form_lists, forms
from pamoja.protocols.odk.endpoints import Endpoint, by_draft_token
from pamoja.protocols.odk.rest import openrosa_resource, resource

PROJECT = r"^v1/(?:key/(?P<key>[^/]+)/)?projects/(?P<project>[^/]+)"
# A form id or version may hold a slash: servers hand addresses over with %2F decoded already.
FORM = PROJECT + r"/forms/(?P<form_id>.+?)"
WHICH = (r"/(?P<draft>draft)", r"/versions/(?P<version>.+?)", "")
TESTED = r"^v1/test/(?P<token>[^/\x00]+)/projects/(?P<project>\d{1,18})/forms/(?P<form_id>.+)/draft"
NAME = r"/attachments/(?P<name>[^/]+)"


def _at(pattern: str, endpoint: Endpoint, name: str | None = None) -> URLPattern:
    return re_path(pattern + "$", endpoint, name=name)


def _projects() -> list[URLPattern]:
    return [
        _at(r"^v1/(?:key/(?P<key>[^/]+)/)?form-links/(?P<word>[^/]+)/form", resource(GET=forms.read_linked)),
        _at(PROJECT + r"/formList", openrosa_resource(GET=form_lists.list_to_collect), "form-list"),
        _at(PROJECT + r"/forms", resource(GET=forms.list_forms, POST=form_changes.create)),
        _at(PROJECT + r"/forms/(?P<number>[^/]+)/restore", resource(POST=form_changes.restore)),
    ]


def _drafts() -> list[URLPattern]:
    file = resource(
        GET=form_files.read_file, POST=form_files.set_file, PATCH=form_files.link, DELETE=form_files.clear_file
    )
    return [
        _at(FORM + r"/(?P<draft>draft)" + NAME, file),
        _at(FORM + r"/draft/publish", resource(POST=form_changes.publish)),
        _at(FORM + r"/versions", resource(GET=forms.list_versions)),
    ]


def _versions() -> list[URLPattern]:
    """What can be read alike of a draft, of each version and of a form."""
    return [each for which in WHICH for each in _of_one(FORM + which)]


def _of_one(base: str) -> list[URLPattern]:
    return [
        _at(base + r"/manifest", openrosa_resource(GET=form_files.read_manifest)),
        _at(base + r"/fields", resource(GET=forms.read_fields)),
        _at(base + r"/attachments", resource(GET=form_files.list_files)),
        _at(base + NAME, resource(GET=form_files.read_file)),
        _at(base + r"\.xml", resource(GET=forms.read_xml)),
        _at(base + r"\.(?P<extension>xlsx?)", resource(GET=forms.read_workbook)),
    ]


def _forms() -> list[URLPattern]:
    return [
        _at(
            FORM + r"/draft",
            resource(GET=partial(forms.read, draft="draft"), POST=form_changes.set_draft, DELETE=form_changes.discard),
        ),
        _at(FORM + r"/versions/(?P<version>.+?)", resource(GET=forms.read)),
        _at(FORM, resource(GET=forms.read, PATCH=form_changes.change, DELETE=form_changes.remove)),
    ]


def _tested() -> list[URLPattern]:
    """What a test link opens."""
    return [
        _at(TESTED + r"/formList", by_draft_token(draft_links.list_draft, is_openrosa=True), "draft-list"),
        _at(TESTED + r"/manifest", by_draft_token(draft_links.read_manifest, is_openrosa=True), "draft-manifest"),
        _at(TESTED + NAME, by_draft_token(draft_links.read_file, is_openrosa=False), "draft-file"),
        _at(TESTED + r"\.xml", by_draft_token(draft_links.read_xml, is_openrosa=False), "draft-xml"),
    ]


urlpatterns = [*_tested(), *_projects(), *_drafts(), *_versions(), *_forms()]

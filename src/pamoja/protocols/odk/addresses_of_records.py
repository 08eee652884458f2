"""Addresses of records, of published forms and of drafts alike."""

from functools import partial
from typing import Any

from django.urls import URLPattern, re_path

from pamoja.protocols.odk import record_acts, record_versions, records
from pamoja.protocols.odk.rest import Handler, open_resource, resource, slow

KEY = r"^v1/(?:key/(?P<key>[^/]+)/)?"
FORM = r"projects/(?P<project>[^/]+)/forms/(?P<form_id>.+?)"
ONE = r"/submissions/(?P<instance_id>.+?)"
VERSION = ONE + r"/versions/(?P<version_id>.+?)"
NAME = r"/attachments/(?P<name>.+)"


def _of(base: str, is_draft: bool) -> list[URLPattern]:
    """The longer addresses come first: an instance id may hold slashes."""
    shared: list[tuple[str, dict[str, Handler]]] = [
        (VERSION + NAME, {"GET": record_versions.read_version_file, "DELETE": record_versions.drop_version_file}),
        (VERSION + r"/attachments", {"GET": record_versions.list_version_files}),
        (VERSION + r"\.xml", {"GET": record_versions.read_version_xml}),
        (
            ONE + NAME,
            {
                "GET": record_versions.read_file,
                "POST": record_versions.put_file,
                "DELETE": record_versions.drop_file,
            },
        ),
        (ONE + r"/attachments", {"GET": record_versions.list_files}),
        (ONE + r"/versions", {"GET": record_versions.list_versions}),
        (VERSION, {"GET": record_versions.read_version}),
        (ONE + r"/diffs", {"GET": record_versions.list_differences}),
        (r"/submissions/submitters", {"GET": records.submitters}),
        (r"/submissions", {"GET": records.list_records, "POST": records.send}),
        (ONE + r"\.xml", {"GET": records.read_xml}),
    ]
    return [
        _at(base + path, {method: _for(h, is_draft) for method, h in handlers.items()}) for path, handlers in shared
    ]


def _for(handler: Handler, is_draft: bool) -> Handler:
    bound: Any = partial(handler, is_draft=is_draft)
    return slow(bound) if getattr(handler, "opens_transaction", False) else bound


def _at(path: str, handlers: dict[str, Handler]) -> URLPattern:
    return re_path(path + "$", resource(**handlers))


DRAFT = KEY + FORM + r"/draft"
PUBLISHED = KEY + FORM
urlpatterns = [
    re_path(
        r"^v1/test/(?P<token>[^/\x00]+)/" + FORM + r"/draft/submissions$",
        open_resource(POST=records.send_with_token),
    ),
    *_of(DRAFT, True),
    _at(DRAFT + ONE, {"GET": _for(records.read, True), "PUT": _for(records.edit, True)}),
    *_of(PUBLISHED, False),
    _at(PUBLISHED + ONE + "/comments", {"GET": record_versions.list_comments, "POST": record_versions.add_comment}),
    _at(PUBLISHED + ONE + "/audits", {"GET": record_acts.list_audits}),
    _at(PUBLISHED + ONE + "/restore", {"POST": records.restore}),
    _at(PUBLISHED + ONE + "/edit", {"GET": records.edit_page}),
    _at(
        PUBLISHED + ONE,
        {"GET": records.read, "PUT": records.edit, "PATCH": records.change, "DELETE": records.remove},
    ),
]

"""Addresses of OData services and of exports; `$metadata` and the quotes of keys may come percent-encoded."""

from functools import partial

from django.urls import URLPattern, re_path

from pamoja.protocols.odk import exports, odata, places
from pamoja.protocols.odk.rest import resource

KEY = r"^v1/(?:key/(?P<key>[^/]+)/)?"
# A form id may hold a slash: servers hand addresses over with %2F decoded already.
DATASET = KEY + r"projects/(?P<project>[^/]+)/datasets/(?P<name>[^/]+)\.svc"
FORM = KEY + r"projects/(?P<project>[^/]+)/forms/(?P<form_id>.+?)"


def _service(base: str, is_draft: bool) -> list[URLPattern]:
    """One service; the record's own key may hold anything but a quote that is not doubled."""
    asked = {"is_draft": is_draft}
    record = r"/Submissions\('(?P<instance_id>(?:[^']|'')+)'\)(?P<path>(?:/[^/]+)*)$"
    return [
        re_path(base + "$", resource(GET=partial(odata.service, **asked))),
        re_path(base + r"/\$metadata$", resource(GET=partial(odata.metadata, **asked))),
        re_path(base + record, resource(GET=partial(odata.record, **asked))),
        re_path(base + r"/(?P<table>[^/()]+)$", resource(GET=partial(odata.table, **asked))),
        re_path(base + r"/(?P<table>[^/()]+)/\$count$", resource(GET=partial(odata.count, **asked))),
    ]


def _lists() -> list[URLPattern]:
    return [
        re_path(DATASET + "$", resource(GET=odata.list_service)),
        re_path(DATASET + r"/\$metadata$", resource(GET=odata.list_metadata)),
        re_path(DATASET + "/Entities$", resource(GET=odata.entities)),
        re_path(DATASET + r"/Entities/\$count$", resource(GET=odata.count_entities)),
    ]


def _exports(base: str, is_draft: bool) -> list[URLPattern]:
    table, archive = (partial(each, is_draft=is_draft) for each in (exports.export_csv, exports.export_zip))
    return [
        re_path(base + r"/submissions\.csv$", resource(GET=table, POST=table)),
        re_path(base + r"/submissions\.csv\.zip$", resource(GET=archive, POST=archive)),
    ]


def _places() -> list[URLPattern]:
    one = r"/submissions/(?P<instance_id>(?:(?!/attachments/).)+?)"  # a file of a record may be named like this, too
    return [
        re_path(FORM + r"/submissions\.geojson$", resource(GET=places.list_places)),
        re_path(FORM + one + r"\.geojson$", resource(GET=places.record_places)),
    ]


urlpatterns = [
    *_lists(),
    *_places(),
    *_exports(FORM + "/draft", True),
    *_exports(FORM, False),
    *_service(FORM + r"/draft\.svc", is_draft=True),
    *_service(FORM + r"\.svc", is_draft=False),
]

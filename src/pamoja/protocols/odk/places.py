"""Where the records of a form lie, as GeoJSON."""

from django.http import HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase

from pamoja.apps.forms.contracts import Places, Project, read_places
from pamoja.core.workspaces.context import streamed
from pamoja.formats.odata import ODataRefused, read_options
from pamoja.formats.openrosa import Refusal
from pamoja.protocols.odk.auth import Refused
from pamoja.protocols.odk.found import form_at
from pamoja.protocols.odk.rest import Call, refused

GEOJSON_TYPE = "application/json; charset=utf-8"


def list_places(call: Call, project: Project, form_id: str) -> HttpResponseBase:
    """Of all records that the filter asks for."""
    paths = list(dict.fromkeys(call.request.GET.getlist("fieldpath")))
    if len(paths) > 1:
        raise refused("400.41", paramSet=paths, violationText="at most one fieldpath may be specified")
    return _answer(call, _read(call, project, form_id, "submission.list", "".join(paths)))


def record_places(call: Call, project: Project, form_id: str, instance_id: str) -> HttpResponseBase:
    """Of one record."""
    return _answer(call, _read(call, project, form_id, "submission.read", call.query.get("fieldpath", ""), instance_id))


def _read(call: Call, project: Project, form_id: str, verb: str, path: str, instance_id: str | None = None) -> Places:
    form = form_at(call, project, form_id, verb)
    if form.published is None:
        raise refused("404.1")
    asked = {"$filter": call.query.get("$filter", ""), "$top": call.query.get("limit", "")}
    try:
        places = read_places(call.actor, form.published, read_options(asked), path, instance_id)
    except ODataRefused as error:
        raise Refused(Refusal.of(error.code, **error.details)) from error
    if places is None:
        raise refused("404.1")
    return places


def _answer(call: Call, places: Places) -> HttpResponseBase:
    headers = {"ETag": f'W/"{places.tag}"'}
    if headers["ETag"] in call.request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    return StreamingHttpResponse(streamed(places.whole()), content_type=GEOJSON_TYPE, headers=headers)

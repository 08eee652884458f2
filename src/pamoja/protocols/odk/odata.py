"""OData of forms' records and of entity lists: for Power BI, Excel and pyodk (OData 4.0, minimal conformance)."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from pamoja.apps.forms.contracts import (
    EntityFeed,
    Feed,
    FormVersion,
    Project,
    read_entity_feed,
    read_feed,
    read_record,
    tables_of,
)
from pamoja.apps.forms.selectors import property_names
from pamoja.core.workspaces.context import streamed
from pamoja.formats.odata import (
    JSON_TYPE,
    SERVICE_TYPE,
    dataset_metadata,
    form_metadata,
    next_link,
    read_options,
    service_document,
)
from pamoja.protocols.odk.addresses import form_url, project_url
from pamoja.protocols.odk.found import dataset_at, form_at
from pamoja.protocols.odk.odata_formats import in_json, in_text, in_xml, speaks_odata
from pamoja.protocols.odk.rest import Call, refused

XML_TYPE = "application/xml; charset=utf-8"
STEP = re.compile(r"([^(]+)(?:\('(.+)'\))?")
SAFE = "!'()*~$,;@&=+/"


@in_json
def service(call: Call, project: Project, form_id: str, is_draft: bool = False) -> HttpResponse:
    """Which tables there are."""
    version = _version(call, project, form_id, is_draft)
    document = service_document(_root(project, form_id, is_draft), tables_of(call.actor, version))
    return JsonResponse(document, content_type=SERVICE_TYPE)


@in_xml
def metadata(call: Call, project: Project, form_id: str, is_draft: bool = False) -> HttpResponse:
    """What the tables hold."""
    version = _version(call, project, form_id, is_draft)
    tables = tables_of(call.actor, version).values()
    return HttpResponse(form_metadata(form_id, tables, speaks_odata(call.request)), content_type=XML_TYPE)


@in_json
def table(call: Call, project: Project, form_id: str, table: str, is_draft: bool = False) -> HttpResponseBase:
    """A page of a table."""
    version = _version(call, project, form_id, is_draft)
    options = read_options(call.query)
    feed = read_feed(call.actor, version, is_draft, table, options)
    return written(call, feed, _root(project, form_id, is_draft), table)


@in_text
def count(call: Call, project: Project, form_id: str, table: str, asked: dict[str, str], is_draft: bool = False) -> int:
    """How many rows of a table the filter asks for."""
    version = _version(call, project, form_id, is_draft)
    return read_feed(call.actor, version, is_draft, table, read_options(asked)).count or 0


@in_text
def count_entities(call: Call, project: Project, name: str, asked: dict[str, str]) -> int:
    """How many entities of a list the filter asks for."""
    dataset = dataset_at(call, project, name, "entity.list")
    return read_entity_feed(call.actor, dataset, asked["$filter"], read_options(asked)).count or 0


@in_json
def record(
    call: Call, project: Project, form_id: str, instance_id: str, path: str = "", is_draft: bool = False
) -> HttpResponseBase:
    """One record, or rows of its repeats."""
    version = _version(call, project, form_id, is_draft)
    options = read_options(call.query)
    steps = [_step(each) for each in path.split("/")[1:]]
    feed = read_record(call.actor, version, is_draft, instance_id.replace("''", "'"), steps, options)
    if feed is None:
        raise refused("404.1")
    whole = f"Submissions('{quote(instance_id, safe=SAFE)}'){quote(path, safe=SAFE)}"
    return written(call, feed, _root(project, form_id, is_draft), whole)


def written(call: Call, feed: Feed, root: str, address: str) -> HttpResponseBase:
    """The page as it is read from the database; 304 for who has it. A mere count of a repeat has no tag."""
    about = _about(call, f"{root}/$metadata#{feed.table.name}", f"{root}/{address}", feed)
    pieces = streamed(_whole(about, feed))
    if feed.options.top == 0 and not feed.table.is_root:
        return StreamingHttpResponse(pieces, content_type=JSON_TYPE)
    headers = {"ETag": f'W/"{feed.tag}"'}
    if headers["ETag"] in call.request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    return StreamingHttpResponse(pieces, content_type=JSON_TYPE, headers=headers)


@in_json
def list_service(call: Call, project: Project, name: str) -> HttpResponse:
    """The table of an entity list."""
    dataset_at(call, project, name, "entity.list")
    return JsonResponse(service_document(_list_root(project, name), ["Entities"]), content_type=SERVICE_TYPE)


@in_xml
def list_metadata(call: Call, project: Project, name: str) -> HttpResponse:
    """What an entity list holds."""
    dataset = dataset_at(call, project, name, "entity.list")
    document = dataset_metadata(name, property_names(dataset), speaks_odata(call.request))
    return HttpResponse(document, content_type=XML_TYPE)


@in_json
def entities(call: Call, project: Project, name: str) -> HttpResponseBase:
    """A page of an entity list."""
    dataset = dataset_at(call, project, name, "entity.list")
    feed = read_entity_feed(call.actor, dataset, call.query.get("$filter", ""), read_options(call.query))
    root = _list_root(project, name)
    about = _about(call, f"{root}/$metadata#Entities", f"{root}/Entities", feed)
    return StreamingHttpResponse(streamed(_whole(about, feed)), content_type=JSON_TYPE)


def _list_root(project: Project, name: str) -> str:
    return f"{project_url(project.pk)}/datasets/{quote(name, safe='')}.svc"


def _about(call: Call, context: str, address: str, feed: Feed | EntityFeed) -> dict[str, Any]:
    """What is said about the rows."""
    about: dict[str, Any] = {"@odata.context": context}
    if feed.count is not None:
        about["@odata.count"] = feed.count
    if (token := feed.token) is not None:
        about["@odata.nextLink"] = next_link(address, call.query, token)
    return about


def _whole(about: dict[str, Any], feed: Feed | EntityFeed) -> Iterator[bytes]:
    """What is about the rows comes first, so that a reader knows what they are (JSON format, 4.5)."""
    yield json.dumps(about, ensure_ascii=False)[:-1].encode() + b', "value": ['
    yield from feed.rows()
    yield b"]}"


def _version(call: Call, project: Project, form_id: str, is_draft: bool) -> FormVersion:
    form = form_at(call, project, form_id, "submission.read")
    version: FormVersion | None = form.draft if is_draft else form.published
    if version is None:
        raise refused("404.1")
    return version


def _root(project: Project, form_id: str, is_draft: bool) -> str:
    return form_url(project.pk, form_id) + ("/draft.svc" if is_draft else ".svc")


def _step(text: str) -> tuple[str, str]:
    """A name and the key behind it. Raises Refused 404.1."""
    found = STEP.fullmatch(text)
    if found is None:
        raise refused("404.1")
    return found[1], (found[2] or "").replace("''", "'")

"""Where the records are: points on a map, and how many lie in which place."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pamoja.apps.forms.models import AnswerRow
from pamoja.apps.forms.seeing.access import LANGUAGE, Seen, seen_form
from pamoja.apps.forms.seeing.answers import JsonAt, of_versions
from pamoja.apps.forms.seeing.questions import Question, Table
from pamoja.apps.forms.seeing.shown import point_of
from pamoja.apps.forms.selectors import answer_rows, submissions
from pamoja.apps.places.contracts import ground_layers
from pamoja.core.accounts.guards import signed_in
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.formats.xform.model import ROOT_TABLE

# More points than this say nothing on a screen, and a phone should not have to fetch them; the newest are drawn.
MOST_POINTS = 5000
TABLE, QUESTION, RECORD = "table", "question", "record"
Asked = tuple[Table, Question]


@require_safe
@signed_in
def record_map(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """A layer for each question that asks for a point, and the records counted by place."""
    seen = seen_form(request, actor, form_id)
    rows = submissions(actor, seen.form).order_by()
    places = rows.filter(place__isnull=False).values("place__path", "place__name", "place__pcode")
    context = {
        "form": seen.form,
        "seen": seen,
        "layers": map_layers(seen, _uuid(request.GET.get(RECORD, ""))),
        "places": places.annotate(records=Count("pk")).order_by("-records", "place__name"),
        "elsewhere": rows.filter(place__isnull=True).count(),
        "most": MOST_POINTS,
        "one": request.GET.get(RECORD, ""),
    }
    return render(request, "forms/seeing/map.html", context)


@require_safe
@signed_in
def points(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """The points of one question as GeoJSON, each leading to its record; `record` gives those of one record."""
    seen = seen_form(request, actor, form_id)
    wanted = (request.GET.get(TABLE, ROOT_TABLE), request.GET.get(QUESTION))
    found = next((each for each in point_questions(seen) if (each[0].name, each[1].key) == wanted), None)
    if found is None:
        raise Problem(NOT_FOUND)
    features = list(_features(seen, *found, _uuid(request.GET.get(RECORD, ""))))
    content = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    return HttpResponse(content, content_type="application/geo+json")


def map_layers(seen: Seen, record: UUID | None = None) -> str:
    """What `<c-map>` draws: the points of each question that has any, of one record if named, on the borders.

    Empty where there is no point.
    """
    asked = [each for each in point_questions(seen) if _answered(seen, *each, record).exists()]
    if not asked:
        return ""
    return json.dumps([*ground_layers(seen.actor), *(_layer(seen, *each, record) for each in asked)])


def _answered(seen: Seen, table: Table, field: Question, record: UUID | None) -> QuerySet[AnswerRow]:
    rows = of_versions(answer_rows(seen.actor, seen.form, table.name), field)
    rows = rows.filter(submission__public_id=record) if record else rows
    return rows.annotate(point=JsonAt(field.path, "answers")).filter(point__isnull=False)


def point_questions(seen: Seen) -> list[Asked]:
    """Every question that asks for a point, with its table."""
    tables = seen.reading.tables.values()
    return [(table, field) for table in tables for field in table.fields if field.type == "geopoint"]


def _layer(seen: Seen, table: Table, field: Question, record: UUID | None) -> dict[str, str]:
    query = {TABLE: table.name, QUESTION: field.key, LANGUAGE: seen.reading.language}
    query |= {RECORD: str(record)} if record else {}
    url = f"{reverse('forms-seeing:points', args=[seen.form.pk])}?{urlencode(query)}"
    return {"url": url, "label": seen.reading.head(field), "kind": "clusters"}


def _features(seen: Seen, table: Table, field: Question, record: UUID | None) -> Iterator[dict[str, Any]]:
    rows = _answered(seen, table, field, record)
    columns = (
        "point",
        *(f"submission__{name}" for name in ("public_id", "instance_name", "instance_id", "received_at")),
    )
    for answer, public_id, name, instance_id, at in rows.order_by("-pk").values_list(*columns)[:MOST_POINTS]:
        if point := point_of(answer):
            properties = {
                "label": seen.name(name, instance_id),
                "description": _("Received %(day)s") % {"day": date_format(localtime(at), "SHORT_DATE_FORMAT")},
                "url": reverse("forms-seeing:record", args=[seen.form.pk, public_id]),
            }
            geometry = {"type": "Point", "coordinates": [point.longitude, point.latitude]}
            yield {"type": "Feature", "geometry": geometry, "properties": properties}


def _uuid(text: str) -> UUID | None:
    """A record's id; NOT_FOUND for anything else."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Problem(NOT_FOUND) from None

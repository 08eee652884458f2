"""A chart for every question that can be counted."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pamoja.apps.forms.seeing.access import LANGUAGE, Seen, seen_form
from pamoja.apps.forms.seeing.answers import answers_at
from pamoja.apps.forms.seeing.chart_specs import picture, specification
from pamoja.apps.forms.seeing.figures import Figure, charted, figures
from pamoja.apps.forms.seeing.questions import Question, Table
from pamoja.apps.forms.selectors import answer_rows
from pamoja.core.accounts.guards import signed_in
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.formats.xform.model import ROOT_TABLE

CHARTS_ON_PAGE = 12
QUESTION, TABLE, PICTURE = "question", "table", "as"


@dataclass(frozen=True)
class Chart:
    """A figure with the address of its specification."""

    figure: Figure
    src: str


@require_safe
@signed_in
def charts(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """The charts of one table's questions, a page at a time, each with its figures as a table."""
    seen = seen_form(request, actor, form_id)
    tables = [each for each in seen.reading.tables.values() if charted(each.fields)]
    table = seen.table(request.GET.get(TABLE, tables[0].name if tables else ROOT_TABLE))
    page = Paginator(charted(table.fields), CHARTS_ON_PAGE).get_page(request.GET.get("page"))
    found = figures_of(seen, table, list(page.object_list))
    context = {
        "form": seen.form,
        "seen": seen,
        "table": table,
        "tables": tables if len(tables) > 1 else [],
        "page": page,
        "charts": [Chart(each, _src(seen, table, each.field)) for each in found],
    }
    return render(request, "forms/seeing/charts.html", context)


@require_safe
@signed_in
def chart(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """One chart's specification; with `as=svg` its picture. Raises NOT_FOUND for a question that has none."""
    seen = seen_form(request, actor, form_id)
    table = seen.table(request.GET.get(TABLE, ROOT_TABLE))
    field = next((each for each in charted(table.fields) if each.key == request.GET.get(QUESTION)), None)
    if field is None:
        raise Problem(NOT_FOUND)
    figure = figures_of(seen, table, [field])[0]
    if request.GET.get(PICTURE) == "svg":
        return HttpResponse(picture(figure), content_type="image/svg+xml")
    return JsonResponse(specification(figure))


def figures_of(seen: Seen, table: Table, fields: list[Question]) -> list[Figure]:
    """The figures of some questions over all rows that the actor may see."""
    rows = answer_rows(seen.actor, seen.form, table.name)
    return figures(seen.reading, fields, answers_at(rows, fields)) if fields else []


def _src(seen: Seen, table: Table, field: Question) -> str:
    query = urlencode({TABLE: table.name, QUESTION: field.key, LANGUAGE: seen.reading.language})
    return f"{reverse('forms-seeing:chart', args=[seen.form.pk])}?{query}"

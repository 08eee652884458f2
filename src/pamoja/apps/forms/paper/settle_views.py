"""The page on which two entries of a sheet are compared and settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from pamoja.apps.forms.making.found import form_of
from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.models import PaperSheet
from pamoja.apps.forms.paper import settling
from pamoja.apps.forms.paper.entry_views import UNPROCESSABLE, handed_in
from pamoja.apps.forms.paper.keying import pair_of
from pamoja.apps.forms.paper.records import field_path, printed_of
from pamoja.apps.forms.seeing.languages import plain
from pamoja.core.permissions import Actor
from pamoja.core.verbs import require_form
from pamoja.engines.paper import Outline
from pamoja.engines.paper.comparing import count_answers, differences
from pamoja.engines.paper.reading import read, words

FIRST, SECOND, OTHER = "first", "second", "other"
CHOICE, WRITTEN = "c:", "o:"


@dataclass(frozen=True)
class Row:
    """One difference: both answers in words, and what was chosen so far."""

    path: str
    number: int | None
    label: str
    first: str
    second: str
    answers: Mapping[str, str]
    chosen: str = ""
    written: str = ""

    @property
    def choice(self) -> str:
        return CHOICE + self.path

    @property
    def other(self) -> str:
        return WRITTEN + self.path


@require_form
@never_cache
@at_work
def settle(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """Every difference, question by question; for each, one of the two answers or another one."""
    form = form_of(actor, form_id)
    sheet = settling.sheet_of(actor, form, public_id, "settle")
    settling.require_settler(actor, sheet)
    printed = printed_of(actor, sheet)
    rows, count = _rows(sheet, printed)
    rows = [replace(r, chosen=request.POST.get(r.choice, ""), written=request.POST.get(r.other, "")) for r in rows]
    missing = [row for row in rows if row.chosen not in (FIRST, SECOND, OTHER)]
    if request.method == "POST" and not missing:
        settled = settling.settle_sheet(actor, sheet, _chosen(printed, rows))
        handed_in(request, actor, settled)
        return redirect("forms-paper:batch", form.pk, sheet.batch.public_id)
    is_refused = request.method == "POST"
    context = {"form": form, "sheet": sheet, "rows": rows, "count": count, "is_refused": is_refused}
    return render(request, "forms/paper/settle.html", context, status=UNPROCESSABLE if is_refused else 200)


def _rows(sheet: PaperSheet, printed: Outline) -> tuple[list[Row], int]:
    first, second = pair_of(sheet)
    found = []
    for each in differences(first.answers, second.answers):
        question = printed.questions[field_path(each.path)]
        said = [words(question, answer) for answer in (each.first, each.second)]
        answers = {FIRST: each.first, SECOND: each.second}
        label = plain(question.label) + "".join(f" [{n}]" for n in _lines(each.path))
        found.append(Row(each.path, question.number, label, said[0], said[1], answers))
    return found, count_answers(first.answers, second.answers)


def _lines(path: str) -> list[str]:
    """The lines of the repeats around the question."""
    return [step.partition("[")[2].rstrip("]") for step in path.split("/") if "[" in step]


def _chosen(printed: Outline, rows: Sequence[Row]) -> dict[str, str]:
    """The answers that were chosen, by path."""
    return {
        row.path: row.answers.get(row.chosen, "")
        if row.chosen != OTHER
        else read(printed.questions[field_path(row.path)], row.written)
        for row in rows
    }

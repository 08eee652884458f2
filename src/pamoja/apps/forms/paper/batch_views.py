"""Batches of sheets: opened, and worked off sheet by sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Sum, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from pamoja.apps.forms.making.found import form_of
from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.models import Form, PaperBatch, PaperEntry, PaperSheet
from pamoja.apps.forms.paper import keying, settling
from pamoja.apps.forms.paper.entry_views import UNPROCESSABLE, handed_in
from pamoja.apps.forms.paper.forms import BatchForm, NumberForm
from pamoja.apps.forms.problems import PAPER_FINISHED, PAPER_NEEDS_ANOTHER, PAPER_TAKEN
from pamoja.apps.forms.protecting.hiding import hidden_from
from pamoja.core.permissions import Actor, may, may_at_all, require_at_all, visible
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form

KIND = "forms.paper"
MOST_LISTED = 500
State = PaperSheet.State


@dataclass(frozen=True)
class Keyer:
    """How often one person's answers were those of the other, and those that were handed in; shares of 100."""

    name: str
    sheets: int
    compared: int
    agreed: str
    right: str


@dataclass(frozen=True)
class SheetLine:
    """A sheet, what this person has begun of it, and what this person may do with it."""

    sheet: PaperSheet
    begun: PaperEntry | None
    may_key: bool
    may_settle: bool
    may_hand_in: bool


@require_form
@at_work
def batches(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """The batches of a form; a POST opens another."""
    form = form_of(actor, form_id)
    require_at_all(actor, "view", KIND)
    asked = BatchForm(request.POST or None)
    if request.method == "POST" and asked.is_valid():
        batch = keying.open_batch(actor, form, **asked.cleaned_data)
        return redirect("forms-paper:batch", form.pk, batch.public_id)
    context = {
        "form": form,
        "batches": _counted(visible(PaperBatch.objects.filter(form=form), actor))[:MOST_LISTED],
        "asked": asked,
        "may_open": may_at_all(actor, "create", KIND) and form.published is not None,
    }
    return render(request, "forms/paper/batches.html", context, status=UNPROCESSABLE if asked.errors else 200)


@require_form
@at_work
def batch(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """One batch: write the number of a sheet and key it; what waits, what differs, who agrees with whom."""
    form = form_of(actor, form_id)
    found = _batch(actor, form, public_id)
    asked = NumberForm(request.POST or None)
    if request.method == "POST" and asked.is_valid():
        try:
            entry = keying.take_sheet(actor, found, asked.cleaned_data["number"])
            return redirect("forms-paper:entry", form.pk, entry.public_id)
        except Problem as problem:
            if problem.kind not in (PAPER_NEEDS_ANOTHER, PAPER_TAKEN, PAPER_FINISHED):
                raise
            asked.add_error("number", str(problem.kind.title))
    context = {"form": form, "batch": found, "asked": asked, **_work(actor, form, found)}
    return render(request, "forms/paper/batch.html", context, status=UNPROCESSABLE if asked.errors else 200)


@require_POST
@at_work
def hand_in(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """Hand in a sheet that could not be before."""
    sheet = settling.sheet_of(actor, form_of(actor, form_id), public_id, "key")
    handed_in(request, actor, sheet)
    return redirect("forms-paper:batch", form_id, sheet.batch.public_id)


def _batch(actor: Actor, form: Form, public_id: UUID) -> PaperBatch:
    rows = visible(PaperBatch.objects.filter(form=form).select_related("form_version"), actor)
    found: PaperBatch | None = (
        rows.defer("form_version__xml", "form_version__schema").filter(public_id=public_id).first()
    )
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def _counted(rows: QuerySet[PaperBatch]) -> QuerySet[PaperBatch]:
    counts = {state.value: Count("sheets", filter=Q(sheets__state=state)) for state in State}
    return rows.annotate(total=Count("sheets"), **counts)


def _work(actor: Actor, form: Form, found: PaperBatch) -> dict[str, Any]:
    """The sheets, for this person, and the keyers for those who settle."""
    is_done = Case(When(state=State.DONE, then=1), default=0)  # first what is to be done: nothing else leads there
    sheets = found.sheets.select_related("submission").order_by(is_done, "-pk")[:MOST_LISTED]
    may_settle = may(actor, "settle", found) and not hidden_from(actor, form)
    may_key = may(actor, "key", found) and actor.user is not None
    return {
        "lines": list(_lines(actor, found, list(sheets), may_key, may_settle)),
        "may_key": may_key,
        "may_see_records": may_at_all(actor, "view", "forms.submission"),
        "keyers": keyers_of(found) if may_settle else [],
    }


def _lines(
    actor: Actor, found: PaperBatch, sheets: Sequence[PaperSheet], may_key: bool, may_settle: bool
) -> Iterator[SheetLine]:
    mine = PaperEntry.objects.filter(sheet__batch=found, person=actor.user, turn__lte=PaperEntry.SECOND)
    own = {each.sheet_id: each for each in mine.defer("answers", "kept")}
    for sheet in sheets:
        entry = own.get(sheet.pk)
        has_turn = entry is not None and entry.turn in PaperEntry.KEYED
        yield SheetLine(
            sheet,
            entry if has_turn and entry and not entry.finished_at else None,
            may_key and sheet.state in keying.NEXT and not has_turn,
            may_settle and sheet.state == State.DIFFERS and not has_turn,
            may_key and sheet.state == State.AGREED,
        )


def keyers_of(found: PaperBatch) -> list[Keyer]:
    """Everybody who keyed sheets of the batch that were compared."""
    compared = PaperEntry.objects.filter(sheet__batch=found, turn__lte=PaperEntry.SECOND, compared__isnull=False)
    known = Q(right__isnull=False)
    rows = compared.values("person__name", "person__email").annotate(
        sheets=Count("pk"),
        all=Sum("compared"),
        same=Sum("agreed"),
        known=Sum("compared", filter=known),
        correct=Sum("right", filter=known),
    )
    return [
        Keyer(
            name=each["person__name"] or each["person__email"],
            sheets=each["sheets"],
            compared=each["all"],
            agreed=_share(each["same"], each["all"]),
            right=_share(each["correct"], each["known"]),
        )
        for each in rows.order_by("person__name")
    ]


def _share(part: int | None, whole: int | None) -> str:
    return f"{100 * (part or 0) / whole:.1f}" if whole else "–"

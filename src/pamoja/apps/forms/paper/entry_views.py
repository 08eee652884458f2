"""The page on which one sheet is keyed: with the keyboard alone, with or without JavaScript."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.models import PaperEntry, PaperSheet
from pamoja.apps.forms.paper import keying, settling
from pamoja.apps.forms.paper.lines import MOST_ROWS, Line, kept_paths, keyed_answers, lines_of
from pamoja.apps.forms.paper.records import Faults, faults_of, printed_of, session_of
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.core.verbs import require_form

KEEP, SAVE, ALL, FINISH, MORE = "keep", "save", "all", "finish", "more"
UNPROCESSABLE = 422


@require_form
@never_cache
@at_work
def entry(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """Key the sheet: kept at every step, finished when what the form does not take is marked as standing there."""
    found = keying.entry_of(actor, form_id, public_id)
    rows = _rows(request, found)
    if request.method != "POST":
        return _shown(request, actor, found, rows)
    answers = keyed_answers(printed_of(actor, found.sheet), request.POST, found.answers)
    keying.keep_entry(found, answers, kept_paths(request.POST, found.answers, answers))
    action = request.POST.get("do", SAVE)
    if action == KEEP:
        return HttpResponse(status=204)
    if action == FINISH:
        return _finished(request, actor, found) or _shown(request, actor, found, rows, UNPROCESSABLE)
    if action == ALL:
        keying.keep_entry(found, found.answers, list(_faults(actor, found)))
    return _shown(request, actor, found, rows + (action == MORE))


def _faults(actor: Actor, found: PaperEntry) -> Faults:
    session = session_of(actor, found.sheet, found.answers)
    return faults_of(session, printed_of(actor, found.sheet), found.answers)


def _finished(request: HttpRequest, actor: Actor, found: PaperEntry) -> HttpResponse | None:
    """The sheet is done, unless something is to be looked at again."""
    if not _faults(actor, found).keys() <= set(found.kept):
        return None
    sheet = keying.finish_entry(actor, found)
    if sheet.state == PaperSheet.State.AGREED:
        sheet = handed_in(request, actor, sheet)
    said = {
        PaperSheet.State.WAITING: _("Sheet %(number)s is keyed. Another person must key it the second time."),
        PaperSheet.State.DIFFERS: _(
            "Sheet %(number)s is keyed. The two entries differ, and somebody must settle that."
        ),
        PaperSheet.State.DONE: _("Sheet %(number)s is keyed. Both entries are the same: the record is handed in."),
    }
    if sheet.state in said:
        messages.success(request, said[PaperSheet.State(sheet.state)] % {"number": sheet.number})
    return redirect("forms-paper:batch", sheet.batch.form_id, sheet.batch.public_id)


def handed_in(request: HttpRequest, actor: Actor, sheet: PaperSheet) -> PaperSheet:
    """Hand the sheet in; when that cannot be now, it waits."""
    try:
        return settling.hand_in(actor, sheet)
    except Problem as problem:
        words = _("Sheet %(number)s could not be handed in: %(reason)s. It waits.")
        messages.error(request, words % {"number": sheet.number, "reason": problem.kind.title})
        return sheet


@require_POST
@at_work
def throw_away(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """The wrong sheet was taken."""
    found = keying.entry_of(actor, form_id, public_id)
    batch = found.sheet.batch
    keying.throw_away(actor, found)
    messages.success(request, _("What you had keyed of this sheet is thrown away."))
    return redirect("forms-paper:batch", form_id, batch.public_id)


def _rows(request: HttpRequest, found: PaperEntry) -> int:
    """Lines of each repeat on the page: as on the paper, and those that were asked for in addition."""
    asked = request.POST.get("rows", "")
    printed = found.sheet.batch.rows
    return min(max(int(asked), printed), MOST_ROWS) if asked.isdecimal() else printed


def _next(lines: list[Line]) -> str:
    """Where the keyer goes on: what is to be looked at, else behind the last answer."""
    asked = [each for each in lines if each.question is not None]
    odd = (each.path for each in asked if each.faults and not each.is_kept and each.value)
    last = max((place for place, each in enumerate(asked) if each.value), default=-1)
    return next(odd, asked[min(last + 1, len(asked) - 1)].path if asked else "")


def _shown(request: HttpRequest, actor: Actor, found: PaperEntry, rows: int, status: int = 200) -> HttpResponse:
    sheet, answers = found.sheet, found.answers
    faults = _faults(actor, found) if answers or status == UNPROCESSABLE else {}
    shown = session_of(actor, sheet, answers, rows)
    lines = lines_of(printed_of(actor, sheet), shown, answers, faults, found.kept)
    context = {
        "form": sheet.batch.form,
        "sheet": sheet,
        "entry": found,
        "lines": lines,
        "here": _next(lines),
        "rows": rows,
        "is_refused": status == UNPROCESSABLE,
        "open_faults": len(faults.keys() - set(found.kept)),
    }
    return render(request, "forms/paper/entry.html", context, status=status)

"""Flags: listed, decided on one by one, and many at once."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from pamoja.apps.forms.models import CleaningLine, QualityFlag
from pamoja.apps.forms.quality.access import GROUPED, LINE, Checked, checked_form
from pamoja.apps.forms.quality.decisions import Decision, decide, decisions_on
from pamoja.apps.forms.quality.forms import BulkForm, DecisionForm
from pamoja.apps.forms.quality.lists import flag_spec, subject_of
from pamoja.apps.forms.quality.previews import previewed
from pamoja.apps.forms.quality.tables import FormTables
from pamoja.apps.forms.quality.words import check_words, flag_words
from pamoja.core.accounts.guards import signed_in
from pamoja.core.audit.services import record_read
from pamoja.core.lists import Listing, respond
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form

MOST_AT_ONCE = 2000
SHOWN = 100
APPLY, UP_TO = "apply", "up_to"


@require_safe
@signed_in
def flag_list(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponseBase:
    """The flags of a form, searched, narrowed, sorted, and as a file."""
    checked = checked_form(request, actor, form_id)
    context = {"checked": checked, "form": checked.form, "query": request.GET.urlencode()}
    return respond(request, flag_spec(checked), checked.flags(), "forms/quality/flags.html", context)


@require_form
@signed_in
def flag(request: HttpRequest, actor: Actor, form_id: int, flag_id: int) -> HttpResponse:
    """One flag, and what becomes of it."""
    checked = checked_form(request, actor, form_id)
    found = checked.flags().filter(pk=flag_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    tables = FormTables(checked.form, checked.seen.hidden)
    may_decide = checked.may_decide and found.submission is not None and found.decision is None
    form = DecisionForm(checked.seen, tables, found, request.POST or None) if may_decide else None
    if request.method == "POST":
        require_at_all(actor, "create", LINE)
        if form and form.is_valid() and _decided(request, checked, tables, found, form):
            return redirect("forms-quality:flags", form_id)
    record_read(actor, found)
    context = _context(checked, found) | {"decision_form": form}
    return render(request, "forms/quality/flag.html", context, status=422 if form and form.errors else 200)


def _context(checked: Checked, flag: QualityFlag) -> dict[str, object]:
    return {
        "checked": checked,
        "form": checked.form,
        "flag": flag,
        "subject": subject_of(checked, flag),
        "groups": GROUPED.keys() - set(checked.hidden_groups),
        "check": check_words(flag.check_name),
        "words": flag_words(flag),
        "comment": checked.comment(flag.decision) if flag.decision else "",
        "label": checked.label(flag.question) if flag.question else "",
        "other": checked.record(flag.facts.get("other", "")),
    }


def _decided(request: HttpRequest, checked: Checked, tables: FormTables, flag: QualityFlag, form: DecisionForm) -> bool:
    given = form.cleaned_data
    decisions = decisions_on(tables, [flag], given["change"], given["new_value"], given["comment"])
    if not _written(checked, tables, decisions, form):
        return False
    messages.success(request, _("Decided. It can be undone in the cleaning log."))
    return True


def _written(
    checked: Checked, tables: FormTables, decisions: Sequence[Decision], form: DecisionForm | BulkForm
) -> list[CleaningLine]:
    """The lines of one act; none, and what is wrong in the form, where it cannot be."""
    try:
        return decide(checked.actor, checked.form, tables, decisions)
    except Problem as problem:
        form.add_error(None, f"{problem.kind.title}. {problem.detail}")
        return []


@require_form
@signed_in
def decide_many(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """One decision on all open flags of a list as its address narrows it: previewed, then applied.

    What is found after the preview is not decided on.
    """
    checked = checked_form(request, actor, form_id)
    require_at_all(actor, "create", LINE)
    listing = _open_flags(request, checked)
    flags, form = list(listing.rows[:MOST_AT_ONCE]), BulkForm(request.POST or None)
    context = {"checked": checked, "form": checked.form, "bulk_form": form, "listing": listing}
    context |= {"count": len(flags), "most": MOST_AT_ONCE}
    if request.method != "POST" or not form.is_valid():
        return render(request, "forms/quality/decide.html", context, status=422 if form.errors else 200)
    tables, given = FormTables(checked.form, checked.seen.hidden), form.cleaned_data
    decisions = decisions_on(tables, flags, given["change"], comment=given["comment"])
    if APPLY in request.POST and decisions:
        if lines := _written(checked, tables, decisions, form):
            _tell_written(request, len(lines))
            return redirect("forms-quality:log", form_id)
        return render(request, "forms/quality/decide.html", context, status=422)
    context |= {"preview": previewed(checked, tables, decisions[:SHOWN]), "lines": len(decisions), "is_previewed": True}
    context["up_to"] = max((each.pk for each in flags), default=0)
    return render(request, "forms/quality/decide.html", context)


def _open_flags(request: HttpRequest, checked: Checked) -> Listing:
    """The open flags about records as the address narrows them, up to the newest that was previewed."""
    rows = checked.flags().filter(decision__isnull=True, submission__isnull=False)
    if (up_to := request.POST.get(UP_TO, "")).isdecimal():
        rows = rows.filter(pk__lte=int(up_to))
    return Listing(flag_spec(checked), rows, request.GET)


def _tell_written(request: HttpRequest, count: int) -> None:
    words = ngettext("%(count)s line was written to the log.", "%(count)s lines were written to the log.", count)
    messages.success(request, words % {"count": count})

"""The board of a form's quality, and the checks' start."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.forms.quality.access import checked_form
from pamoja.apps.forms.quality.board import GROUPS, by_check, by_collector, specification
from pamoja.apps.forms.quality.forms import PlanForm
from pamoja.apps.forms.quality.jobs import check_quality
from pamoja.apps.forms.quality.plans import begin_plan, change_plan
from pamoja.core.accounts.guards import signed_in
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form


@require_safe
@signed_in
def board(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """How many flags there are, by check and by collector; where the form is not checked, how to begin."""
    checked = checked_form(request, actor, form_id)
    flags = checked.flags()
    context = {
        "checked": checked,
        "form": checked.form,
        "groups": [
            ("check", _("By check"), by_check(checked)),
            ("collector", _("By collector"), by_collector(checked)),
        ],
        "open": flags.filter(decision__isnull=True).count(),
        "decided": flags.filter(decision__isnull=False).count(),
        "removed": checked.lines().filter(change="remove_survey", withdrawn_at__isnull=True).count(),
    }
    return render(request, "forms/quality/board.html", context)


@require_safe
@signed_in
def chart(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """The chart of one of the board's tables. Raises NOT_FOUND for any other."""
    checked = checked_form(request, actor, form_id)
    counted = GROUPS.get(request.GET.get("by", ""))
    if counted is None:
        raise Problem(NOT_FOUND)
    return JsonResponse(specification(counted(checked)))


@require_POST
@signed_in
def begin(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """Check this form from now on, and at once."""
    checked = checked_form(request, actor, form_id)
    with transaction.atomic():
        plan = begin_plan(actor, checked.form)
        progress = start_job(actor, check_quality, plan=plan.pk)
    return redirect("jobs:progress", progress.public_id)


@require_POST
@signed_in
def check(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """Run all checks now."""
    plan = checked_form(request, actor, form_id).require_plan()
    require(actor, "check", plan)
    with transaction.atomic():
        progress = start_job(actor, check_quality, plan=plan.pk)
    return redirect("jobs:progress", progress.public_id)


@require_form
@signed_in
def settings(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """How the form is checked."""
    checked = checked_form(request, actor, form_id)
    plan = checked.require_plan()
    require(actor, "change", plan)
    form = PlanForm(checked.seen, plan, request.POST or None)
    if request.method == "POST" and form.is_valid():
        updated = change_plan(actor, plan, form.changes(), form.cleaned_data["based_on"])
        if updated.conflicts:
            messages.warning(
                request, _("Somebody else changed the same in the meantime; both are kept to choose from.")
            )
        else:
            messages.success(request, _("Saved. Check now to see what it finds."))
        return redirect("forms-quality:board", form_id)
    context = {"checked": checked, "form": checked.form, "plan_form": form}
    return render(request, "forms/quality/settings.html", context, status=422 if form.errors else 200)

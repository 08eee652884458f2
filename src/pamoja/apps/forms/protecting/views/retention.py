"""The page on which is said how long a form's records are kept, and what has gone."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pamoja.apps.forms.making.found import form_of
from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.models import Form, RetentionPlan
from pamoja.apps.forms.protecting.forms import RetentionForm
from pamoja.apps.forms.protecting.hiding import protected_in
from pamoja.apps.forms.protecting.jobs import purge_due
from pamoja.apps.forms.protecting.retention import begin_retention, change_retention, outlook, proofs, warned_until
from pamoja.core.clock import now
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import Actor, may, require, require_at_all, visible
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form

SHOWN = 50


@require_form
@at_work
def retention(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """How long records are kept, what would go now and soon, and the proof of what went."""
    form = form_of(actor, form_id)
    require_at_all(actor, "create", "forms.retention")
    plan = _plan(actor, form)
    initial = {"based_on": plan.version if plan else None}
    given = RetentionForm(request.POST or None, instance=plan, initial=initial, has_classes=bool(protected_in(form)))
    if request.method == "POST" and given.is_valid():
        return _saved(request, actor, form, given)
    context: dict[str, object] = {
        "form": form,
        "plan_form": given,
        "plan": plan,
        "proofs": proofs(form)[:SHOWN],
        "may_keep": True,
    }
    context["may_classify"] = may(actor, "change", form)
    if plan := _plan(actor, form):
        context |= {"plan": plan, "now": outlook(plan, now()), "soon": outlook(plan, warned_until(plan))}
    return render(request, "forms/protecting/retention.html", context, status=422 if given.errors else 200)


def _saved(request: HttpRequest, actor: Actor, form: Form, given: RetentionForm) -> HttpResponse:
    plan = _plan(actor, form)  # as it stands, not as the form fields have changed it
    if plan is None:
        begin_retention(actor, form, given.values())
        messages.success(request, _("Saved. What is due is purged every day."))
        return redirect("forms-protecting:retention", form.pk)
    updated = change_retention(actor, plan, given.values(), given.cleaned_data["based_on"] or plan.version)
    if updated.conflicts:
        messages.warning(request, _("Somebody else changed the same in the meantime; both are kept to choose from."))
    else:
        messages.success(request, _("Saved."))
    return redirect("forms-protecting:retention", form.pk)


@require_POST
@at_work
def purge(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """Purge what is due now instead of within the day."""
    form = form_of(actor, form_id)
    plan = _plan(actor, form)
    if plan is None:
        raise Problem(NOT_FOUND)
    require(actor, "change", plan)
    with transaction.atomic():
        progress = start_job(actor, purge_due, plan=plan.pk)
    return redirect("jobs:progress", progress.public_id)


def _plan(actor: Actor, form: Form) -> RetentionPlan | None:
    found: RetentionPlan | None = visible(RetentionPlan.objects.filter(form=form), actor).first()
    return found

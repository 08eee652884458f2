"""One act on many records: filled in, previewed, begun."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pamoja.apps.forms.models import BulkAct
from pamoja.apps.forms.reviewing.choosing import CHOSEN, EVERY, UP_TO, Chosen, chosen_records
from pamoja.apps.forms.reviewing.forms import AnswersForm, PlaceManyForm, ReviewManyForm
from pamoja.apps.forms.reviewing.jobs import act_url, start_act
from pamoja.apps.forms.reviewing.previews import Preview, preview_answers, preview_place, preview_review
from pamoja.apps.forms.seeing.access import KIND, Seen, seen_form
from pamoja.core.accounts.guards import signed_in
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import Words
from pamoja.core.verbs import require_form

STEP, PREVIEW, APPLY = "step", "preview", "apply"


@dataclass(frozen=True)
class Asking:
    """How one kind of act is asked for."""

    title: Words
    form: Callable[..., Any]
    preview: Callable[[Seen, Chosen, dict[str, Any]], Preview]


ASKED: dict[str, Asking] = {
    BulkAct.What.REVIEW: Asking(
        gettext_lazy("Review many records"), ReviewManyForm, lambda _seen, chosen, given: preview_review(chosen, given)
    ),
    BulkAct.What.PLACE: Asking(
        gettext_lazy("Set the place of many records"),
        PlaceManyForm,
        lambda _seen, chosen, given: preview_place(chosen, given),
    ),
    BulkAct.What.ANSWERS: Asking(gettext_lazy("Correct many records"), AnswersForm, preview_answers),
}


@require_form
@signed_in
def many(request: HttpRequest, actor: Actor, form_id: int, what: str) -> HttpResponse:
    """Records as they were ticked, else as the address narrows the table: the question, its preview, the act."""
    seen = seen_form(request, actor, form_id)
    require_at_all(actor, "change", KIND)
    if request.method == "POST" and not {STEP, CHOSEN, EVERY} & request.POST.keys():
        messages.warning(request, _("Choose some records first, or all of them."))
        return redirect(f"{reverse('forms-seeing:table', args=[form_id])}?{request.GET.urlencode()}")
    asking, chosen = ASKED[what], chosen_records(seen, request)
    form = asking.form(seen, request.POST if STEP in request.POST else None)
    context = _context(request, seen, asking, chosen) | {"act_form": form}
    if not form.is_bound or not form.is_valid():
        return render(request, "forms/reviewing/many.html", context, status=422 if form.errors else 200)
    if request.POST[STEP] == APPLY and chosen.count:
        return _begun(actor, seen, what, chosen, form)
    context["preview"] = asking.preview(seen, chosen, form.settings())
    return render(request, "forms/reviewing/many.html", context)


def _context(request: HttpRequest, seen: Seen, asking: Asking, chosen: Chosen) -> dict[str, Any]:
    kept = [(CHOSEN, each) for each in chosen.ticked] or [(EVERY, "1")]
    return {
        "seen": seen,
        "form": seen.form,
        "title": asking.title,
        "chosen": chosen,
        "kept": [*kept, (UP_TO, str(chosen.up_to))],
        "query": request.GET.urlencode(),
    }


def _begun(actor: Actor, seen: Seen, what: str, chosen: Chosen, form: Any) -> HttpResponse:
    act, progress = start_act(actor, seen.form, what, chosen.records, form.settings(), form.why)
    return redirect("jobs:progress", progress.public_id) if progress else redirect(act_url(act))

"""Making datasets: which columns, how coarse, what is left to see, and a version of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.models import RedactedDataset
from pamoja.apps.forms.protecting.classes import SENSITIVE
from pamoja.apps.forms.redacting.forms import DatasetForm
from pamoja.apps.forms.redacting.jobs import make_redacted
from pamoja.apps.forms.redacting.parts import Part, redacted
from pamoja.apps.forms.redacting.reading import columns_of, seen_for
from pamoja.apps.forms.redacting.services import KIND, begin_dataset, change_dataset
from pamoja.apps.forms.redacting.views.datasets import dataset_of
from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.selectors import submissions
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.verbs import require_form

SHOWN = 20
MOST_PLACES = 500


@require_form
@at_work
def add(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """A new dataset of a form, with what is proposed for each question."""
    require_at_all(actor, "create", KIND)
    seen = seen_for(actor, form_id, get_language() or "")
    given = DatasetForm(columns_of(seen, {}), _places(seen), request.POST or None)
    if request.method == "POST" and given.is_valid():
        dataset = begin_dataset(actor, seen.form, given.values())
        return redirect("forms-redacted:preview", dataset.public_id)
    return _asked(request, seen, given, None)


@require_form
@at_work
def change(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Other columns or another threshold."""
    dataset = dataset_of(actor, public_id, "change")
    seen = seen_for(actor, dataset.form_id, get_language() or "")
    columns, initial = columns_of(seen, dataset.columns), {"based_on": dataset.version}
    given = DatasetForm(columns, _places(seen), request.POST or None, instance=dataset, initial=initial)
    if request.method == "POST" and given.is_valid():
        kept = dataset_of(actor, public_id, "change")  # as it stands, not as the form fields have changed it
        updated = change_dataset(actor, kept, given.values(), given.cleaned_data["based_on"] or kept.version)
        if updated.conflicts:
            messages.warning(
                request, _("Somebody else changed the same in the meantime; both are kept to choose from.")
            )
        return redirect("forms-redacted:preview", public_id)
    return _asked(request, seen, given, dataset)


def _asked(request: HttpRequest, seen: Seen, given: DatasetForm, dataset: RedactedDataset | None) -> HttpResponse:
    context = {"form": seen.form, "dataset_form": given, "dataset": dataset}
    return render(request, "forms/redacting/change.html", context, status=422 if given.errors else 200)


@require_safe
@at_work
def preview(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """The first records as they would be given away, and how easily somebody is found among all of them."""
    dataset = dataset_of(actor, public_id, "change")
    made = redacted(seen_for(actor, dataset.form_id, get_language() or ""), dataset)
    context = {
        "dataset": dataset,
        "form": dataset.form,
        "made": made,
        "parts": [_shown(each) for each in made.parts],
        "below": sum(each.risks[-1].below for each in made.parts),
    }
    return render(request, "forms/redacting/preview.html", context)


def _shown(part: Part) -> dict[str, Any]:
    """A table of the dataset as the page shows it."""
    raw, coarse, left = part.risks
    sensitive = [each for each in part.columns if each.kind == SENSITIVE]
    return {
        "label": part.table.label,
        "columns": part.columns,
        "keys": [each for each in part.columns if each.is_key],
        "risks": ((_("as collected"), raw), (_("made coarser"), coarse), (_("as given away"), left)),
        "done": part.done,
        "diversity": [(each.label, left.diversity.get(each.key)) for each in sensitive],
        "rows": [[row[each.key] for each in part.columns] for row in part.rows()[:SHOWN]],
    }


@require_POST
@at_work
def make(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """A new version, made in the background."""
    dataset = dataset_of(actor, public_id, "change")
    seen_for(actor, dataset.form_id)
    with transaction.atomic():
        progress = start_job(actor, make_redacted, dataset=dataset.pk)
    return redirect("jobs:progress", progress.public_id)


def _places(seen: Seen) -> list[tuple[str, str]]:
    rows = submissions(seen.actor, seen.form).order_by().filter(place__isnull=False)
    found = rows.values_list("place__path", "place__name").distinct()
    return sorted(found, key=lambda pair: pair[1])[:MOST_PLACES]

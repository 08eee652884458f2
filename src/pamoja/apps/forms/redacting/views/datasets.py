"""Datasets as who was given them sees them: what is in them, their versions, and who else has them."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.models import RedactedDataset
from pamoja.apps.forms.redacting.forms import ReaderForm
from pamoja.apps.forms.redacting.services import KIND, delete_dataset, readers, share_dataset, unshare_dataset
from pamoja.core.accounts.models import User
from pamoja.core.lists import Column, ListSpec, respond
from pamoja.core.permissions import Actor, may, require, require_at_all, visible
from pamoja.core.problems import NOT_FOUND, Problem

LIST = ListSpec(
    name="redacted",
    kind=KIND,
    columns=(
        Column("name", gettext_lazy("Dataset"), sort="name", is_link=True),
        Column("form", gettext_lazy("Of"), value="form.title", sort="form__title"),
        Column("versions", gettext_lazy("Versions"), value="newest", sort="newest", is_number=True),
        Column("made_at", gettext_lazy("Last made"), value="made_at", sort="made_at"),
    ),
    search=("name", "description"),
    order="name",
    row_url=lambda dataset: reverse("forms-redacted:detail", args=[dataset.public_id]),
    empty_title=gettext_lazy("No datasets yet"),
    empty_text=gettext_lazy("Open a form, then Protection, to make one that others may have."),
    empty_icon="table",
)


@require_safe
@at_work
def dataset_list(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The datasets that the actor made or was given."""
    require_at_all(actor, "view", KIND)
    rows = visible(RedactedDataset.objects.select_related("form"), actor)
    rows = rows.annotate(newest=Max("versions__number"), made_at=Max("versions__made_at"))
    return respond(request, LIST, rows, "forms/redacting/list.html", {})


@require_safe
@at_work
def detail(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """One dataset: its versions to download with their figures; for who may change it, who has it."""
    dataset = dataset_of(actor, public_id)
    may_change = may(actor, "change", dataset)
    context = {
        "dataset": dataset,
        "versions": dataset.versions.select_related("file__blob", "made_by"),
        "may_change": may_change,
        "may_delete": may(actor, "delete", dataset),
        "readers": readers(dataset) if may_change else [],
        "reader_form": ReaderForm(dataset.workspace) if may_change else None,
    }
    return render(request, "forms/redacting/detail.html", context)


@require_POST
@at_work
def share(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Give a member this dataset and nothing else."""
    dataset = dataset_of(actor, public_id, "change")
    form = ReaderForm(dataset.workspace, request.POST)
    if form.is_valid() and share_dataset(actor, dataset, form.cleaned_data["user"]):
        messages.success(request, _("Shared. They see this dataset under Forms, Datasets."))
    return redirect("forms-redacted:detail", public_id)


@require_POST
@at_work
def unshare(request: HttpRequest, actor: Actor, public_id: UUID, user_id: int) -> HttpResponse:
    """Take it back."""
    dataset = dataset_of(actor, public_id, "change")
    user = User.objects.filter(pk=user_id, grants__in=readers(dataset)).first()
    if user is None:
        raise Problem(NOT_FOUND)
    unshare_dataset(actor, dataset, user)
    messages.success(request, _("They have it no longer; what they downloaded stays with them."))
    return redirect("forms-redacted:detail", public_id)


@require_POST
@at_work
def delete(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Remove it with all its versions."""
    delete_dataset(actor, dataset_of(actor, public_id, "delete"))
    messages.success(request, _("The dataset is gone."))
    return redirect("forms-redacted:list")


def dataset_of(actor: Actor, public_id: UUID, verb: str = "view") -> RedactedDataset:
    """A dataset. Raises NOT_FOUND, NOT_ALLOWED."""
    rows = RedactedDataset.objects.filter(public_id=public_id).select_related("form__project", "workspace")
    dataset: RedactedDataset | None = visible(rows, actor).first()
    if dataset is None:
        raise Problem(NOT_FOUND)
    if verb != "view":
        require(actor, verb, dataset)
    return dataset

"""Pages of agreements."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.core.accounts.gates import in_workspace, proved_again
from pamoja.core.accounts.placing import place_names
from pamoja.core.agreements import selectors, services
from pamoja.core.agreements.forms import AgreementForm
from pamoja.core.agreements.models import Agreement
from pamoja.core.agreements.sharing import SHAREABLE
from pamoja.core.lists import Column, ListSpec, respond
from pamoja.core.permissions import KINDS, Actor, may, may_at_all, require_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form

AGREEMENTS = ListSpec(
    name="agreements",
    kind="agreements.agreement",
    columns=(
        Column("purpose", _("Purpose"), sort="purpose", is_link=True),
        Column("giver", _("From"), value="giver.name", sort="giver__name"),
        Column("receiver", _("To"), value="receiver.name", sort="receiver__name"),
        Column("ends", _("Last day"), sort="ends"),
        Column("state", _("State"), value=selectors.is_in_force, template="agreements/state.html"),
    ),
    search=("purpose", "giver__name", "receiver__name"),
    order="-ends",
    row_url=lambda row: reverse("agreement", args=[row.public_id]),
    empty_title=_("Nothing is shared"),
    empty_text=_("An agreement says what another workspace may see here, why, where and how long."),
    empty_icon="heart-handshake",
)


@require_safe
@in_workspace
def agreements(request: HttpRequest) -> HttpResponseBase:
    """All agreements of this workspace."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require_at_all(actor, "view", "agreements.agreement")
    context = {"may_propose": may_at_all(actor, "propose", "agreements.agreement")}
    return respond(request, AGREEMENTS, selectors.agreements(actor), "agreements/list.html", context)


@require_form
@proved_again
def new_agreement(request: HttpRequest) -> HttpResponse:
    """Propose one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require_at_all(actor, "propose", "agreements.agreement")
    form = AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.propose_agreement(actor, form.cleaned_data["receiver"], form.terms())
        messages.success(
            request, gettext("The agreement was proposed. Nothing is shared until the other side accepts.")
        )
        return HttpResponseRedirect(reverse("agreements"))
    return render(request, "agreements/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@in_workspace
def agreement(request: HttpRequest, public_id: str) -> HttpResponse:
    """One agreement: what it lets through, and what this side may do with it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _agreement(actor, public_id)
    is_receiver = actor.workspace is not None and found.receiver_id == actor.workspace.pk
    context = {
        "agreement": found,
        "shared": selectors.shared_words(found),
        "places": _place_words(found),
        "is_in_force": selectors.is_in_force(found),
        "may_read": is_receiver and selectors.is_in_force(found),
        "may_accept": is_receiver and not found.accepted_at and not found.ended_at and may(actor, "accept", found),
        "may_end": not found.ended_at and may(actor, "end", found),
    }
    return render(request, "agreements/detail.html", context)


@require_safe
@in_workspace
def shared_records(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """The other side's records of one kind, as far as the agreement goes."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _agreement(actor, public_id)
    if kind not in found.fields or kind not in KINDS:
        raise Problem(NOT_FOUND)
    rows = selectors.shared(KINDS[kind].model, actor, found, _after(request))
    names = [name for name in found.fields[kind] if name in SHAREABLE.get(kind, {})]
    context = {
        "agreement": found,
        "title": capfirst(KINDS[kind].model._meta.verbose_name_plural),
        "headings": [SHAREABLE[kind][name] for name in names],
        "rows": [[_word(kind, name, row.values[name]) for name in names] for row in rows],
        "next": rows[-1].key if len(rows) == selectors.MOST_ROWS else None,
    }
    return render(request, "agreements/shared.html", context)


def _word(kind: str, name: str, value: Any) -> Any:
    """A value as people read it: the word of a choice, everything else as it is."""
    choices = getattr(KINDS[kind].model._meta.get_field(name), "flatchoices", ())
    return dict(choices).get(value, value)


def _after(request: HttpRequest) -> int:
    given = request.GET.get("after", "")
    return int(given) if given.isdecimal() and len(given) < 19 else 0


@require_POST
@proved_again
def accept_agreement(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put it in force."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.accept_agreement(actor, _agreement(actor, public_id))
    messages.success(request, gettext("The agreement was accepted."))
    return HttpResponseRedirect(reverse("agreements"))


@require_POST
@proved_again
def end_agreement(request: HttpRequest, public_id: str) -> HttpResponse:
    """End it, or decline."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.end_agreement(actor, _agreement(actor, public_id))
    messages.success(request, gettext("The agreement has ended."))
    return HttpResponseRedirect(reverse("agreements"))


def _agreement(actor: Actor, public_id: str) -> Agreement:
    found = selectors.agreements(actor).filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def _place_words(agreement: Agreement) -> list[str]:
    return list(place_names(agreement.place_paths).values())

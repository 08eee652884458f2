"""What is added to and taken from a person: identifiers, contact points, consents."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db.models import Manager, Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from pamoja.apps.people import selectors, services
from pamoja.apps.people.forms import ConsentForm, ContactForm, IdentifierForm, PhotoForm, ProblemForm
from pamoja.apps.people.models import Person
from pamoja.apps.people.views.persons import draw
from pamoja.core.accounts.guards import signed_in
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_FOUND, Problem

REFUSALS = (409, 413, 415, 422)
D = TypeVar("D", bound=Model)


@require_POST
@sensitive_post_parameters()
@signed_in
def identifier_add(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Add an identifier."""

    def add(person: Person, form: ProblemForm) -> object:
        data = form.cleaned_data
        return services.add_identifier(actor, person, data["type"], data["country"], data["identifier"])

    return _added(request, actor, public_id, IdentifierForm(request.POST), "identifier_form", add)


@require_POST
@signed_in
def photo_set(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Put a photo in place of the last one."""

    def add(person: Person, form: ProblemForm) -> object:
        photo = form.cleaned_data["photo"]
        return services.set_photo(actor, person, photo.file, photo.name, person.version)

    return _added(request, actor, public_id, PhotoForm(request.POST, request.FILES), "photo_form", add)


@require_POST
@sensitive_post_parameters()
@signed_in
def contact_add(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Add a contact point."""

    def add(person: Person, form: ProblemForm) -> object:
        data = form.cleaned_data
        return services.add_contact_point(actor, person, data["type"], data["contact"], data["is_preferred"])

    return _added(request, actor, public_id, ContactForm(request.POST), "contact_form", add)


@require_POST
@signed_in
def consent_add(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Record a consent."""

    def add(person: Person, form: ProblemForm) -> object:
        data = dict(form.cleaned_data)
        return services.give_consent(actor, person, data.pop("purpose"), **data)

    return _added(request, actor, public_id, ConsentForm(request.POST), "consent_form", add)


@require_POST
@signed_in
def identifier_remove(request: HttpRequest, actor: Actor, public_id: UUID, part: UUID) -> HttpResponse:
    """Take an identifier away."""
    person = selectors.person_of(actor, public_id)
    services.remove_identifier(actor, _part(person.identifiers, part))
    return redirect("people:detail", public_id)


@require_POST
@signed_in
def contact_remove(request: HttpRequest, actor: Actor, public_id: UUID, part: UUID) -> HttpResponse:
    """Take a contact point away."""
    person = selectors.person_of(actor, public_id)
    services.remove_contact_point(actor, _part(person.contact_points, part))
    return redirect("people:detail", public_id)


@require_POST
@signed_in
def consent_withdraw(request: HttpRequest, actor: Actor, public_id: UUID, part: UUID) -> HttpResponse:
    """Withdraw a consent."""
    person = selectors.person_of(actor, public_id)
    services.withdraw_consent(actor, _part(person.consents, part))
    return redirect("people:detail", public_id)


def _added(
    request: HttpRequest,
    actor: Actor,
    public_id: UUID,
    form: ProblemForm,
    name: str,
    add: Callable[[Person, ProblemForm], object],
) -> HttpResponse:
    """Add a detail by its service; faults come back on the person's page."""
    person = selectors.person_of(actor, public_id)
    if form.is_valid():
        try:
            add(person, form)
        except Problem as problem:
            if problem.kind.status not in REFUSALS:
                raise
            form.take_problem(problem)
        else:
            return redirect("people:detail", public_id)
    return draw(request, actor, person, **{name: form})


def _part(rows: "Manager[D]", public_id: UUID) -> D:
    """One detail of this very person; another's is not found."""
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found

"""Pages on persons: list, search, one person, register, correct, erase, take out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.people import selectors, services
from pamoja.apps.people.forms import (
    ConsentForm,
    ContactForm,
    EraseForm,
    IdentifierForm,
    PersonForm,
    PhotoForm,
    initial_of,
)
from pamoja.apps.people.language_fields import offered_languages
from pamoja.apps.people.lists import PEOPLE
from pamoja.apps.people.models import Person
from pamoja.apps.people.problems import LIKELY_DOUBLE
from pamoja.core.accounts.guards import signed_in
from pamoja.core.audit.services import Act, record, record_many
from pamoja.core.lists import respond
from pamoja.core.permissions import Actor, may, may_at_all, require_at_all
from pamoja.core.problems import Problem
from pamoja.core.verbs import require_form

UNPROCESSABLE = 422
KIND = "people.person"


@require_form
@signed_in
def person_list(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Everybody the actor may see. A search is posted, so that no name stands in an address or a log."""
    require_at_all(actor, "view", KIND)
    text = request.POST.get("q", "").strip()
    context = {"actor_may": _may_at_all(actor), "text": text, "found": selectors.search(actor, text) if text else None}
    act = Act("search", KIND, detail={"found": len(context["found"] or [])}) if text else Act("list", KIND)
    record_many(actor, [act])
    if text and request.headers.get("HX-Request"):
        return render(request, "people/found.html", context)
    return respond(request, PEOPLE, selectors.with_places(selectors.persons(actor)), "people/list.html", context)


@require_safe
@signed_in
def person_detail(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """One person, with everything known of them. Reading it is audited."""
    person = selectors.person_of(actor, public_id)
    record(actor, "view", person)
    return draw(request, actor, person)


@require_form
@sensitive_post_parameters()
@signed_in
def person_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Register somebody; who looks like one already registered is shown before a second record is made."""
    require_at_all(actor, "create", KIND)
    form = PersonForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _form_page(request, form)
    changes = form.changes()
    try:
        person = services.register_unless_double(actor, changes, request.POST.getlist("is_somebody_else"))
    except Problem as problem:
        if problem.kind is LIKELY_DOUBLE:
            twins = selectors.likely_duplicates(actor, services.draft_person(actor, changes))
            return _form_page(request, form, twins=twins)
        form.take_problem(problem)
        return _form_page(request, form)
    messages.success(request, _("Registered."))
    return redirect("people:detail", person.public_id)


@require_form
@sensitive_post_parameters()
@signed_in
def person_edit(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Correct what is known; what somebody else changed meanwhile is kept beside it as a conflict."""
    person = selectors.person_of(actor, public_id, "change")
    form = PersonForm(request.POST or None, initial=initial_of(person))
    if not form.is_bound or not form.is_valid():
        return _form_page(request, form, person=person)
    based_on = form.cleaned_data["version"] or person.version
    try:
        updated = services.update_person(actor, person, form.changes(person), based_on)
    except Problem as problem:
        form.take_problem(problem)
        return _form_page(request, form, person=person)
    if updated.conflicts:
        messages.warning(request, _("Somebody else changed the same in the meantime. Both values are kept: choose."))
        return redirect("conflicts:list")
    messages.success(request, _("Saved."))
    return redirect("people:detail", person.public_id)


@require_form
@sensitive_post_parameters()
@signed_in
def person_erase(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Erase somebody for good, after their name was typed."""
    person = selectors.person_of(actor, public_id, "erase")
    form = EraseForm(request.POST or None, name=str(person))
    if form.is_bound and form.is_valid():
        services.erase_person(actor, person)
        messages.success(request, _("Erased. Nothing of this person can be read any more."))
        return redirect("people:list")
    context = {"form": form, "person": person}
    return render(request, "people/erase.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def draw(request: HttpRequest, actor: Actor, person: Person, **bound: object) -> HttpResponse:
    """The page of a person; `bound` holds a form that came back with faults."""
    forms = {
        "identifier_form": IdentifierForm(initial={"country": person.workspace.country}),
        "contact_form": ContactForm(),
        "consent_form": ConsentForm(),
        "photo_form": PhotoForm(),
    }
    context = {
        "person": person,
        "may_change": may(actor, "change", person),
        "may_merge": may(actor, "merge", person),
        "may_export": may(actor, "export", person),
        "may_erase": may(actor, "erase", person),
        "twins": selectors.likely_duplicates(actor, person),
        "merges": selectors.merges_of(person),
        **forms,
        **bound,
    }
    return render(request, "people/detail.html", context, status=UNPROCESSABLE if bound else 200)


def _form_page(request: HttpRequest, form: PersonForm, **context: object) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    whole = {"form": form, "language_names": offered_languages(), **context}
    return render(request, "people/form.html", whole, status=status)


def _may_at_all(actor: Actor) -> dict[str, bool]:
    return {verb: may_at_all(actor, verb, KIND) for verb in ("create", "import", "merge")}


@require_POST
@signed_in
def person_export(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """A person's whole record as a file, for themselves."""
    person = selectors.person_of(actor, public_id, "export")
    content = services.export_subject(actor, person)
    name = f"person-{person.public_id}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)

"""Pages on which operators change places and facilities."""

from decimal import Decimal, InvalidOperation
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pamoja.apps.places import selectors, services
from pamoja.apps.places.catalogue import ALL_SERVICES
from pamoja.apps.places.exports import place_url
from pamoja.apps.places.forms import (
    CountryForm,
    FacilityChangeForm,
    FacilityForm,
    PlaceChangeForm,
    PlaceForm,
    RetireForm,
)
from pamoja.apps.places.models import Facility, Place
from pamoja.apps.places.views import found_place
from pamoja.core.accounts.guards import signed_in
from pamoja.core.permissions import Actor, may_at_all, require_at_all
from pamoja.core.problems import CONFLICT, INVALID_INPUT, NOT_FOUND, Problem
from pamoja.core.verbs import require_form

UNPROCESSABLE = 422


def form_page(request: HttpRequest, form: Form, title: str, back: str, **context: Any) -> HttpResponse:
    """A form on a page of its own; 422 when what was sent needs a correction."""
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "places/form.html", {"form": form, "title": title, "back": back, **context}, status=status)


def explain(form: Form, problem: Problem) -> None:
    """Put a refusal on the form; a conflict shows what stands in the record now and lets the person try on it."""
    words = f"{problem.kind.title}: {problem.detail}" if problem.detail else str(problem.kind.title)
    form.add_error(None, words)
    if problem.kind is CONFLICT:
        for name, value in problem.members["present"].items():
            form.add_error(None, _("Now in the record: %(name)s = %(value)s") % {"name": name, "value": value or "—"})
        data = cast(QueryDict, form.data).copy()
        data["version"] = str(problem.members["version"])
        form.data = data


@require_form
@signed_in
def add_country(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A country, before its places can be imported."""
    require_at_all(actor, "create", "places.country")
    form = CountryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_country(actor, form.cleaned_data["iso3"], form.cleaned_data["iso2"], form.names)
            return redirect("places:propose")
        except Problem as problem:
            explain(form, problem)
    return form_page(request, form, _("Add a country"), reverse("places:list"))


@require_form
@signed_in
def add_place(request: HttpRequest, actor: Actor, iso3: str, pcode: str) -> HttpResponse:
    """A place below this one."""
    require_at_all(actor, "create", "places.place")
    parent = found_place(actor, iso3, pcode)
    form = PlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            place = services.add_place(
                actor, parent, data["pcode"], form.names, valid_from=data["valid_from"], geometry=data["geometry"]
            )
            return redirect(place_url(place))
        except Problem as problem:
            explain(form, problem)
    return form_page(request, form, _("Add a place in %(parent)s") % {"parent": parent}, place_url(parent))


@require_form
@signed_in
def change_place(request: HttpRequest, actor: Actor, iso3: str, pcode: str) -> HttpResponse:
    """Names and validity of a place."""
    require_at_all(actor, "change", "places.place")
    place = found_place(actor, iso3, pcode)
    initial = {"version": place.version, "valid_from": place.valid_from, "valid_to": place.valid_to}
    form = PlaceChangeForm(request.POST or None, initial=initial, names=place.names)
    if request.method == "POST" and form.is_valid():
        changes = {"names": form.names, **{name: form.cleaned_data[name] for name in ("valid_from", "valid_to")}}
        try:
            services.update_place(actor, place, changes, form.cleaned_data["version"])
            messages.success(request, _("Saved."))
            return redirect(place_url(place))
        except Problem as problem:
            explain(form, problem)
    return form_page(request, form, _("Change %(place)s") % {"place": place}, place_url(place))


@require_form
@signed_in
def retire_place(request: HttpRequest, actor: Actor, iso3: str, pcode: str) -> HttpResponse:
    """The end of a unit and what became of it."""
    require_at_all(actor, "change", "places.place")
    place = found_place(actor, iso3, pcode)
    form = RetireForm(request.POST or None, initial={"version": place.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            successors = _successors(actor, place, data["successors"])
            services.retire_place(actor, place, data["on"], successors, data["version"], data["note"])
            return redirect(place_url(place))
        except Problem as problem:
            explain(form, problem)
    return form_page(request, form, _("End %(place)s") % {"place": place}, place_url(place))


def _successors(actor: Actor, place: Place, text: str) -> list[tuple[Place, Decimal]]:
    found = []
    for line in text.splitlines():
        code, _blank, share = line.strip().rpartition(" ")
        if line.strip():
            successor = selectors.find_place(actor, place.country.iso3, code.strip())
            if successor is None:
                raise Problem(INVALID_INPUT, _("No place has the P-code “%(code)s”.") % {"code": code or share})
            found.append((successor, _share(share)))
    return found


def _share(text: str) -> Decimal:
    try:
        share = Decimal(text)
    except InvalidOperation as error:
        raise Problem(INVALID_INPUT, _("“%(text)s” is not a share.") % {"text": text}) from error
    if not 0 < share <= 1:
        raise Problem(INVALID_INPUT, _("A share is above 0 and at most 1."))
    return share


@require_safe
@signed_in
def facility_detail(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """One facility."""
    row = _found_facility(actor, public_id)
    context = {
        "facility": row,
        "services": [ALL_SERVICES.get(code, code) for code in row.services],
        "ancestors": [*selectors.ancestors_of(row.place), row.place],
        "may_edit": may_at_all(actor, "change", "places.facility"),
    }
    return render(request, "places/facility.html", context)


@require_form
@signed_in
def add_facility(request: HttpRequest, actor: Actor, iso3: str, pcode: str) -> HttpResponse:
    """A facility in this place."""
    require_at_all(actor, "create", "places.facility")
    place = found_place(actor, iso3, pcode)
    form = FacilityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        details = form.details
        try:
            row = services.add_facility(actor, place, details.pop("code"), details.pop("type"), form.names, **details)
            return redirect("places:facility", row.public_id)
        except Problem as problem:
            explain(form, problem)
    return form_page(request, form, _("Add a facility in %(place)s") % {"place": place}, place_url(place))


@require_form
@signed_in
def change_facility(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """What a facility is, where, and whether it is open."""
    require_at_all(actor, "change", "places.facility")
    row = _found_facility(actor, public_id)
    initial = {name: getattr(row, name) for name in (*FacilityForm.base_fields,)} | {"place": row.place.path}
    form = FacilityChangeForm(request.POST or None, initial=initial, names=row.names)
    if request.method == "POST" and form.is_valid():
        try:
            place = selectors.places(actor).get(path=form.cleaned_data["place"])
            changes = {"names": form.names, "place": place, **form.details}
            services.update_facility(actor, row, changes, form.cleaned_data["version"])
            return redirect("places:facility", row.public_id)
        except Problem as problem:
            explain(form, problem)
    back = reverse("places:facility", args=[row.public_id])
    return form_page(request, form, _("Change %(facility)s") % {"facility": row}, back)


def _found_facility(actor: Actor, public_id: UUID) -> Facility:
    row = selectors.facilities(actor).filter(public_id=public_id).first()
    if row is None:
        raise Problem(NOT_FOUND)
    return row

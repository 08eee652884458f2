"""Pages on households."""

from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.people import selectors, services
from pamoja.apps.people.forms import HouseholdForm, MemberForm
from pamoja.apps.people.lists import HOUSEHOLDS
from pamoja.apps.people.models import Household, Membership, Person
from pamoja.core.accounts.guards import signed_in
from pamoja.core.audit.services import Act, record, record_many
from pamoja.core.lists import respond
from pamoja.core.permissions import Actor, may, may_at_all, require_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form

KIND = "people.household"
UNPROCESSABLE = 422


@require_safe
@signed_in
def household_list(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Every household that the actor may see."""
    require_at_all(actor, "view", KIND)
    record_many(actor, [Act("list", KIND)])
    present = Count("memberships", filter=Q(memberships__until__isnull=True))
    rows = selectors.with_places(selectors.households(actor)).annotate(member_count=present)
    context = {"may_create": may_at_all(actor, "create", KIND)}
    return respond(request, HOUSEHOLDS, rows, "people/households.html", context)


@require_form
@signed_in
def household_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add a household."""
    require_at_all(actor, "create", KIND)
    form = HouseholdForm(request.POST or None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            household = services.create_household(actor, data["number"], data["place"])
        except Problem as problem:
            form.take_problem(problem)
        else:
            return redirect("people:household", household.public_id)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "people/household_form.html", {"form": form}, status=status)


@require_safe
@signed_in
def household_detail(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """One household and its members."""
    household = selectors.household_of(actor, public_id)
    record(actor, "view", household)
    return _draw(request, actor, household, MemberForm())


@require_POST
@signed_in
def member_add(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Let somebody belong to the household; several who fit the words are offered to choose from."""
    household = selectors.household_of(actor, public_id)
    form = MemberForm(request.POST)
    if not form.is_valid():
        return _draw(request, actor, household, form)
    found = _wanted(actor, form)
    if len(found) != 1:
        words = _("Several persons fit: choose one.") if found else _("Nobody is found by these words.")
        form.add_error("who", words)
        return _draw(request, actor, household, form, found)
    data = form.cleaned_data
    try:
        services.add_member(actor, household, found[0], data["role"], data["collector"], data["since"])
    except Problem as problem:
        form.take_problem(problem)
        return _draw(request, actor, household, form)
    return redirect("people:household", public_id)


@require_POST
@signed_in
def member_end(request: HttpRequest, actor: Actor, public_id: UUID, part: UUID) -> HttpResponse:
    """Let a member leave today."""
    services.end_membership(actor, _member(actor, public_id, part))
    return redirect("people:household", public_id)


@require_POST
@signed_in
def member_collects(request: HttpRequest, actor: Actor, public_id: UUID, part: UUID) -> HttpResponse:
    """Make a member the primary or alternate collector, or neither."""
    services.name_collector(actor, _member(actor, public_id, part), request.POST.get("collector", ""))
    return redirect("people:household", public_id)


def _wanted(actor: Actor, form: MemberForm) -> list[Person]:
    if chosen := form.cleaned_data["person"]:
        return [selectors.person_of(actor, chosen)]
    return [found.person for found in selectors.search(actor, form.cleaned_data["who"])]


def _member(actor: Actor, household: UUID, part: UUID) -> Membership:
    found = Membership.objects.filter(household=selectors.household_of(actor, household), public_id=part).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found  # type: ignore[no-any-return]


def _draw(
    request: HttpRequest, actor: Actor, household: Household, form: MemberForm, found: list[Person] | None = None
) -> HttpResponse:
    context = {
        "household": household,
        "members": selectors.members_of(actor, household),
        "collectors": Membership.Collector.choices,
        "may_change": may(actor, "change", household),
        "form": form,
        "found": found or [],
    }
    return render(request, "people/household.html", context, status=UNPROCESSABLE if form.is_bound else 200)

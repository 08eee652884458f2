"""Pages on which two records become one, and two again."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from pamoja.apps.people import selectors, services
from pamoja.apps.people.models import Person
from pamoja.core.accounts.guards import signed_in
from pamoja.core.audit.services import record
from pamoja.core.languages import language_words
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form
from pamoja.engines.people import births


def _functioning(person: Person) -> str:
    state = person.is_with_disability
    return "" if state is None else str(_("With disability") if state else _("Without disability"))


def _languages(person: Person) -> str:
    return ", ".join(language_words(code) for code in person.languages or [])


ROWS: dict[str, tuple[str | Promise, Callable[[Person], str]]] = {
    "sex": (gettext_lazy("Sex"), lambda person: person.get_sex_display()),
    "birth": (gettext_lazy("Birth date"), lambda person: births.write(person.birth) if person.birth else ""),
    "languages": (gettext_lazy("Languages spoken"), _languages),
    "functioning": (gettext_lazy("Functioning"), _functioning),
    "place": (gettext_lazy("Place"), lambda person: str(person.place or "")),
}


@require_form
@signed_in
def merge(request: HttpRequest, actor: Actor, public_id: UUID, other: UUID) -> HttpResponse:
    """Two records side by side; one chooses for each row which value stays."""
    kept = selectors.person_of(actor, public_id, "merge")
    absorbed = selectors.person_of(actor, other, "merge")
    if request.method == "POST":
        choices = {name: request.POST[name] for name in ROWS if request.POST.get(name) in ("kept", "absorbed")}
        services.merge_people(actor, kept, absorbed, choices)
        messages.success(request, _("Merged. It can be undone on this page."))
        return redirect("people:detail", kept.public_id)
    for person in (kept, absorbed):
        record(actor, "view", person)
    context = {"kept": kept, "absorbed": absorbed, "rows": _rows(kept, absorbed)}
    return render(request, "people/merge.html", context)


@require_POST
@signed_in
def unmerge(request: HttpRequest, actor: Actor, public_id: UUID, part: UUID) -> HttpResponse:
    """Undo a merge."""
    person = selectors.person_of(actor, public_id)
    standing = selectors.merges_of(person).filter(public_id=part).first()
    if standing is None:
        raise Problem(NOT_FOUND)
    again = services.unmerge_people(actor, standing)
    messages.success(request, _("Undone: there are two records again."))
    return redirect("people:detail", again.public_id)


def _rows(kept: Person, absorbed: Person) -> list[dict[str, object]]:
    """Each row with both values, and which one is chosen at first: what is there, the kept one's before."""
    return [
        {
            "name": name,
            "label": label,
            "kept": show(kept),
            "absorbed": show(absorbed),
            "chosen": "kept" if show(kept) or not show(absorbed) else "absorbed",
            "differs": show(kept) != show(absorbed),
        }
        for name, (label, show) in ROWS.items()
    ]

"""Consent, and the one question every use of personal data must ask."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from pamoja.apps.people.models import Consent, Person
from pamoja.apps.people.problems import NO_CONSENT
from pamoja.apps.people.services.persons import require_change
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor
from pamoja.core.problems import INVALID_INPUT, Problem


def give_consent(
    actor: Actor,
    person: Person,
    purpose: str,
    *,
    recipient: str = "",
    scope: Sequence[str] = (),
    basis: str = Consent.Basis.CONSENT,
    since: date | None = None,
    until: date | None = None,
) -> Consent:
    """Record that the person allowed a purpose, from `since` (today) to `until` (open), both days included."""
    since = since or now().date()
    _require_sense(purpose, basis, since, until)
    with transaction.atomic():
        require_change(actor, person)
        made: Consent = Consent.objects.create(
            person=person,
            purpose=purpose,
            recipient=recipient.strip(),
            scope=list(scope),
            basis=basis,
            since=since,
            until=until,
            created_by=actor.user,
        )
        record(actor, "give_consent", person, purpose=purpose)
        emit(person.workspace, "consent.given", person, purpose=purpose)
    return made


def withdraw_consent(actor: Actor, consent: Consent) -> None:
    """End a consent now; what was done under it before stays lawful."""
    person = consent.person
    with transaction.atomic():
        require_change(actor, person)
        if consent.withdrawn_at is None:
            consent.withdrawn_at = now()
            consent.save(update_fields=["withdrawn_at"])
            record(actor, "withdraw_consent", person, purpose=consent.purpose)
            emit(person.workspace, "consent.withdrawn", person, purpose=consent.purpose)


def may_use(person: Person, purpose: str, recipient: str = "", part: str = "", on: date | None = None) -> bool:
    """Say whether data of this person may be used for a purpose on a day, default today.

    `recipient` must be named in the consent when data leave the workspace; `part` is the kind of data, covered by a
    consent without scope or one that lists it.
    """
    on = on or now().date()
    in_force = Q(since__lte=on, withdrawn_at__isnull=True) & (Q(until__isnull=True) | Q(until__gte=on))
    given = Consent.objects.filter(in_force, person=person, purpose=purpose, recipient=recipient)
    return any(not scope or part in scope for scope in given.values_list("scope", flat=True))


def require_use(person: Person, purpose: str, recipient: str = "", part: str = "") -> None:
    """Raise NO_CONSENT unless the person allowed this use."""
    if not may_use(person, purpose, recipient, part):
        raise Problem(NO_CONSENT)


def _require_sense(purpose: str, basis: str, since: date, until: date | None) -> None:
    if purpose not in Consent.Purpose.values or basis not in Consent.Basis.values:
        raise Problem(INVALID_INPUT, errors=[{"where": "purpose", "detail": _("Choose from the list.")}])
    if until and until < since:
        raise Problem(INVALID_INPUT, errors=[{"where": "until", "detail": _("It ends before it begins.")}])

"""Proposing, accepting and ending agreements; both sides' audits and events tell of each act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from pamoja.core.accounts.models import Grant
from pamoja.core.agreements.models import Agreement
from pamoja.core.agreements.sharing import SHAREABLE
from pamoja.core.audit.services import Act, record_all
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.notifications.services import notify
from pamoja.core.permissions import KINDS, Actor, require, require_at_all
from pamoja.core.problems import CONFLICT, INVALID_INPUT, NOT_ALLOWED, Problem
from pamoja.core.workspaces.models import Workspace

KIND = "agreements.agreement"


@dataclass(frozen=True)
class Terms:
    """What is proposed: `fields` by kind, `place_paths` (empty: everywhere), first and last day."""

    purpose: str
    fields: Mapping[str, Sequence[str]]
    starts: date
    ends: date
    place_paths: Sequence[str] = ()


@transaction.atomic
def propose_agreement(actor: Actor, receiver: Workspace, terms: Terms) -> Agreement:
    """Offer to share with another workspace; nothing is shared until it accepts."""
    require_at_all(actor, "propose", KIND)
    assert actor.workspace is not None
    assert actor.user is not None
    if receiver.pk == actor.workspace.pk or terms.ends < terms.starts:
        raise Problem(INVALID_INPUT, _("Name another workspace, and a last day that is not before the first."))
    agreement = Agreement.objects.create(
        giver=actor.workspace,
        receiver=receiver,
        purpose=terms.purpose,
        fields=_checked(terms.fields),
        place_paths=_paths(terms.place_paths),
        starts=terms.starts,
        ends=terms.ends,
        proposed_by=actor.user,
    )
    _tell(actor, agreement, "propose", "agreement.proposed", "agreement-proposed")
    return agreement


@transaction.atomic
def accept_agreement(actor: Actor, agreement: Agreement) -> Agreement:
    """Put it in force, by an owner of the receiving side."""
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    require(actor, "accept", locked)
    if actor.workspace is None or actor.workspace.pk != locked.receiver_id:
        raise Problem(NOT_ALLOWED, _("The other side accepts what this side proposed."))
    if locked.accepted_at or locked.ended_at:
        raise Problem(CONFLICT)
    locked.accepted_by, locked.accepted_at = actor.user, now()
    locked.save(update_fields=["accepted_by", "accepted_at"])
    _tell(actor, locked, "accept", "agreement.accepted", "agreement-accepted")
    return locked


@transaction.atomic
def end_agreement(actor: Actor, agreement: Agreement) -> Agreement:
    """End it at once (or decline a proposal), by an owner of either side."""
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    require(actor, "end", locked)
    if locked.ended_at is None:
        locked.ended_at = now()
        locked.save(update_fields=["ended_at"])
        _tell(actor, locked, "end", "agreement.ended", "agreement-ended")
    return locked


def _checked(fields: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Only what apps let out, and at least one field."""
    chosen = {kind: list(names) for kind, names in fields.items() if names}
    is_known = all(kind in SHAREABLE and set(names) <= SHAREABLE[kind].keys() for kind, names in chosen.items())
    if not chosen or not is_known or any(KINDS[kind].is_protected for kind in chosen):
        raise Problem(INVALID_INPUT, _("Choose at least one field that can be shared."))
    return chosen


def _paths(paths: Sequence[str]) -> list[str]:
    """Whole paths only: one without its last slash, or an empty one, would reach into other places."""
    if not all(path.strip("/") and path.endswith("/") for path in paths):
        raise Problem(INVALID_INPUT, _("Name places by their whole path."))
    return list(paths)


def _tell(actor: Actor, agreement: Agreement, verb: str, event: str, code: str) -> None:
    act = Act(verb, KIND, str(agreement.public_id), {"kinds": sorted(agreement.fields)})
    for side in (agreement.giver, agreement.receiver):
        record_all([(actor, act)], side)
        emit(side, event, agreement)
    other = agreement.receiver if actor.workspace == agreement.giver else agreement.giver
    owners = Grant.objects.filter(workspace=other, role="owner", user__is_active=True).select_related("user")
    for user in {grant.user for grant in owners if grant.user}:
        notify(user, code, reverse("agreements"), other)

"""Offers to join a workspace."""

import hashlib
import hmac
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from pamoja.core.accounts.actors import hash_secret, person
from pamoja.core.accounts.models import Grant, Invitation, User
from pamoja.core.accounts.problems import EMAIL_TAKEN, LINK_NOT_VALID
from pamoja.core.accounts.selectors import live
from pamoja.core.accounts.services.claiming import ensure_claimed
from pamoja.core.accounts.services.giving import Given, ensure_may_give, given_by
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit, enqueue
from pamoja.core.notifications.services import notify
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import Problem

VALID_FOR = timedelta(days=14)
MAIL_HANDLER = "accounts.invitation_mail"


@transaction.atomic
def invite(actor: Actor, email: str, given: Given) -> Invitation:
    """Offer a role to an address; the link goes there by mail. An open offer to the same address is replaced."""
    assert actor.workspace is not None
    assert actor.user is not None
    ensure_may_give(actor, given)
    address = email.strip().lower()
    for old in Invitation.objects.filter(live(), workspace=actor.workspace, email=address):
        withdraw_invitation(actor, old)
    invitation = Invitation(workspace=actor.workspace, email=address, invited_by=actor.user)
    invitation.expires_at = now() + VALID_FOR
    invitation.secret_hash = hash_secret(secret_of(invitation))
    for name, value in given.as_columns().items():
        setattr(invitation, name, value)
    invitation.save()
    require(actor, "create", invitation)
    record(actor, "create", invitation, role=given.role, scope=given.scope)
    emit(actor.workspace, "invitation.created", invitation)
    enqueue(actor.workspace, MAIL_HANDLER, f"{MAIL_HANDLER}:{invitation.public_id}", {"invitation": invitation.pk})
    return invitation


@transaction.atomic
def withdraw_invitation(actor: Actor, invitation: Invitation) -> None:
    """Make the link worthless."""
    require(actor, "change", invitation)
    if invitation.withdrawn_at is None and invitation.accepted_at is None:
        invitation.withdrawn_at = now()
        invitation.save(update_fields=["withdrawn_at"])
        record(actor, "withdraw", invitation)
        emit(invitation.workspace, "invitation.withdrawn", invitation)


@transaction.atomic
def accept_invitation(user: User, invitation: Invitation) -> Grant:
    """Join: once, while it is open, and only if who invited may still give this role."""
    locked = Invitation.objects.select_for_update().filter(live(), pk=invitation.pk).first()
    if locked is None:
        raise Problem(LINK_NOT_VALID)
    ensure_claimed(user)
    ensure_may_give(person(locked.invited_by, locked.workspace), given_by(locked))
    grant, _is_new = Grant.objects.get_or_create(
        workspace=locked.workspace, user=user, credential=None, **given_by(locked).as_columns()
    )
    locked.accepted_at = now()
    locked.save(update_fields=["accepted_at"])
    record(person(user, locked.workspace), "accept", locked, role=grant.role)
    emit(locked.workspace, "invitation.accepted", locked)
    notify(locked.invited_by, "invitation-accepted", reverse("members"), locked.workspace)
    return grant


@transaction.atomic
def accept_as_new(invitation: Invitation, name: str, password: str, language: str) -> User:
    """Make the account of the invited address and join. The link proves that the address is theirs."""
    if User.objects.filter(email=invitation.email).exists():
        raise Problem(EMAIL_TAKEN, _("Sign in to accept the invitation."))
    user: User = User.objects.create_user(invitation.email, password, name=name, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    accept_invitation(user, invitation)
    return user


def secret_of(invitation: Invitation) -> str:
    """The secret of the link, derived from the server's key: the outbox need not carry it."""
    key = hashlib.sha256(b"pamoja invitation\x00" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, invitation.public_id.bytes, hashlib.sha256).hexdigest()


def link_of(invitation: Invitation) -> str:
    """The address that accepts."""
    return settings.BASE_URL + reverse("open_invitation", args=[secret_of(invitation)])

"""Secrets of programs and devices."""

from datetime import datetime

from django.db import transaction

from pamoja.core.accounts.actors import hash_secret, new_secret
from pamoja.core.accounts.models import Credential, Grant
from pamoja.core.accounts.services.giving import Given, ensure_may_give
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require


@transaction.atomic
def create_credential(
    actor: Actor, type_: str, name: str, given: Given, expires_at: datetime | None = None
) -> tuple[Credential, str]:
    """A credential and its secret; the secret is given here and never again."""
    assert actor.workspace is not None
    ensure_may_give(actor, given)
    secret = new_secret()
    credential = Credential.objects.create(
        workspace=actor.workspace,
        type=type_,
        name=name,
        secret_hash=hash_secret(secret),
        created_by=actor.user,
        expires_at=expires_at,
    )
    require(actor, "create", credential)
    Grant.objects.create(workspace=actor.workspace, credential=credential, **given.as_columns())
    record(actor, "create", credential, type=type_, role=given.role, scope=given.scope)
    emit(actor.workspace, "credential.created", credential, type=type_)
    return credential, secret


@transaction.atomic
def revoke_credential(actor: Actor, credential: Credential) -> Credential:
    """Make a secret worthless at once; the row stays, because the audit names it."""
    require(actor, "change", credential)
    if credential.revoked_at is None:
        credential.revoked_at = now()
        credential.save(update_fields=["revoked_at"])
        record(actor, "revoke", credential)
        emit(credential.workspace, "credential.revoked", credential)
    return credential

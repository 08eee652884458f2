"""Devices that collect: each has a secret of its own and sees only the forms that it was given."""

from collections.abc import Iterable

from django.db import transaction

from pamoja.apps.forms.models import Form
from pamoja.core.accounts.actors import hash_secret, new_key
from pamoja.core.accounts.models import Credential, Grant
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, require
from pamoja.core.workspaces.context import active_workspace

ROLE = "collector"


def add_collector(actor: Actor, name: str, forms: Iterable[Form] = ()) -> tuple[Credential, str]:
    """A new device and its secret, which is shown once and never kept."""
    secret, workspace = new_key(), active_workspace()
    with transaction.atomic():
        credential = Credential.objects.create(
            workspace=workspace,
            type=Credential.Type.DEVICE,
            name=name,
            secret_hash=hash_secret(secret),
            created_by=actor.user,
        )
        require(actor, "create", credential)
        Grant.objects.create(workspace=workspace, credential=credential, role=ROLE, scope=Grant.Scope.ASSIGNED)
        record(actor, "create", credential)
        assign_forms(actor, credential, forms)
    return credential, secret


def assign_forms(actor: Actor, credential: Credential, forms: Iterable[Form]) -> None:
    """Give a device exactly these forms; others that it had are taken away."""
    wanted = list(forms)
    with transaction.atomic():
        require(actor, "change", credential)
        for form in wanted:
            require(actor, "change", form)
        for form in Form.objects.filter(collectors=credential).exclude(pk__in=[f.pk for f in wanted]):
            require(actor, "change", form)
            form.collectors.remove(credential)
        for form in wanted:
            form.collectors.add(credential)
        record(actor, "assign", credential, forms=[str(form.public_id) for form in wanted])


def renew_secret(actor: Actor, credential: Credential) -> str:
    """A new secret for a device; the old one stops at once."""
    secret = new_key()
    with transaction.atomic():
        require(actor, "change", credential)
        credential.secret_hash = hash_secret(secret)
        credential.save(update_fields=["secret_hash"])
        record(actor, "renew", credential)
    return secret


def revoke_collector(actor: Actor, credential: Credential) -> None:
    """A device that was lost or is done with may do nothing more."""
    with transaction.atomic():
        require(actor, "delete", credential)
        credential.revoked_at = now()
        credential.save(update_fields=["revoked_at"])
        record(actor, "revoke", credential)

"""From an account or a credential to the actor that services ask about."""

import hashlib
import secrets
import string
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q

from pamoja.core.accounts.models import Credential, Grant, Role, User
from pamoja.core.clock import now
from pamoja.core.permissions import ANONYMOUS, Actor, Held, built_in
from pamoja.core.shortly import Shortly
from pamoja.core.workspaces.models import Workspace

SECRET_BYTES = 32
KEY_ALPHABET = string.ascii_lowercase + string.digits + "!$"
KEY_LENGTH = 64
# "Last used" is for people who look for lost devices: a write for each request would cost more than it says.
USE_NOTED_EVERY = timedelta(minutes=5)


def new_secret() -> str:
    """A fresh secret for a link, a device or a program: 256 random bits, safe in a URL."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_key() -> str:
    """A fresh secret for a device: 64 characters (336 random bits) that every collecting app takes for a key."""
    return "".join(secrets.choice(KEY_ALPHABET) for _ in range(KEY_LENGTH))


def hash_secret(secret: str) -> str:
    """What is kept of a secret. Its 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def workspaces_of(user: User) -> "Iterable[Workspace]":
    """The workspaces in which the person holds a grant, by name."""
    return Workspace.objects.filter(grants__user=user).distinct()


def person(user: User, workspace: Workspace | None) -> Actor:
    """The person at work in a workspace (None: signed in, in no workspace)."""
    held = _held(Grant.objects.filter(user=user, workspace=workspace), workspace) if workspace else ()
    return Actor(f"user:{user.public_id}", workspace, user, grants=held, is_operator=user.is_operator)


def holder(credential: Credential) -> Actor:
    """The device or program that holds a credential."""
    workspace = credential.workspace
    held = _held(Grant.objects.filter(credential=credential, workspace=workspace), workspace)
    return Actor(f"{credential.type}:{credential.public_id}", workspace, None, credential.pk, held)


def actor_by_secret(secret: str) -> Actor:
    """The actor of a bearer secret; ANONYMOUS when it is unknown, expired or revoked."""
    live = Q(expires_at__isnull=True) | Q(expires_at__gt=now())
    found = Credential.objects.select_related("workspace").filter(
        live, secret_hash=hash_secret(secret), revoked_at__isnull=True
    )
    credential = found.first()
    if credential is None:
        return ANONYMOUS
    _note_use(credential)
    return holder(credential)


def _note_use(credential: Credential) -> None:
    """Keep when a secret was last used, to five minutes."""
    at = now()
    if credential.last_used_at is None or at - credential.last_used_at > USE_NOTED_EVERY:
        Credential.objects.filter(pk=credential.pk).update(last_used_at=at)


_devices: Shortly[Actor] = Shortly()


def device_by_secret(secret: str) -> Actor:
    """As `actor_by_secret`, for the addresses that devices send to many times a minute."""
    return _devices.get(hash_secret(secret), lambda: actor_by_secret(secret))


def _held(grants: "Iterable[Grant]", workspace: Workspace | None) -> tuple[Held, ...]:
    rows = list(grants)
    has_own = any(built_in(grant.role) is None for grant in rows)
    own = dict(Role.objects.filter(workspace=workspace).values_list("slug", "permissions")) if has_own else {}
    return tuple(
        Held(
            built_in(grant.role) or own.get(grant.role, {}),
            grant.scope,
            grant.place_path,
            grant.team_id,
            grant.role,
            grant.within_kind,
            grant.within_id,
        )
        for grant in rows
    )

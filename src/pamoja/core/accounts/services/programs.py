"""Sign-in of a person with a program, and the numbers by which programs know actors."""

import hmac
from datetime import timedelta
from typing import Any

from django.db import transaction

from pamoja.core.accounts.actors import hash_secret, new_key, person
from pamoja.core.accounts.models import ActorNumber, Credential, ProgramSession, User
from pamoja.core.audit.services import Act, record_many
from pamoja.core.clock import now
from pamoja.core.workspaces.models import Workspace

LIFETIME = timedelta(days=1)


@transaction.atomic
def sign_in(user: User, workspace: Workspace) -> tuple[ProgramSession, str, str]:
    """Begin a session of a person who has proved who they are; the workspace's audit says so."""
    begun = begin_session(user)
    user.last_login = now()
    user.save(update_fields=["last_login"])
    record_many(person(user, workspace), [Act("sign-in", "accounts.session", str(user.public_id))])
    return begun


def begin_session(user: User) -> tuple[ProgramSession, str, str]:
    """A new session with its secret and the token against forged requests, which are told once."""
    secret, csrf, at = new_key(), new_key(), now()
    session = ProgramSession.objects.create(
        user=user,
        secret_hash=hash_secret(secret),
        csrf_hash=hash_secret(csrf),
        created_at=at,
        expires_at=at + LIFETIME,
    )
    return session, secret, csrf


def find_session(secret: str) -> ProgramSession | None:
    """The live session of a secret, of somebody who may still sign in."""
    found = ProgramSession.objects.select_related("user").filter(
        secret_hash=hash_secret(secret), expires_at__gt=now(), user__is_active=True
    )
    return found.first()


def is_csrf_right(session: ProgramSession, csrf: str) -> bool:
    """Whether the token is the one that was told when the session began."""
    return hmac.compare_digest(session.csrf_hash, hash_secret(csrf))


def end_session(session: ProgramSession) -> None:
    """Sign out."""
    session.delete()


def end_sessions(user: User, but: ProgramSession | None = None) -> None:
    """Sign a person out of all programs, but for the one that asks."""
    ProgramSession.objects.filter(user=user).exclude(pk=but.pk if but else 0).delete()


def forget_expired_sessions() -> int:
    """Remove what can sign nobody in any more; returns how many."""
    return ProgramSession.objects.filter(expires_at__lte=now()).delete()[0]


def number_of(holder: User | Credential) -> int:
    """The number of a person or device; given when it is asked for the first time."""
    key: dict[str, Any] = {"user" if isinstance(holder, User) else "credential": holder}
    with transaction.atomic():
        number, _is_new = ActorNumber.objects.get_or_create(**key)
    return int(number.pk)


def numbers_of(users: set[int], credentials: set[int]) -> tuple[dict[int, int], dict[int, int]]:
    """The numbers of several people and devices by their keys, with two questions when all have one."""
    return _numbers("user_id", users), _numbers("credential_id", credentials)


def _numbers(column: str, keys: set[int]) -> dict[int, int]:
    known = dict(ActorNumber.objects.filter(**{f"{column}__in": keys}).values_list(column, "pk"))
    missing = sorted(keys - known.keys())
    if missing:
        ActorNumber.objects.bulk_create([ActorNumber(**{column: key}) for key in missing], ignore_conflicts=True)
        known = dict(ActorNumber.objects.filter(**{f"{column}__in": keys}).values_list(column, "pk"))
    return known

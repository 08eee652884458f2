"""People, devices and links as the API writes them: actors with one kind of number."""

from typing import Any

from pamoja.apps.forms.contracts import Collector
from pamoja.core.accounts.models import Credential, User
from pamoja.core.accounts.selectors import by_number
from pamoja.core.accounts.services.programs import number_of
from pamoja.formats.central import moment
from pamoja.protocols.odk.rest import refused


def actor_json(holder: User | Credential) -> dict[str, Any]:
    """What everybody may know of who did something."""
    if isinstance(holder, User):
        return _json(holder, "user", holder.name or holder.email, holder.date_joined)
    collector: Collector | None = getattr(holder, "collector", None)
    kind = "public_link" if collector and collector.form_id else "field_key"
    return _json(holder, kind, holder.name, holder.created_at) | {"deletedAt": moment(holder.revoked_at)}


def user_json(user: User) -> dict[str, Any]:
    """An account, for those who may see its e-mail address."""
    return actor_json(user) | {"email": user.email, "lastLoginAt": moment(user.last_login)}


def collector_json(collector: Collector, is_extended: bool = False) -> dict[str, Any]:
    """A device or a public link, with its secret while it has one."""
    credential = collector.credential
    told = actor_json(credential) | {"token": collector.secret, "deletedAt": moment(collector.deleted_at)}
    if collector.form_id:
        told |= {"once": collector.is_once or None}
    else:
        told |= {"projectId": collector.project_id}
    if is_extended:
        maker = credential.created_by
        told |= {"createdBy": actor_json(maker) if maker else None, "properties": collector.properties or None}
        told |= {} if collector.form_id else {"lastUsed": moment(credential.last_used_at)}
    return told


def holder_of(number: str) -> User | Credential:
    """Who has this number, in the workspace. Raises 404.1, 400.11."""
    if not number.isdecimal():
        raise refused("400.11", value=number, expected="integer")
    holder = by_number(int(number))
    if holder is None:
        raise refused("404.1")
    return holder


def person_of(number: str) -> User:
    """The person of the workspace who has this number. Raises 404.1, 400.11."""
    holder = holder_of(number)
    if not isinstance(holder, User):
        raise refused("404.1")
    return holder


def _json(holder: User | Credential, kind: str, name: str, created_at: Any) -> dict[str, Any]:
    return {
        "id": number_of(holder),
        "type": kind,
        "displayName": name,
        "createdAt": moment(created_at),
        "updatedAt": None,
        "deletedAt": None,
    }

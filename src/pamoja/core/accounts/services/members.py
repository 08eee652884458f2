"""People of a workspace as its managers look after them: adding an account, changing it, taking a person out."""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from pamoja.core.accounts.actors import person, workspaces_of
from pamoja.core.accounts.models import Credential, Grant, ProgramSession, User
from pamoja.core.accounts.problems import EMAIL_TAKEN
from pamoja.core.accounts.services.giving import MEMBER, Given, ensure_may_give, told_of
from pamoja.core.accounts.services.grants import end_grant
from pamoja.core.accounts.services.programs import end_sessions
from pamoja.core.audit.services import Act, record, record_many
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import INVALID_INPUT, NOT_ALLOWED, Problem


@transaction.atomic
def add_member(actor: Actor, email: str, name: str = "", password: str | None = None) -> User:
    """A new account of the workspace, with no rights yet. Raises EMAIL_TAKEN, INVALID_INPUT.

    Who has an account is invited instead: nobody is put to work somewhere without being asked.
    """
    address = _checked(email)
    if User.objects.filter(email=address).exists():
        raise Problem(EMAIL_TAKEN)
    if password is not None:
        check_strength(password, User(email=address, name=name))
    user: User = User.objects.create_user(address, password, name=name, is_claimed=False)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record_many(actor, [_act("create", user)])
    give_role(actor, user, Given(MEMBER))
    return user


@transaction.atomic
def give_role(actor: Actor, to: User | Credential, given: Given) -> bool:
    """Give a person, or a device, a role; False when they have it.

    Who gives it in one project or form alone is asked by its app.
    """
    assert actor.workspace is not None
    ensure_may_give(actor, given)
    columns = given.as_columns() | _held_by(to)
    if Grant.objects.filter(workspace=actor.workspace, **columns).exists():
        return False
    grant = Grant.objects.create(workspace=actor.workspace, **columns)
    if given.scope != Grant.Scope.WITHIN:
        require(actor, "create", grant)
    record(actor, "create", grant, **told_of(grant))
    emit(actor.workspace, "grant.created", grant, role=given.role)
    return True


@transaction.atomic
def take_role(actor: Actor, of: User | Credential, given: Given) -> bool:
    """Take a role from a person or device; False when they do not have it. A person stays a member."""
    grant = Grant.objects.filter(workspace=actor.workspace, **given.as_columns(), **_held_by(of)).first()
    if grant is None:
        return False
    if isinstance(of, User) and _is_last(grant):
        give_role(actor, of, Given(MEMBER))
    if given.scope != Grant.Scope.WITHIN:
        end_grant(actor, grant)
        return True
    ensure_may_give(actor, given)
    record(actor, "delete", grant, **told_of(grant))
    emit(grant.workspace, "grant.ended", grant, role=grant.role)
    grant.delete()
    return True


def _held_by(holder: User | Credential) -> dict[str, Any]:
    return {"user" if isinstance(holder, User) else "credential": holder}


def _is_last(grant: Grant) -> bool:
    mine = Grant.objects.filter(workspace=grant.workspace, user=grant.user)
    return not mine.exclude(pk=grant.pk).exists()


@transaction.atomic
def remove_member(actor: Actor, user: User) -> None:
    """Take a person out of the workspace; the account stays, because records name it."""
    for grant in Grant.objects.filter(workspace=actor.workspace, user=user):
        end_grant(actor, grant)
    record_many(actor, [_act("delete", user)])
    if not Grant.objects.filter(user=user).exists():
        end_sessions(user)


@transaction.atomic
def change_account(actor: Actor, user: User, changes: Mapping[str, str]) -> User:
    """Another name or e-mail. Raises NOT_ALLOWED, EMAIL_TAKEN, INVALID_INPUT.

    A new address is unproven. An account that works in another workspace too, or looks after the installation, is its
    holder's alone.
    """
    if user != actor.user:
        require_keeper(actor, user)
    if "email" in changes and (address := _checked(changes["email"])) != user.email:
        if User.objects.filter(email=address).exists():
            raise Problem(EMAIL_TAKEN)
        EmailAddress.objects.filter(user=user, email=user.email).update(email=address)
        user.email, user.is_claimed = address, False
    if "name" in changes:
        user.name = changes["name"]
    user.save()
    record_many(actor, [_act("change", user, fields=sorted(changes))])
    return user


@transaction.atomic
def change_password(user: User, password: str, but: ProgramSession | None = None) -> None:
    """A new password for oneself; all sessions end, but for the one of the program that asks. Raises INVALID_INPUT."""
    check_strength(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user, but)
    for workspace in workspaces_of(user):
        record_many(person(user, workspace), [_act("change", user, fields=["password"])])


@transaction.atomic
def invalidate_password(actor: Actor, user: User) -> None:
    """Let an account's password open nothing any more, and end its sessions. Raises NOT_ALLOWED."""
    require_keeper(actor, user)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)
    record_many(actor, [_act("change", user, fields=["password"], ended=True)])


def require_keeper(actor: Actor, user: User) -> None:
    """Raise NOT_ALLOWED unless the actor looks after this account: it is of their workspace alone."""
    elsewhere = Grant.objects.filter(user=user).exclude(workspace=actor.workspace)
    if user.is_operator or elsewhere.exists():
        raise Problem(NOT_ALLOWED)
    for grant in Grant.objects.filter(user=user):
        require(actor, "change", grant)


def check_strength(password: str, user: User) -> None:
    """Raise INVALID_INPUT for a password that would be guessed."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Problem(INVALID_INPUT, " ".join(error.messages)) from error


def _act(verb: str, user: User, **detail: Any) -> Act:
    """What was done to an account: no permission covers accounts, for they belong to no workspace."""
    return Act(verb, "accounts.user", str(user.public_id), detail)


def _checked(email: str) -> str:
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise Problem(INVALID_INPUT, " ".join(error.messages)) from error
    return email.strip().lower()

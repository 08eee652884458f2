"""People of the workspace: accounts, their details, passwords, and what each prefers to see."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from zxcvbn import zxcvbn

from pamoja.core.accounts.models import Grant, User
from pamoja.core.accounts.passwords import LEAST_SCORE
from pamoja.core.accounts.services import add_member, change_account, remove_member, require_keeper
from pamoja.core.accounts.services.programs import end_sessions
from pamoja.core.clock import now
from pamoja.core.ratelimit.callers import by_address
from pamoja.core.ratelimit.limits import register_limit
from pamoja.core.ratelimit.services import take
from pamoja.protocols.odk.auth import check_password
from pamoja.protocols.odk.people import person_of, user_json
from pamoja.protocols.odk.preferences import preferences_of
from pamoja.protocols.odk.rest import SUCCESS, Call, refused

SHORTEST, LONGEST = 10, 72
RESET_MAILS = register_limit("reset-mails", 10, 600)  # by address: nobody's mailbox is flooded from here
NAMES = {"email": "email", "displayName": "name", "password": "password"}


def list_users(call: Call) -> list[dict[str, Any]]:
    """People of the workspace; who may not list them finds one by the whole e-mail address."""
    people = User.objects.filter(grants__workspace=call.workspace).distinct()
    wanted = call.query.get("q", "").strip()
    if not call.may("user.list"):
        return [user_json(user) for user in people.filter(email=wanted.lower())] if wanted else []
    rows = people.order_by("email")
    if wanted:
        exact = rows.filter(email=wanted.lower())
        rows = exact if exact.exists() else rows.filter(email__icontains=wanted) | rows.filter(name__icontains=wanted)
    return [user_json(user) for user in rows]


def create_user(call: Call) -> dict[str, Any]:
    """A new account, with no rights yet. Without a password, its holder is sent a link to choose one."""
    call.require("user.create")
    email = call.value("email")
    if not isinstance(email, str):
        raise refused("400.11", field="email", expected="string")
    _require_address(email)
    password = call.body.get("password")
    if password is not None:
        require_strong(password)
    if User.objects.filter(email=email.strip().lower()).exists():
        raise refused("409.3", fields=["email", "deleted"], values=[email, False])
    user = add_member(call.actor, email, email, password)
    if password is None:
        _send_reset_link(call, user)
    return user_json(user)


def current(call: Call) -> dict[str, Any]:
    """Who calls; on wish with what they may do and what they prefer."""
    told = user_json(call.user)
    if call.is_extended:
        told |= {"verbs": call.verbs(), "preferences": preferences_of(call.user)}
    return told


def read(call: Call, number: str) -> dict[str, Any]:
    """One account."""
    user = person_of(number)
    if user != call.caller.user:
        call.require("user.read")
    return user_json(user)


def change(call: Call, number: str) -> dict[str, Any]:
    """Another e-mail, name or password."""
    user = person_of(number)
    if user != call.caller.user:
        call.require("user.update")
    changes = {ours: call.body[theirs] for theirs, ours in NAMES.items() if call.body.get(theirs) is not None}
    if "email" in changes:
        _require_address(changes["email"])
    if "password" in changes:
        require_strong(changes["password"])
    return user_json(change_account(call.actor, user, changes)) | {"updatedAt": now().isoformat()}


def remove(call: Call, number: str) -> dict[str, Any]:
    """Take a person out of the workspace."""
    user = person_of(number)
    call.require("user.delete")
    remove_member(call.actor, user)
    return SUCCESS


def set_password(call: Call, number: str) -> dict[str, Any]:
    """A new password for oneself, with the old one. Other sessions end."""
    user = person_of(number)
    if user != call.caller.user:
        call.require("user.update")
    old, new = call.body.get("old"), str(call.body.get("new", ""))
    checked = check_password(call.request, user.email, old if isinstance(old, str) else "")
    require_strong(new)
    change_account(call.actor, checked, {"password": new})
    end_sessions(user, call.session)
    return SUCCESS


def start_reset(call: Call) -> dict[str, Any]:
    """Send a link for a new password; with `invalidate`, the old one stops at once."""
    email = call.body.get("email")
    if not email:
        raise refused("400.2", field="email")
    user = User.objects.filter(email=str(email).strip().lower()).first()
    if call.asks("invalidate"):
        call.require("user.password.invalidate")
        if user is not None and Grant.objects.filter(user=user, workspace=call.workspace).exists():
            require_keeper(call.actor, user)
            user.set_unusable_password()
            user.save(update_fields=["password"])
            end_sessions(user)
    take(RESET_MAILS, by_address(call.request))
    if user is not None:
        _send_reset_link(call, user)
    return SUCCESS


def finish_reset(call: Call) -> dict[str, Any]:
    """The link of the mail leads to a page; programs cannot take it."""
    raise refused("403.1" if call.caller.user else "401.2")


def require_strong(password: Any) -> None:
    """Raise 400.11, 400.21, 400.38 or 400.44 for a password that will not do."""
    if not isinstance(password, str):
        raise refused("400.11", field="password", expected="string")
    if len(password) < SHORTEST:
        raise refused("400.21")
    if len(password.encode()) > LONGEST:
        raise refused("400.38")
    judged = zxcvbn(password)
    if judged["score"] < LEAST_SCORE:
        raise refused("400.44", **judged["feedback"])


def _require_address(email: str) -> None:
    if "@" not in email or email.strip() != email:
        raise refused("400.8", field="email", value=email, reason="not a valid email address")


def _send_reset_link(call: Call, user: User) -> None:
    form = ResetPasswordForm(data={"email": user.email})
    if form.is_valid():
        form.save(call.request)

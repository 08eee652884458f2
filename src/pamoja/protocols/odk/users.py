"""People of the workspace: accounts, their details, passwords, and what each prefers to see."""

from collections.abc import Iterable
from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from rapidfuzz import fuzz
from rapidfuzz.utils import default_process
from zxcvbn import zxcvbn

from pamoja.core.accounts.models import Grant, User
from pamoja.core.accounts.passwords import LEAST_SCORE
from pamoja.core.accounts.services import (
    add_member,
    change_account,
    change_password,
    invalidate_password,
    remove_member,
)
from pamoja.core.clock import now
from pamoja.core.ratelimit.callers import by_address
from pamoja.core.ratelimit.limits import register_limit
from pamoja.core.ratelimit.services import take
from pamoja.protocols.odk.auth import check_password
from pamoja.protocols.odk.people import person_of, user_json
from pamoja.protocols.odk.preferences import preferences_of
from pamoja.protocols.odk.rest import SUCCESS, Call, refused

SHORTEST, LONGEST = 10, 72
RESET_MAILS = register_limit("reset-mails", 10, 600)  # by the address of who asks
RESET_MAILS_TO = register_limit("reset-mails-to", 5, 3600)  # to one mailbox: nobody's is flooded from here
NAMES = {"email": "email", "displayName": "name"}
ALIKE = 60  # of 100


def list_users(call: Call) -> list[dict[str, Any]]:
    """People of the workspace; a person who may not list them finds one by the whole e-mail address."""
    may_list = call.may("user.list")
    if not may_list and call.caller.user is None:
        return []
    people = User.objects.filter(grants__workspace=call.workspace).distinct().order_by("email")
    wanted = call.query.get("q", "").strip()
    exact = list(people.filter(email=wanted.lower())) if wanted else []
    if exact or not may_list:
        return [user_json(user) for user in exact]
    return [user_json(user) for user in (_alike(wanted, people) if wanted else people)]


def _alike(wanted: str, people: "Iterable[User]") -> list[User]:
    """People whose name or address is like what is wanted, the most alike first, then those with short addresses."""
    scores = {user: max(_score(wanted, user.name), _score(wanted, user.email)) for user in people}
    found = [user for user, score in scores.items() if score >= ALIKE]
    return sorted(found, key=lambda user: (-scores[user], len(user.email)))


def _score(wanted: str, words: str) -> float:
    """100 for words that hold what is wanted as it stands, else how alike they are to 99."""
    if wanted.lower() in words.lower():
        return 100
    return min(99, fuzz.token_set_ratio(wanted, words, processor=default_process))


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
    name = call.body.get("displayName") or email
    if not isinstance(name, str):
        raise refused("400.11", field="displayName", expected="string")
    user = add_member(call.actor, email, name, password)
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
    """Another e-mail or name; a password is changed by its holder alone."""
    user = person_of(number)
    if user != call.caller.user:
        call.require("user.update")
    changes = {ours: call.body[theirs] for theirs, ours in NAMES.items() if call.body.get(theirs) is not None}
    for name, value in changes.items():
        if not isinstance(value, str):
            raise refused("400.11", field=name, value=value, expected="string")
    if "email" in changes:
        _require_address(changes["email"])
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
    change_password(checked, new, but=call.session)
    return SUCCESS


def start_reset(call: Call) -> dict[str, Any]:
    """Send a link for a new password; with `invalidate`, the old one stops at once."""
    is_invalidating = call.asks("invalidate")
    if is_invalidating:
        call.require_somebody()
    address = str(call.value("email")).strip().lower()
    user = User.objects.filter(email=address).first()
    if is_invalidating:
        call.require("user.password.invalidate")
        if user is not None and Grant.objects.filter(user=user, workspace=call.workspace).exists():
            invalidate_password(call.actor, user)
    take(RESET_MAILS, by_address(call.request))
    take(RESET_MAILS_TO, address)  # of nobody too: who waits must not learn who exists
    if user is not None:
        _send_reset_link(call, user)
    return SUCCESS


def finish_reset(call: Call) -> dict[str, Any]:
    """The link of the mail leads to a page; programs cannot take it."""
    raise refused("403.1")


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
        told = judged["feedback"]
        raise refused("400.44", **{**told, "warning": told["warning"].removesuffix(".")})


def _require_address(email: str) -> None:
    if "@" not in email or email.strip() != email:
        raise refused("400.8", field="email", value=email, reason="not a valid email address")


def _send_reset_link(call: Call, user: User) -> None:
    form = ResetPasswordForm(data={"email": user.email})
    with request_context(call.request):
        if form.is_valid():
            form.save(call.request)

"""What a program that looks for ODK Central asks of the server itself: settings, figures of use, backups.

Settings are kept with the caller's workspace and read again; nothing here acts on them. The server sends nobody figures
of its use, and backups are made by who runs the installation.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

from django.http.response import HttpResponseBase

from pamoja.apps.forms.contracts import SiteSetting
from pamoja.apps.forms.selectors import public_settings
from pamoja.apps.forms.services import MOST_SITE_BYTES, set_site_file, set_site_value, unset_site
from pamoja.core.workspaces.context import streamed, workspace_active
from pamoja.formats.central import moment
from pamoja.protocols.odk.bodies import spooled_body
from pamoja.protocols.odk.files import file_response
from pamoja.protocols.odk.rest import SUCCESS, Call, refused, slow


def _texts(body: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    return {name: body[name] for name in names if isinstance(body.get(name), str) and body[name]}


def _analytics(body: Mapping[str, Any]) -> dict[str, Any]:
    is_enabled = body.get("enabled") is True
    return {"enabled": is_enabled} | (_texts(body, ("email", "organization")) if is_enabled else {})


VALUES: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "analytics": _analytics,
    "login-appearance": lambda body: _texts(body, ("title", "description")),
}
FILES = ("logo", "hero-image")
PUBLIC = ("login-appearance", *FILES)


def public(call: Call) -> dict[str, Any]:
    """Settings of the site that everybody may read, by name."""
    return {each.name: _json(each) for each in public_settings(PUBLIC)}


def read_public(call: Call, name: str) -> Any:
    """One that everybody may read. Raises 403.1, 404.1."""
    if name not in PUBLIC:
        raise refused("403.1")
    return _told(call, next(iter(public_settings([name])), None))


def read(call: Call, name: str) -> Any:
    """A setting of the site. Raises 403.1, 404.1."""
    call.require("config.read")
    return _told(call, SiteSetting.objects.select_related("file__blob", "workspace").filter(name=name).first())


@slow
def change(call: Call, name: str) -> dict[str, Any]:
    """Set one: JSON, or a file as it is. Raises 403.1, 400.6, 400.8."""
    _require_settable(call, name)
    if name in VALUES:
        return _json(set_site_value(call.actor, name, VALUES[name](call.body)))
    kind = call.request.content_type
    if not kind:
        raise refused("400.6", field="Content-Type", value=kind)
    with spooled_body(call.request, MOST_SITE_BYTES) as stream:
        return _json(set_site_file(call.actor, name, stream, kind))


def unset(call: Call, name: str) -> dict[str, Any]:
    """Set one to nothing, whether it was set or not. Raises 403.1, 400.8."""
    _require_settable(call, name)
    unset_site(call.actor, name)
    return SUCCESS


def preview_analytics(call: Call) -> NoReturn:
    """What would be sent about the use of the server: nothing is. Raises 403.1, 501.9."""
    call.require("analytics.read")
    raise refused("501.9")


def back_up(call: Call) -> NoReturn:
    """Raises 403.1, 501.1: who runs the installation backs all of it up, not the owner of one workspace."""
    call.require("backup.run")
    raise refused("501.1", feature="backup")


def _require_settable(call: Call, name: str) -> None:
    call.require("config.set")
    if name not in VALUES and name not in FILES:
        raise refused("400.8", field="key", value=name, reason="the config is unknown or cannot be set.")


def _told(call: Call, setting: SiteSetting | None) -> Any:
    """Its value, or its file. Raises 404.1."""
    if setting is None:
        raise refused("404.1")
    if setting.file is None:
        return _json(setting)
    with workspace_active(setting.workspace):
        answer: Any = file_response(call.request, setting.file, setting.name)
        if answer.streaming:
            answer.streaming_content = streamed(answer.streaming_content)
    found: HttpResponseBase = answer
    return found


def _json(setting: SiteSetting) -> dict[str, Any]:
    content = {"value": setting.value} if setting.file_id is None else {"blobExists": True}
    return {"key": setting.name, "setAt": moment(setting.set_at), **content}

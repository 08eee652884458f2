"""What a program that looks for ODK Central asks of the server itself: settings, figures of use, backups.

None of them is made over this API: settings and backups are made by who runs the installation, and the server sends
nobody figures of its use.
"""

from typing import Any, NoReturn

from pamoja.protocols.odk.rest import Call, refused

PUBLIC = ("login-appearance", "logo", "hero-image")


def public(call: Call) -> dict[str, Any]:
    """Settings of the site that everybody may read: there are none."""
    return {}


def read_public(call: Call, name: str) -> NoReturn:
    """One that everybody may read; none is set. Raises 403.1, 404.1."""
    raise refused("404.1" if name in PUBLIC else "403.1")


def read(call: Call, name: str) -> NoReturn:
    """A setting of the site. Raises 403.1, 404.1."""
    call.require("config.read")
    raise refused("404.1")


def change(call: Call, name: str) -> NoReturn:
    """Raises 403.1, 400.8."""
    call.require("config.set")
    raise refused("400.8", field="key", value=name, reason="the config is unknown or cannot be set.")


def preview_analytics(call: Call) -> NoReturn:
    """What would be sent about the use of the server: nothing is. Raises 403.1, 501.9."""
    call.require("analytics.read")
    raise refused("501.9")


def back_up(call: Call) -> NoReturn:
    """Raises 403.1, 501.1: who runs the installation backs all of it up, not the owner of one workspace."""
    call.require("backup.run")
    raise refused("501.1", feature="backup")

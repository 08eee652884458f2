"""What a programme that looks for ODK Central asks of the server itself."""

from typing import Any

from pamoja.protocols.odk.rest import Call, refused


def public(call: Call) -> dict[str, Any]:
    """Settings of the site that everybody may read: there are none."""
    return {}


def read(call: Call, name: str) -> dict[str, Any]:
    """A setting of the site. Raises 403.1, 404.1."""
    call.require("config.read")
    raise refused("404.1")


def change(call: Call, name: str) -> dict[str, Any]:
    """Settings are made by who runs the installation. Raises 403.1, 400.8."""
    call.require("config.set")
    raise refused("400.8", field="key", value=name, reason="the config is unknown or cannot be set.")

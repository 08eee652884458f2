"""The settings in force: value, origin, and what is misspelt or does not fit together."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings

from pamoja.core.ops.doctor.findings import Finding, bad, warn

PREFIX = "PAMOJA_"
# read by the test tools, not by the product
OTHERS = {"PAMOJA_CONFORMANCE"}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Declared(Protocol):
    """A setting as `pamoja.config.env` declares it."""

    @property
    def name(self) -> str: ...
    @property
    def default(self) -> Any: ...
    @property
    def is_secret(self) -> bool: ...


@dataclass(frozen=True)
class Effective:
    """One line of the list: a secret is shown as set or not, never its value."""

    name: str
    shown: str
    origin: str


def effective_settings() -> list[Effective]:
    """All declared settings with the value in force and where it comes from."""
    return [
        Effective(PREFIX + each.name, _shown(each, settings.PAMOJA[each.name]), _origin(each))
        for each in settings.PAMOJA_SETTINGS
    ]


def _shown(setting: Declared, value: Any) -> str:
    if setting.is_secret:
        return "(not set)" if not value else "(demo secret)" if value == setting.default else "(set, hidden)"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "(none)"
    return str(value) or "(empty)"


def _origin(setting: Declared) -> str:
    if setting.is_secret and (path := os.environ.get(f"{PREFIX}{setting.name}_FILE")):
        return f"file {path}"
    return "environment" if os.environ.get(PREFIX + setting.name) is not None else "default"


def misspelt_settings() -> Iterable[Finding]:
    """Variables with our prefix that no setting reads."""
    known = {PREFIX + each.name for each in settings.PAMOJA_SETTINGS}
    known |= {f"{PREFIX}{each.name}_FILE" for each in settings.PAMOJA_SETTINGS if each.is_secret} | OTHERS
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"Did you mean {near[0]}?" if near else "See docs/reference/settings.md."
            yield warn("settings", f"{name} is set, but no setting has that name.", hint)


def addresses() -> Iterable[Finding]:
    """Whether the public address, the host names and the proxies fit together."""
    base = urlsplit(settings.BASE_URL)
    host = base.hostname or ""
    if not _answers_to(host):
        advice = f"Add {host} to PAMOJA_ALLOWED_HOSTS."
        yield bad("address", f"The server does not answer to the host of PAMOJA_BASE_URL, {host}.", advice)
    if settings.IS_PRODUCTION and base.scheme != "https" and host not in LOOPBACK:
        yield bad("address", "Pages and passwords travel unencrypted.", "Put https:// in PAMOJA_BASE_URL; see deploy/.")
    if base.scheme == "https" and not settings.PAMOJA["TRUSTED_PROXIES"]:
        advice = "Set PAMOJA_TRUSTED_PROXIES=1 behind one reverse proxy, or every visitor shares its address."
        yield warn("address", "https is on but no proxy is trusted.", advice)


def _answers_to(host: str) -> bool:
    allowed = settings.ALLOWED_HOSTS
    return any(a in ("*", host, f"[{host}]") or (a.startswith(".") and f".{host}".endswith(a)) for a in allowed)


def demo_in_public() -> Iterable[Finding]:
    """A demo has known passwords and keys."""
    is_public = (urlsplit(settings.BASE_URL).hostname or "") not in LOOPBACK
    if settings.PAMOJA["MODE"] == "demo" and is_public:
        advice = "Set PAMOJA_MODE=production with keys of your own before real data goes in."
        yield bad("mode", "This is a demo, with known passwords and keys, on a public address.", advice)


def mail() -> Iterable[Finding]:
    """Invitations and password resets need e-mail."""
    if settings.IS_PRODUCTION and not settings.PAMOJA["EMAIL_URL"]:
        yield warn("mail", "E-mail is written to a folder, nobody receives it.", "Set PAMOJA_EMAIL_URL.")

"""The schemes of URNs, in alphabetical order of their names: what a path may be, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pamoja.engines.text.cases import lower, upper
from pamoja.engines.urns.phones import national, normal_path


def _same(path: str) -> str:
    return path


@dataclass(frozen=True, slots=True)
class Scheme:
    """`pattern` is what the whole path must match, None for anything; `normal` and `format` rewrite a path."""

    prefix: str
    name: str
    pattern: re.Pattern[str] | None = None
    normal: Callable[[str], str] = _same
    format: Callable[[str], str] = _same

    def takes(self, path: str) -> bool:
        return self.pattern is None or self.pattern.fullmatch(path) is not None


def _handle(path: str) -> str:
    return lower(path).removeprefix("@")


def _business_id(path: str) -> str:
    """The country at the beginning in capitals."""
    country, point, rest = path.partition(".")
    return f"{upper(country)}.{rest}" if point and len(country.encode()) == 2 else path


_ADDRESS = r"[^\t\n\f\r @]+@[^\t\n\f\r @]+"
_UUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_BUSINESS_ID = r"[A-Z]{2}\.[a-zA-Z0-9]{1,128}"
_DIGITS = re.compile("[0-9]+")

_ALL = (
    Scheme("mailto", "Email", re.compile(_ADDRESS), normal=lower),
    Scheme("ext", "External"),
    Scheme("facebook", "Facebook", re.compile(r"ref:.*|[0-9]+", re.DOTALL)),
    Scheme("fcm", "Firebase"),
    Scheme("freshchat", "FreshChat", re.compile(f"{_UUID}/{_UUID}")),
    Scheme("instagram", "Instagram", _DIGITS),
    Scheme("jiochat", "JioChat", _DIGITS),
    Scheme("line", "LINE", re.compile("[a-zA-Z0-9_]{1,36}")),
    # E.164, short codes and names of senders
    Scheme("tel", "Phone", re.compile(r"\+[0-9]{7,15}|[a-z0-9]{1,64}"), normal=normal_path, format=national),
    Scheme("rocketchat", "Rocket.Chat"),
    Scheme("slack", "Slack"),
    Scheme("telegram", "Telegram", _DIGITS),
    Scheme("twitter", "Twitter Handle", re.compile("[a-zA-Z0-9_]{1,15}"), normal=_handle),
    Scheme("twitterid", "Twitter", _DIGITS),
    Scheme("viber", "Viber", re.compile("[a-zA-Z0-9_=/+]{1,24}")),
    Scheme("vk", "VK"),
    Scheme("webchat", "WebChat", re.compile(f"[a-zA-Z0-9]{{24}}(:{_ADDRESS})?")),
    Scheme("wechat", "WeChat"),
    # WhatsApp knows a person by a phone number or, for a business alone, by an id
    Scheme("whatsapp", "WhatsApp", re.compile(f"[0-9]+|{_BUSINESS_ID}"), normal=_business_id),
    Scheme("bsuid", "WhatsApp BSUID", re.compile(_BUSINESS_ID), normal=_business_id),
)
SCHEMES: dict[str, Scheme] = {scheme.prefix: scheme for scheme in _ALL}

"""System query options of a request (OData 4.0 protocol, 11.2), and the token that names where a page ended."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from pamoja.formats.odata.filters import Condition, Order, parse_filter, parse_orderby
from pamoja.formats.odata.refusals import ODataRefused

SUPPORTED = frozenset(
    {"$format", "$count", "$skip", "$top", "$filter", "$wkt", "$expand", "$select", "$skiptoken", "$orderby"}
    | {"$search"}
)
ALLOWED = {"json": ("application/json", "json"), "xml": ("application/xml", "atom")}
TAKEN = {**ALLOWED, "xml": (*ALLOWED["xml"], "xml", "application/atom+xml", "application/atomsvc+xml")}
SCHEME = "01"
NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # no database takes the character NUL or half a surrogate pair
WHOLE_NUMBER = re.compile(r"\s*([+-]?\d{1,15})")
Token = Mapping[str, Any]


@dataclass(frozen=True)
class Options:
    """What a request asks of a table. `select` is None for everything."""

    top: int | None = None
    skip: int = 0
    has_count: bool = False
    has_wkt: bool = False
    is_expanded: bool = False
    select: tuple[str, ...] | None = None
    filter: Condition | None = None
    order: tuple[Order, ...] = ()
    token: Token | None = None
    search: str = ""


def require_supported(query: Mapping[str, str], accept: str, max_version: str, wanted: str) -> None:
    """Refuse what is not answered here. `wanted` is "json" or "xml". Raises ODataRefused 404.1, 406.1, 501.1, .6, .11.

    `$format` counts more than Accept (11.2.10); a client that only takes versions before 4.0 finds nothing (8.2.7).
    """
    asked = query.get("$format") or accept
    other = {"json": "xml", "xml": "json"}[wanted]
    if _takes(asked, other) and not _takes(asked, wanted):
        raise ODataRefused("406.1", allowed=",".join(ALLOWED[wanted]))
    if _below_four(max_version):
        raise ODataRefused("404.1")
    for name in query:
        if name not in SUPPORTED:
            raise ODataRefused("501.1", feature=name)
    expand = query.get("$expand")
    if expand and expand != "*":
        raise ODataRefused("501.6", text=expand)
    if expand and query.get("$select"):
        raise ODataRefused("501.11")


def read_options(query: Mapping[str, str]) -> Options:
    """The options of a request. Raises ODataRefused 400.18, 400.35, 501.1, 501.4, 501.5."""
    token = read_token(query["$skiptoken"]) if query.get("$skiptoken") else None
    if query.get("$orderby") and token is not None:
        raise ODataRefused("501.1", feature="using $orderby and $skiptoken together")
    select = query.get("$select") or "*"
    return Options(
        top=_whole(query.get("$top")),
        skip=0 if token is not None else _whole(query.get("$skip")) or 0,
        has_count=is_true(query.get("$count")),
        has_wkt=is_true(query.get("$wkt")),
        is_expanded=query.get("$expand") == "*",
        select=None if select == "*" else tuple(each.strip() for each in select.split(",")),
        filter=parse_filter(query["$filter"]) if query.get("$filter") else None,
        order=tuple(parse_orderby(query["$orderby"])) if query.get("$orderby") else (),
        token=token,
        search=NO_TEXT.sub(" ", query.get("$search", "")),
    )


def is_true(text: str | None) -> bool:
    """Whether a flag is set."""
    return (text or "").lower() == "true"


def write_token(data: Token) -> str:
    """A `$skiptoken`."""
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    return SCHEME + base64.b64encode(text.encode()).decode()


def read_token(token: str) -> Token:
    """What a `$skiptoken` holds. Raises ODataRefused 400.35."""
    try:
        data = json.loads(base64.b64decode(token[2:], validate=True))
    except (binascii.Error, ValueError, RecursionError):
        data = None
    if not token.startswith(SCHEME) or not isinstance(data, dict) or any(map(_is_no_text, data.values())):
        raise ODataRefused("400.35")
    return data


def _is_no_text(value: Any) -> bool:
    return NO_TEXT.search(str(value)) is not None


def next_link(url: str, query: Mapping[str, str], token: Token) -> str:
    """The address of the next page: the same question, from the token on."""
    kept = {name: value for name, value in query.items() if name != "$skip"}
    pairs = {**kept, "$skiptoken": write_token(token)}
    return f"{url}?" + "&".join(f"{_form(name)}={_form(value)}" for name, value in pairs.items())


def _form(text: str) -> str:
    """As application/x-www-form-urlencoded (WHATWG URL, 5.2), by which clients compare addresses."""
    return quote_plus(text, safe="*").replace("~", "%7E")


def _whole(text: str | None) -> int | None:
    found = WHOLE_NUMBER.match(text or "")
    return max(0, int(found[1])) if found else None


def _takes(asked: str, name: str) -> bool:
    """Whether one of the media types that a client names is of this kind; Power BI names both."""
    named = {each.partition(";")[0].strip().lower() for each in asked.split(",")}
    return not named.isdisjoint(TAKEN[name])


def _below_four(version: str) -> bool:
    found = re.match(r"\s*(\d{1,9})", version)
    return found is not None and int(found[1]) < 4

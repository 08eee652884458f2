"""The answer of a list page: the page, only its rows for htmx, or a file."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from pamoja.core.audit.services import Act, record_many
from pamoja.core.lists.exports import FORMATS
from pamoja.core.lists.listing import EXPORT, Listing
from pamoja.core.lists.spec import ListSpec, Rows
from pamoja.core.permissions import KINDS, Actor, require_at_all

ROWS_TEMPLATE = "lists/rows.html"


def respond(
    request: HttpRequest, spec: ListSpec, rows: Rows, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponseBase:
    """Draw `template` with `listing` in it. `rows` must already be what this actor may see."""
    listing = Listing(spec, rows, request.GET)
    if request.GET.get(EXPORT) in spec.exports:
        return _export(request, listing)
    name = ROWS_TEMPLATE if _wants_rows(request, listing) else template
    response = render(request, name, {**(context or {}), "listing": listing})
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _wants_rows(request: HttpRequest, listing: Listing) -> bool:
    """Whether htmx asks for the rows; it names its target as "div#id"."""
    return "HX-Request" in request.headers and request.headers.get("HX-Target", "").endswith(f"#{listing.id}")


def _export(request: HttpRequest, listing: Listing) -> HttpResponseBase:
    """A file; the audit says who took how many rows of which kind. Needs `export` where the kind has that verb."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    name, kind = request.GET[EXPORT], listing.spec.kind
    if "export" in KINDS[kind].verbs:
        require_at_all(actor, "export", kind)
    response = FORMATS[name](listing, actor.workspace)
    detail = {"format": name, "rows": listing.page.paginator.count, "columns": [c.name for c in listing.columns]}
    record_many(actor, [Act("export", kind, detail=detail)])
    return response

"""How an OData service answers: in which format, with which headers, and its failures in the same format."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.html import escape

from pamoja.formats.odata import ODataRefused, require_supported
from pamoja.formats.openrosa import Refusal
from pamoja.protocols.odk.auth import Refused
from pamoja.protocols.odk.rest import Call

VERSION_HEADERS = {"OData-Version": "4.0"}
XML_ERROR_TYPE = "text/xml; charset=utf-8"
TEXT_TYPE = "text/plain; charset=utf-8"
ONLY_COUNTED = {"$count": "true", "$top": "0"}
Handler = Callable[..., HttpResponseBase]


def in_json(handler: Handler) -> Handler:
    """A document in JSON; its failures too."""

    @wraps(handler)
    def answered(call: Call, *args: Any, **named: Any) -> HttpResponseBase:
        try:
            require_supported(call.query, *_versions(call.request), "json")
            return _marked(handler(call, *args, **named))
        except ODataRefused as error:
            raise Refused(_refusal(error)) from error

    return answered


def in_xml(handler: Handler) -> Handler:
    """A document in XML; its failures too."""

    @wraps(handler)
    def answered(call: Call, *args: Any, **named: Any) -> HttpResponseBase:
        try:
            require_supported(call.query, *_versions(call.request), "xml")
            return _marked(handler(call, *args, **named))
        except ODataRefused as error:
            return _marked(_xml_error(_refusal(error)))
        except Refused as error:
            return _marked(_xml_error(error.refusal))

    return answered


def in_text(handler: Callable[..., int]) -> Handler:
    """A number as plain text (OData 4.0, 11.2.9); its failures in JSON. Only `$filter` and `$search` are looked at."""

    @wraps(handler)
    def answered(call: Call, *args: Any, **named: Any) -> HttpResponseBase:
        kept = {name: call.query.get(name, "") for name in ("$filter", "$search")}
        try:
            require_supported(call.query, "", call.request.headers.get("OData-MaxVersion", ""), "json")
            return _marked(
                HttpResponse(str(handler(call, *args, asked=kept | ONLY_COUNTED, **named)), content_type=TEXT_TYPE)
            )
        except ODataRefused as error:
            raise Refused(_refusal(error)) from error

    return answered


def speaks_odata(request: HttpRequest) -> bool:
    """Whether the client says which versions of OData it speaks; tools made for ODK do not."""
    return "OData-MaxVersion" in request.headers or "OData-Version" in request.headers


def _versions(request: HttpRequest) -> tuple[str, str]:
    return request.headers.get("Accept", ""), request.headers.get("OData-MaxVersion", "")


def _refusal(error: ODataRefused) -> Refusal:
    return Refusal.of(error.code, **error.details)


def _marked(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in VERSION_HEADERS.items():
        response.headers[name] = value
    return response


def _xml_error(refusal: Refusal) -> HttpResponse:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<error code="{refusal.code}">\n'
        f"  <message>{escape(refusal.text)}</message>\n  <details></details>\n</error>"
    )
    return HttpResponse(text, status=refusal.status, content_type=XML_ERROR_TYPE)

"""What every address of this protocol has in common: who calls, which workspace, how failures are worded."""

import re
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate

from django.core.handlers.exception import response_for_exception
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.views.decorators.csrf import csrf_exempt

from pamoja.apps.forms.contracts import Form
from pamoja.apps.forms.contracts import problems as forms
from pamoja.apps.forms.selectors import form_of_draft_token
from pamoja.core import problems as core
from pamoja.core.clock import now
from pamoja.core.files.problems import FILE_TOO_LARGE
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.core.ratelimit.problems import TOO_MANY
from pamoja.core.workspaces.context import workspace_active
from pamoja.formats.central import UNDEFINED
from pamoja.formats.openrosa import (
    CONTENT_TYPE,
    VERSION_HEADER,
    Refusal,
    message,
    response_headers,
    too_large,
    version_refusal,
)
from pamoja.protocols.odk.auth import Refused, sign_in

View = Callable[Concatenate[HttpRequest, Actor, ...], HttpResponseBase]
Endpoint = Callable[..., HttpResponseBase]
Methods = tuple[str, ...]
PACKER = GZipMiddleware(lambda request: HttpResponse())
READ: Methods = ("GET", "HEAD")
SEND: Methods = (*READ, "POST")
VERSION = re.compile(r"(?:/odk)?/v(\d+)/")
FORM_ID = "form ID xml attribute"

CODES: dict[str, Callable[[dict[str, Any]], Refusal]] = {
    core.NOT_FOUND.code: lambda m: Refusal.of("404.1"),
    core.NOT_ALLOWED.code: lambda m: Refusal.of("403.1"),
    forms.ANSWERS_HIDDEN.code: lambda m: Refusal.of("403.1"),
    forms.SUBMISSION_MALFORMED.code: lambda m: Refusal.of("400.2", field=FORM_ID),
    forms.ENCRYPTED_WITHOUT_ID.code: lambda m: Refusal.of(
        "400.2", field="instanceId (required for encrypted submissions)"
    ),
    forms.FORM_ID_DIFFERS.code: lambda m: Refusal.of(
        "400.8", field="form id", value=m["form_id"], reason="did not match the form ID in the URL"
    ),
    forms.FORM_REFUSED.code: lambda m: Refusal.of("400.2", field="formId"),
    forms.FORM_ID_TAKEN.code: lambda m: Refusal.of(
        "409.3", fields=["projectId", "xmlFormId"], values=[str(m["project"]), m["form_id"]]
    ),
    forms.FORM_VERSION_TAKEN.code: lambda m: Refusal.of("409.6", xmlFormId=m["form_id"], version=m["version"]),
    forms.FIELD_RETYPED.code: lambda m: Refusal.of("400.17", path=m["path"], type=m["type"]),
    forms.NOT_PUBLISHED.code: lambda m: Refusal.of("409.7"),
    forms.SUBMISSION_NOT_WELCOME.code: lambda m: Refusal.of("401.2"),
    forms.EDIT_NAMES_NOTHING.code: lambda m: Refusal.of("400.19"),
    forms.NO_DRAFT.code: lambda m: Refusal.of("404.1"),
    forms.VERSION_UNKNOWN.code: lambda m: Refusal.of("404.6", formVersion=m["version"]),
    forms.FORM_CLOSED.code: lambda m: Refusal.of("409.2"),
    forms.SUBMISSION_DIFFERS.code: lambda m: Refusal.of("409.1"),
    forms.SUBMISSION_UNKNOWN.code: lambda m: Refusal.of("404.5", deprecatedId=m["instance_id"]),
    forms.SUBMISSION_OUTDATED.code: lambda m: Refusal.of("409.9", deprecatedId=m["instance_id"]),
    forms.INSTANCE_ID_TAKEN.code: lambda m: Refusal.of("409.3", fields="instanceID", values=m["instance_id"]),
    forms.SUBMISSION_DELETED.code: lambda m: Refusal.of("409.18"),
    forms.ALREADY_ENCRYPTED.code: lambda m: Refusal.of("409.4", feature="managed encryption"),
    forms.PASSPHRASE_SHORT.code: lambda m: Refusal.of("400.21"),
    forms.NOT_OPENED.code: lambda m: Refusal.of("400.12"),
    forms.ENTITY_REFUSED.code: lambda m: Refusal.of(m["refusal"], **m["details"]),
    forms.ENTITY_CLASHES.code: lambda m: Refusal.of(m["refusal"], **m["details"]),
    FILE_TOO_LARGE.code: lambda m: too_large(),
    TOO_MANY.code: lambda m: Refusal.of("429.1", seconds=str(m["retry_after"])),
}
"""Our problems in this protocol's words; a test sees to it that every problem of a submission has some."""


def openrosa(view: View, methods: Methods = READ) -> Endpoint:
    """An address that answers in OpenRosa XML and wants the X-OpenRosa-Version header."""
    return _signed_in(view, is_openrosa=True, methods=methods)


@csrf_exempt
def nowhere(request: HttpRequest, **rest: str) -> HttpResponseBase:
    """Every other address: it says first whether the version of the protocol is what is wrong."""
    return _finished(request, _nowhere(request))


def _nowhere(request: HttpRequest) -> HttpResponse:
    version = VERSION.match(request.path_info)
    if version is None:
        return _refusal(Refusal.of("404.2"), is_openrosa=False)
    if version[1] != "1":
        return _refusal(Refusal.of("404.3", got=version[1]), is_openrosa=False)
    return _refusal(Refusal.of("404.1"), is_openrosa=False)


def by_draft_token(
    view: Callable[Concatenate[HttpRequest, Form, ...], HttpResponseBase], is_openrosa: bool, methods: Methods = READ
) -> Endpoint:
    """An address under a draft's test link: the link is the permission, and it reaches that form alone."""

    @csrf_exempt
    @wraps(view)
    def endpoint(request: HttpRequest, token: str, project: str, form_id: str, **rest: Any) -> HttpResponseBase:
        def work() -> HttpResponseBase:
            form = form_of_draft_token(token)
            if form is None or (form.project_id, form.xml_form_id) != (int(project), form_id):
                raise Refused(Refusal.of("404.4" if request.path.endswith("/formList") else "404.1"))
            with workspace_active(form.workspace):
                return view(request, form, **rest)

        return answered(request, is_openrosa, work) if request.method in methods else nowhere(request)

    return endpoint


def _signed_in(view: View, is_openrosa: bool, methods: Methods) -> Endpoint:
    @csrf_exempt
    @wraps(view)
    def endpoint(request: HttpRequest, project: str, key: str | None = None, **rest: Any) -> HttpResponseBase:
        def work() -> HttpResponseBase:
            actor = sign_in(request, key).at(int(project))
            request.actor = actor  # type: ignore[attr-defined]  # the log says which device it was
            with workspace_active(actor.workspace):
                return view(request, actor, project=int(project), key=key or request.GET.get("st"), **rest)

        return answered(request, is_openrosa, work) if request.method in methods else nowhere(request)

    return endpoint


def answered(request: HttpRequest, is_openrosa: bool, work: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Do the work, word its failures, and put on the headers that every answer carries."""
    try:
        if is_openrosa and (refusal := version_refusal(request.headers.get(VERSION_HEADER))):
            raise Refused(refusal)
        response = work()
    except Problem as problem:
        response = _refusal(_worded(problem), is_openrosa)
        for name, value in problem.headers.items():
            response.headers[name] = value
    except Refused as refused:
        response = _refusal(refused.refusal, is_openrosa)
        for name, value in refused.headers.items():
            response.headers[name] = value
    except Exception as error:
        response = _mistake(request, error)
    if is_openrosa:
        for name, value in response_headers(now()).items():
            response.headers[name] = value
    return _finished(request, response)


def _finished(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """With what every answer says of being kept; packed, where it may be."""
    is_read = request.method in ("GET", "HEAD")
    response.headers["Cache-Control"] = "private, no-cache" if is_read else "no-store"
    response.headers["Vary"] = "Accept-Encoding, Origin" if is_read else "*"
    return _packed(request, response) if is_read and not response.streaming else response


def _worded(problem: Problem) -> Refusal:
    """A problem in this protocol's words, else in the words of what it is nearest to."""
    if problem.kind.code in CODES:
        return CODES[problem.kind.code](problem.members)
    nearest = {HTTPStatus.FORBIDDEN: "403.1", HTTPStatus.NOT_FOUND: "404.1"}.get(HTTPStatus(problem.kind.status))
    if nearest:
        return Refusal.of(nearest)
    return Refusal(f"{problem.kind.status}.99", str(problem.detail or problem.kind.title))


def _packed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Lists and forms for who takes them packed: a form of 300 KB is long on a telephone's network."""
    return PACKER.process_response(request, response)


def _refusal(refusal: Refusal, is_openrosa: bool) -> HttpResponse:
    """In XML or JSON; a fault of the program that sent it is told in JSON everywhere."""
    if is_openrosa and not refusal.fault:
        return HttpResponse(message(refusal.text), status=refusal.status, content_type=CONTENT_TYPE)
    told = {"message": refusal.text, "code": float(refusal.code)}
    details = refusal.fault or _sent(refusal.details)
    return JsonResponse(told | ({"details": details} if details else {}), status=refusal.status)


def _sent(value: Any) -> Any:
    """Without what a program did not send at all."""
    if not isinstance(value, Mapping):
        return value
    return {name: _sent(each) for name, each in value.items() if each is not UNDEFINED}


def _mistake(request: HttpRequest, error: Exception) -> HttpResponse:
    """What Django makes of an error, without its page when that is one for people."""
    response = response_for_exception(request, error)
    if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return response
    return JsonResponse({"message": "Internal Server Error"}, status=response.status_code)

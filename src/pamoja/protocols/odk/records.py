"""Records of a form: sending, listing, reading, reviewing, putting away and bringing back."""

import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Max, Prefetch, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponsePermanentRedirect, JsonResponse

from pamoja.apps.forms.contracts import Form, Project, ReviewState, Submission, SubmissionVersion
from pamoja.apps.forms.selectors import form_of_draft_token, hidden_from, require_nothing_hidden
from pamoja.apps.forms.services import (
    Expected,
    delete_submission,
    receive_submission,
    restore_submission,
    review_submission,
)
from pamoja.core.accounts.selectors import holders_of_labels
from pamoja.core.permissions import Actor, visible
from pamoja.protocols.odk.bodies import read_body
from pamoja.protocols.odk.found import form_at
from pamoja.protocols.odk.people import actor_json
from pamoja.protocols.odk.record_json import record_json, records_json
from pamoja.protocols.odk.rest import SUCCESS, Call, refused, slow
from pamoja.protocols.odk.submissions import sender_of

MOST_XML_BYTES = 100 * 1024 * 1024
STATES = [None, *ReviewState.values]


def form_for(call: Call, project: Project, form_id: str, is_draft: bool, *verbs: str) -> Form:
    """The form whose records are asked for; of a draft, the form that has one. Raises 404.1, 403.1."""
    form = form_at(call, project, form_id, *verbs)
    if (form.draft if is_draft else form.published) is None:
        raise refused("404.1")
    return form


def records_of(call: Call, form: Form, is_draft: bool, is_deleted: bool = False) -> "QuerySet[Submission]":
    """Records of a form that the caller may see, with their first and newest versions, newest first."""
    seen = visible(Submission.objects.filter(form=form, is_test=is_draft), call.actor)
    versions = SubmissionVersion.objects.defer("xml").order_by("number")
    return (
        seen.filter(deleted_at__isnull=not is_deleted)
        .prefetch_related(Prefetch("versions", versions, to_attr="shown_versions"))
        .order_by("-received_at", "-pk")
    )


def has_names(call: Call, form: Form) -> bool:
    """Whether the caller is told what records call themselves: forms make names of answers."""
    return not hidden_from(call.actor, form)


def record_at(call: Call, form: Form, is_draft: bool, instance_id: str) -> Submission:
    """One record by the instance id of its first version. Raises 404.1."""
    found: Submission | None = records_of(call, form, is_draft).filter(instance_id=instance_id).first()
    if found is None:
        raise refused("404.1")
    return found


@slow
def send(call: Call, project: Project, form_id: str, is_draft: bool = False) -> dict[str, Any]:
    """A new record; the body is its XML."""
    form = _form_to_send(call, project, form_id, is_draft)
    return _received(call, form, is_draft)


@slow
def send_with_token(call: Call, token: str, project: Project, form_id: str) -> dict[str, Any]:
    """A test record, by a draft's test link."""
    form = form_of_draft_token(token)
    if form is None or (form.project_id, form.xml_form_id) != (project.pk, form_id):
        raise refused("404.1")
    return _received(call, form, True, actor=Actor(f"test-link:{form.public_id}", form.workspace))


@slow
def edit(call: Call, project: Project, form_id: str, instance_id: str, is_draft: bool = False) -> dict[str, Any]:
    """A newer version of a record; its XML says which version it replaces."""
    form = _form_to_send(call, project, form_id, is_draft)
    return _received(call, form, is_draft, replaces=instance_id)


def _form_to_send(call: Call, project: Project, form_id: str, is_draft: bool) -> Form:
    form = form_for(call, project, form_id, is_draft, "submission.create")
    if not is_draft and form.state == Form.State.CLOSED:
        raise refused("409.2")
    return form


def _received(
    call: Call, form: Form, is_draft: bool, replaces: str | None = None, actor: Actor | None = None
) -> dict[str, Any]:
    xml = read_body(call.request, MOST_XML_BYTES)
    receipt = receive_submission(
        actor or call.actor,
        form.project_id,
        xml,
        sender=sender_of(call.request),
        draft_of=form if is_draft else None,
        expected=Expected(form, replaces, is_new=replaces is None),
    )
    found = Submission.objects.prefetch_related(
        Prefetch("versions", SubmissionVersion.objects.defer("xml").order_by("number"), to_attr="shown_versions")
    )
    return record_json(found.get(public_id=receipt.public_id), False, has_names=has_names(call, form))


def list_records(call: Call, project: Project, form_id: str, is_draft: bool = False) -> HttpResponse:
    """Records, newest first, a page on wish; 304 for who has them."""
    form = form_for(call, project, form_id, is_draft, "submission.list")
    rows = records_of(call, form, is_draft, call.asks("deleted"))
    limit, offset = call.number("limit"), call.number("offset") or 0
    page = rows[offset : None if limit is None else offset + limit]
    shown = call.is_extended, has_names(call, form)
    etag = f'W/"{state_of(rows, *map(str, (limit, offset, *shown)))}"'
    return unless_known(call, etag, lambda: JsonResponse(records_json(page, *shown), safe=False))


def state_of(rows: "QuerySet[Submission]", *more: str) -> str:
    """A mark that changes whenever one of these records does."""
    facts = rows.order_by().aggregate(Count("pk"), Max("pk"), Sum("version"), Max("updated_at"), Sum("files_present"))
    return hashlib.md5("|".join([*map(str, facts.values()), *more]).encode(), usedforsecurity=False).hexdigest()


def unless_known(call: Call, etag: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer with its mark; nothing but 304 for a client that has it."""
    known = {mark.strip().removeprefix("W/") for mark in call.request.headers.get("If-None-Match", "").split(",")}
    if etag.removeprefix("W/") in known:
        return HttpResponseNotModified(headers={"ETag": etag})
    response = make()
    response.headers["ETag"] = etag
    return response


def read(call: Call, project: Project, form_id: str, instance_id: str, is_draft: bool = False) -> Any:
    """One record. The id of a later version leads there."""
    form = form_for(call, project, form_id, is_draft, "submission.read")
    found = records_of(call, form, is_draft).filter(instance_id=instance_id).first()
    if found is None:
        return lead_to_version(call, form, is_draft, instance_id)
    return record_json(found, call.is_extended, has_names=has_names(call, form))


def read_xml(call: Call, project: Project, form_id: str, instance_id: str, is_draft: bool = False) -> HttpResponse:
    """The XML of the newest version, byte for byte. Raises 403.1 for who may not read all answers."""
    form = form_for(call, project, form_id, is_draft, "submission.read")
    require_nothing_hidden(call.actor, form)
    found = records_of(call, form, is_draft).filter(instance_id=instance_id).first()
    if found is None:
        return lead_to_version(call, form, is_draft, instance_id)
    return xml_response(found.versions.latest("number"))


def xml_response(version: SubmissionVersion) -> HttpResponse:
    """What was sent, byte for byte."""
    return HttpResponse(bytes(version.xml), content_type="application/xml; charset=utf-8")


def lead_to_version(call: Call, form: Form, is_draft: bool, instance_id: str) -> HttpResponse:
    """Where a later version lies, under the id of the first. Raises 404.1."""
    later = SubmissionVersion.objects.filter(submission__in=records_of(call, form, is_draft), instance_id=instance_id)
    version = later.select_related("submission").first()
    if version is None:
        raise refused("404.1")
    moved = moved_to(call.request, instance_id, version.submission.instance_id)
    response = HttpResponsePermanentRedirect(moved)
    response.content = f"Moved Permanently. Redirecting to {moved}"
    return response


def moved_to(request: HttpRequest, instance_id: str, root_id: str) -> str:
    """The address of a version, from an address that named it as if it were a record."""
    before, _named, behind = request.path.rpartition(f"/submissions/{instance_id}")
    root, version = (quote(each, safe="") for each in (root_id, instance_id))
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return f"{quote(before)}/submissions/{root}/versions/{version}{quote(behind)}{query}"


def change(call: Call, project: Project, form_id: str, instance_id: str) -> dict[str, Any]:
    """Another review state."""
    form = form_for(call, project, form_id, False, "submission.update")
    record = record_at(call, form, False, instance_id)
    if "reviewState" in call.body:
        state = call.body["reviewState"]
        if state not in STATES:
            raise refused("400.8", field="reviewState", value=state, reason="not one of the review states")
        review_submission(call.actor, record, state or "")
    return record_json(record_at(call, form, False, instance_id), False, has_names=has_names(call, form))


def remove(call: Call, project: Project, form_id: str, instance_id: str) -> dict[str, Any]:
    """Put a record away."""
    form = form_at(call, project, form_id, "submission.delete")
    delete_submission(call.actor, record_at(call, form, False, instance_id))
    return SUCCESS


def restore(call: Call, project: Project, form_id: str, instance_id: str) -> dict[str, Any]:
    """Bring a record back."""
    form = form_at(call, project, form_id, "submission.restore")
    record = records_of(call, form, False, is_deleted=True).filter(instance_id=instance_id).first()
    if record is None:
        raise refused("404.1")
    restore_submission(call.actor, record)
    return SUCCESS


def submitters(call: Call, project: Project, form_id: str, is_draft: bool = False) -> list[dict[str, Any]]:
    """Who has sent records of a form, by name."""
    form = form_for(call, project, form_id, is_draft, "submission.read")
    seen = records_of(call, form, is_draft).order_by()
    labels = SubmissionVersion.objects.filter(submission__in=seen, number=1).values_list("sent_by", flat=True)
    told = [actor_json(holder) for holder in holders_of_labels(set(labels)).values()]
    return sorted(told, key=lambda each: each["displayName"])


def edit_page(call: Call, project: Project, form_id: str, instance_id: str) -> HttpResponse:
    """Enketo is not part of this server: records are edited on their page. Raises 404.1, 403.1, 409.11."""
    form = form_at(call, project, form_id, "submission.update")
    record_at(call, form, False, instance_id)
    raise refused("409.11")

"""One record: to read, to take the XML of, to correct, to delete and to bring back."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.forms.models import Submission, SubmissionFile
from pamoja.apps.forms.paper.keying import sheet_behind
from pamoja.apps.forms.plain.correcting import begin_correction, corrections_of
from pamoja.apps.forms.protecting.hiding import require_nothing_hidden
from pamoja.apps.forms.quality.records import flags_of_record
from pamoja.apps.forms.seeing.access import find_submission, reading_for, seen_form, seen_record
from pamoja.apps.forms.seeing.attachments import shown_file
from pamoja.apps.forms.seeing.history import history_of
from pamoja.apps.forms.seeing.lists import complete_schema
from pamoja.apps.forms.seeing.map_views import map_layers
from pamoja.apps.forms.seeing.record import laid_out
from pamoja.apps.forms.seeing.remarks import remark_words
from pamoja.apps.forms.seeing.reviewing import PlaceForm, broken_rules, lies_elsewhere, review_of
from pamoja.apps.forms.seeing.shown import Attached
from pamoja.apps.forms.services import delete_submission, restore_submission
from pamoja.apps.forms.services.judging import is_judged
from pamoja.core.accounts.guards import signed_in
from pamoja.core.audit.services import record_read
from pamoja.core.permissions import Actor, may
from pamoja.core.problems import NOT_FOUND, Problem

WHOLE_RECORD = frozenset({"", "/"})


@require_safe
@signed_in
def record(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """All answers as the form lays them out, read with the questions of the version that was filled in."""
    seen = seen_form(request, actor, form_id)
    submission = find_submission(actor, seen.form, public_id)
    may_delete = may(actor, "delete", submission)
    if submission.deleted_at and not may_delete:
        raise Problem(NOT_FOUND)
    prefetch_related_objects([submission], Prefetch("files", SubmissionFile.objects.select_related("file")))
    newest = submission.versions.select_related("form_version").order_by("-number").defer("xml").first()
    reading = reading_for(request, complete_schema(newest.form_version), seen.hidden) if newest else seen.reading
    review = review_of(actor, submission)
    record_read(actor, submission)
    context = {
        "form": seen.form,
        "seen": seen,
        "submission": submission,
        "name": seen.name(submission.instance_name, submission.instance_id),
        "layout": laid_out(reading, submission),
        "languages": reading.schema.languages if len(reading.schema.languages) > 1 else (),
        "language": reading.language or reading.schema.default_language,
        "remarks": _of_the_whole(submission),
        "flags": flags_of_record(seen, submission),
        "broken": broken_rules(reading, submission),
        "is_judged": newest is None or is_judged(submission, newest),
        "review": review,
        "may_correct": review.may_decide
        and not submission.deleted_at
        and not submission.sealed_file
        and not seen.hidden,
        "place_form": PlaceForm(),
        "place_of_point": None if seen.hidden else lies_elsewhere(submission),
        "corrections": corrections_of(actor, submission),
        "history": history_of(actor, reading, submission),
        "extra_files": [] if seen.hidden else _extra_files(submission),
        "may_delete": may_delete,
        "sheet": sheet_behind(actor, submission),
        "map_layers": "" if submission.deleted_at else map_layers(seen, submission.public_id),
    }
    return render(request, "forms/seeing/record.html", context)


def _extra_files(submission: Submission) -> list[Attached]:
    """Files that came along without an answer that names them."""
    return [shown_file(each) for each in submission.files.all() if not each.is_expected]


def _of_the_whole(submission: Submission) -> list[object]:
    return [remark_words(each["code"], None) for each in submission.remarks if each["path"] in WHOLE_RECORD]


@require_safe
@signed_in
def version_xml(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID, number: int) -> HttpResponse:
    """The bytes as they were sent. Raises ANSWERS_HIDDEN for who may not read all of them."""
    seen = seen_form(request, actor, form_id)
    require_nothing_hidden(actor, seen.form)
    submission = find_submission(actor, seen.form, public_id)
    found = submission.versions.filter(number=number).first()
    if found is None or (submission.deleted_at and not may(actor, "delete", submission)):
        raise Problem(NOT_FOUND)
    record_read(actor, submission)
    response = HttpResponse(bytes(found.xml), content_type="application/octet-stream")
    name = f"{seen.form.xml_form_id}-{submission.public_id}-{number}.xml"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_POST
@signed_in
def correct(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """Begin to correct the record on plain pages, or go on with that; `question` is where to begin."""
    submission = seen_record(request, actor, form_id, public_id)
    filling = begin_correction(actor, submission)
    address = reverse("forms-plain:page", args=[form_id, filling.public_id])
    question = request.POST.get("question", "")
    return redirect(f"{address}?{urlencode({'question': question})}" if question else address)


@require_POST
@signed_in
def delete(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """Take the record out of sight."""
    submission = seen_record(request, actor, form_id, public_id)
    delete_submission(actor, submission)
    messages.success(request, _("The record is deleted. It can be brought back from here."))
    return redirect("forms-seeing:record", form_id, public_id)


@require_POST
@signed_in
def restore(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """Bring a deleted record back."""
    submission = seen_record(request, actor, form_id, public_id)
    restore_submission(actor, submission)
    messages.success(request, _("The record is back."))
    return redirect("forms-seeing:record", form_id, public_id)

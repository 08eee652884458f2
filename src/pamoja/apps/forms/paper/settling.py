"""Differences between two entries are settled, and the sheet is handed in as one record."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from pamoja.apps.forms.models import Form, PaperBatch, PaperEntry, PaperSheet, Submission
from pamoja.apps.forms.paper.keying import HEAVY, keyer, locked, move, pair_of
from pamoja.apps.forms.paper.records import SOURCE, session_of, standing
from pamoja.apps.forms.problems import PAPER_FINISHED, PAPER_NEEDS_THIRD
from pamoja.apps.forms.protecting.hiding import require_nothing_hidden
from pamoja.apps.forms.services import Expected, Sender, receive_submission
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, require, visible
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.engines.paper.comparing import differences
from pamoja.formats.xform import read_document

State = PaperSheet.State


def sheet_of(actor: Actor, form: Form, public_id: UUID, verb: str) -> PaperSheet:
    """A sheet of this form with which the actor may do this. Raises NOT_FOUND, NOT_ALLOWED."""
    rows = PaperSheet.objects.select_related("batch__form__project", "batch__form_version").defer(*HEAVY)
    batches = visible(PaperBatch.objects.filter(form=form), actor)
    sheet: PaperSheet | None = rows.filter(public_id=public_id, batch__in=batches).first()
    if sheet is None:
        raise Problem(NOT_FOUND)
    require(actor, verb, sheet.batch)
    return sheet


def require_settler(actor: Actor, sheet: PaperSheet) -> None:
    """For what shows or settles both entries: neither of the two who keyed them may, whatever their role.

    Raises NOT_ALLOWED, ANSWERS_HIDDEN, PAPER_FINISHED, PAPER_NEEDS_THIRD.
    """
    require(actor, "settle", sheet.batch)
    require_nothing_hidden(actor, sheet.batch.form)
    if sheet.state != State.DIFFERS:
        raise Problem(PAPER_FINISHED)
    if sheet.entries.filter(person=keyer(actor), turn__in=PaperEntry.KEYED).exists():
        raise Problem(PAPER_NEEDS_THIRD)


def settle_sheet(actor: Actor, sheet: PaperSheet, chosen: Mapping[str, str]) -> PaperSheet:
    """Say what is right where the entries differ, by path; a blank is an answer too. Raises as `require_settler`.

    Where nothing is chosen the first entry stands, which is the second's too.
    """
    with transaction.atomic():
        sheet = locked(sheet)
        require_settler(actor, sheet)
        first, second = pair_of(sheet)
        paths = [each.path for each in differences(first.answers, second.answers)]
        final = {**first.answers, **{path: chosen.get(path, "") for path in paths}}
        _keep_settled(actor, sheet, {path: answer for path, answer in final.items() if answer})
        for each in (first, second):
            each.right = (each.compared or 0) - len(differences(each.answers, final))
            each.save(update_fields=["right"])
        move(sheet, State.AGREED)
        record(actor, "settle", sheet.batch, sheet=str(sheet.public_id), differences=len(paths))
    return sheet


def _keep_settled(actor: Actor, sheet: PaperSheet, answers: dict[str, str]) -> None:
    PaperEntry.objects.create(
        sheet=sheet, turn=PaperEntry.SETTLED, person=keyer(actor), answers=answers, finished_at=now()
    )


def hand_in(actor: Actor, sheet: PaperSheet) -> PaperSheet:
    """Hand the record in as any other, then forget what was keyed. Raises what `receive_submission` raises.

    It may be called again after a failure: the record has an id that follows from the sheet.
    """
    require(actor, "key", sheet.batch)
    if sheet.state != State.AGREED:
        raise Problem(PAPER_FINISHED)
    submission = _received(actor, sheet)
    with transaction.atomic():
        sheet = locked(sheet)
        if sheet.state != State.AGREED:  # somebody else pressed the button at the same moment
            return sheet
        sheet.submission, sheet.state = submission, State.DONE
        sheet.save(update_fields=["submission", "state"])
        sheet.entries.filter(turn=PaperEntry.ASIDE).delete()
        for entry in sheet.entries.all():
            entry.answers, entry.kept = {}, []
            entry.save(update_fields=["answers", "kept"])
        record(actor, "key", sheet.batch, sheet=str(sheet.public_id), record=str(submission.public_id))
    return sheet


def _received(actor: Actor, sheet: PaperSheet) -> Submission:
    batch = sheet.batch
    final = sheet.entries.exclude(turn=PaperEntry.SECOND).latest("turn")
    session = session_of(actor, sheet, final.answers)
    session.finish()
    xml = session.serialise(standing(session, final.answers))
    instance_id = read_document(xml).envelope.instance_id
    there = _handed_in_before(sheet, instance_id or "")
    if there is None:
        sender = Sender(SOURCE, f"{SOURCE}: {batch.name}, {sheet.number}")
        receipt = receive_submission(actor, batch.form.project_id, xml, sender=sender, expected=Expected(batch.form))
        there = Submission.objects.get(public_id=receipt.public_id)
    found: Submission = there
    return found


def _handed_in_before(sheet: PaperSheet, instance_id: str) -> Submission | None:
    """The record of this sheet, and never another's: forms may calculate ids that are the same on two sheets."""
    others = PaperSheet.objects.filter(submission__isnull=False).exclude(pk=sheet.pk)
    records = Submission.objects.filter(form=sheet.batch.form, is_test=False, device_id=SOURCE, instance_id=instance_id)
    found: Submission | None = records.exclude(pk__in=others.values("submission")).first()
    return found

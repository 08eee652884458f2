"""Sheets keyed in: a batch is opened, sheets are taken, kept, finished and thrown away. Two people key each sheet."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from pamoja.apps.forms.models import Form, PaperBatch, PaperEntry, PaperSheet, Submission
from pamoja.apps.forms.models.paper import LONGEST_NUMBER
from pamoja.apps.forms.plain.sessions import form_for
from pamoja.apps.forms.problems import NOT_PUBLISHED, PAPER_FINISHED, PAPER_NEEDS_ANOTHER, PAPER_TAKEN
from pamoja.core.accounts.models import User
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, require, visible
from pamoja.core.problems import NOT_ALLOWED, NOT_FOUND, Problem
from pamoja.engines.paper.comparing import agreeing, count_answers, differences

State = PaperSheet.State


def open_batch(actor: Actor, form: Form, name: str, rows: int) -> PaperBatch:
    """A pile of sheets of the published version. Raises NOT_PUBLISHED, FORM_NOT_PLAIN, NOT_ALLOWED."""
    if form.published is None:
        raise Problem(NOT_PUBLISHED)
    form_for(actor, form.published)
    with transaction.atomic():
        batch: PaperBatch = PaperBatch.objects.create(
            form=form, form_version=form.published, name=name, rows=rows, created_by=actor.user
        )
        require(actor, "create", batch)
        record(actor, "create", batch, form=str(form.public_id))
    return batch


def take_sheet(actor: Actor, batch: PaperBatch, number: str) -> PaperEntry:
    """Begin to key a sheet, or go on; whoever keyed it first never keys it second.

    Raises NOT_ALLOWED, PAPER_NEEDS_ANOTHER, PAPER_TAKEN, PAPER_FINISHED.
    """
    person = keyer(actor)
    require(actor, "key", batch)
    require(actor, "submit", batch.form)
    try:
        with transaction.atomic():
            sheet, _is_new = PaperSheet.objects.get_or_create(batch=batch, number=number[:LONGEST_NUMBER])
            return _taken(actor, locked(sheet), person)
    except IntegrityError as error:  # two people took it at the same moment
        raise Problem(PAPER_TAKEN) from error


def keyer(actor: Actor) -> User:
    """The person who keys: a program is nobody's second pair of eyes. Raises NOT_ALLOWED."""
    if actor.user is None:
        raise Problem(NOT_ALLOWED)
    return actor.user


def locked(sheet: PaperSheet) -> PaperSheet:
    """The sheet, held until the transaction ends."""
    rows = PaperSheet.objects.select_for_update(of=("self",)).select_related("batch__form", "batch__form_version")
    found: PaperSheet = rows.get(pk=sheet.pk)
    return found


def _taken(actor: Actor, sheet: PaperSheet, person: User) -> PaperEntry:
    mine = sheet.entries.filter(person=person, turn__lte=PaperEntry.SECOND).first()
    if mine is not None:
        if mine.finished_at is None:
            return mine
        raise Problem(PAPER_NEEDS_ANOTHER if sheet.state == State.WAITING else PAPER_FINISHED)
    if sheet.state == State.FIRST and not sheet.entries.exists():
        return _begun(actor, sheet, person, PaperEntry.FIRST, State.FIRST)
    if sheet.state == State.WAITING:
        return _begun(actor, sheet, person, PaperEntry.SECOND, State.SECOND)
    raise Problem(PAPER_TAKEN if sheet.state in (State.FIRST, State.SECOND) else PAPER_FINISHED)


def _begun(actor: Actor, sheet: PaperSheet, person: User, turn: int, state: str) -> PaperEntry:
    entry: PaperEntry = PaperEntry.objects.create(sheet=sheet, turn=turn, person=person)
    move(sheet, state)
    record(actor, "key", sheet.batch, sheet=str(sheet.public_id), turn=turn)
    return entry


def move(sheet: PaperSheet, state: str) -> None:
    """The sheet is at another point of its way."""
    sheet.state = state
    sheet.save(update_fields=["state"])


def entry_of(actor: Actor, public_id: UUID) -> PaperEntry:
    """What the actor is keying; of nobody else, whatever the actor's role. Raises NOT_FOUND, NOT_ALLOWED."""
    rows = PaperEntry.objects.select_related("sheet__batch__form__project", "sheet__batch__form_version")
    mine = rows.filter(person=keyer(actor), turn__lte=PaperEntry.SECOND, finished_at=None)
    batches = visible(PaperBatch.objects.filter(form__deleted_at__isnull=True), actor, "key")
    entry: PaperEntry | None = mine.filter(public_id=public_id, sheet__batch__in=batches).first()
    if entry is None:
        raise Problem(NOT_FOUND)
    return entry


def keep_entry(entry: PaperEntry, answers: Mapping[str, str], kept: list[str]) -> None:
    """Keep what is keyed so far."""
    entry.answers, entry.kept, entry.updated_at = dict(answers), kept, now()
    entry.save(update_fields=["answers", "kept", "updated_at"])


def throw_away(actor: Actor, entry: PaperEntry) -> None:
    """Forget a begun entry: a wrong sheet was taken. The sheet waits again, or goes when nobody else has keyed it."""
    with transaction.atomic():
        sheet = locked(entry.sheet)
        entry.delete()
        record(actor, "key", sheet.batch, sheet=str(sheet.public_id), turn=entry.turn, is_thrown_away=True)
        if entry.turn == PaperEntry.FIRST:
            sheet.delete()
        else:
            move(sheet, State.WAITING)


def finish_entry(actor: Actor, entry: PaperEntry) -> PaperSheet:
    """The person is done with the sheet: it waits for the second one, or both are compared."""
    with transaction.atomic():
        sheet = locked(entry.sheet)
        entry.finished_at = now()
        entry.save(update_fields=["finished_at"])
        move(sheet, State.WAITING if entry.turn == PaperEntry.FIRST else _compared(sheet))
    return sheet


def _compared(sheet: PaperSheet) -> str:
    """Count where both agree; what nobody disputes is right."""
    first, second = pair_of(sheet)
    differ = differences(first.answers, second.answers)
    for each in (first, second):
        each.compared = count_answers(first.answers, second.answers)
        each.agreed = agreeing(first.answers, second.answers)
        each.right = None if differ else each.agreed
        each.save(update_fields=["compared", "agreed", "right"])
    return State.DIFFERS if differ else State.AGREED


def pair_of(sheet: PaperSheet) -> tuple[PaperEntry, PaperEntry]:
    """Both entries of a sheet."""
    first, second = sheet.entries.filter(turn__lte=PaperEntry.SECOND).order_by("turn")
    return first, second


def sheet_behind(actor: Actor, submission: Submission) -> PaperSheet | None:
    """The sheet that a record was keyed from, for who may see its batch."""
    batches = visible(PaperBatch.objects.filter(form=submission.form_id), actor)
    rows = PaperSheet.objects.filter(submission=submission, batch__in=batches)
    found: PaperSheet | None = rows.select_related("batch").first()
    return found

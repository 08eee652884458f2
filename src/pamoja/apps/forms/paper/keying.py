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
HEAVY = tuple(f"batch__form_version__{column}" for column in ("xml", "schema"))
NEXT: dict[str, tuple[int, str]] = {
    State.OPEN: (PaperEntry.FIRST, State.FIRST),
    State.WAITING: (PaperEntry.SECOND, State.SECOND),
}
"""The turn that is free, and where the sheet is once it is taken."""
BEFORE = {turn: state for state, (turn, _then) in NEXT.items()}


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
    """Begin to key a sheet, or go on, also with what was left long ago; whoever keyed it first never keys it second.

    Raises NOT_FOUND, NOT_ALLOWED, PAPER_NEEDS_ANOTHER, PAPER_TAKEN, PAPER_FINISHED.
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
    """The sheet, held until the transaction ends. Raises NOT_FOUND when it was thrown away meanwhile."""
    rows = PaperSheet.objects.select_for_update(of=("self",)).select_related("batch__form", "batch__form_version")
    found: PaperSheet | None = rows.defer(*HEAVY).filter(pk=sheet.pk).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def _taken(actor: Actor, sheet: PaperSheet, person: User) -> PaperEntry:
    mine = sheet.entries.filter(person=person, turn__lte=PaperEntry.SECOND).first()
    if mine is None or mine.turn == PaperEntry.ASIDE:
        return _begun(actor, sheet, mine or PaperEntry(sheet=sheet, person=person))
    if mine.finished_at is None:
        return mine
    raise Problem(PAPER_NEEDS_ANOTHER if sheet.state == State.WAITING else PAPER_FINISHED)


def _begun(actor: Actor, sheet: PaperSheet, entry: PaperEntry) -> PaperEntry:
    """The entry with the turn that is free. Raises PAPER_TAKEN, PAPER_FINISHED when none is."""
    if sheet.state not in NEXT:
        raise Problem(PAPER_TAKEN if sheet.state in (State.FIRST, State.SECOND) else PAPER_FINISHED)
    entry.turn, state = NEXT[sheet.state]
    entry.updated_at = now()
    entry.save()
    move(sheet, state)
    record(actor, "key", sheet.batch, sheet=str(sheet.public_id), turn=entry.turn)
    return entry


def move(sheet: PaperSheet, state: str) -> None:
    """The sheet is at another point of its way."""
    sheet.state = state
    sheet.save(update_fields=["state"])


def entry_of(actor: Actor, form_id: int, public_id: UUID) -> PaperEntry:
    """What the actor is keying of a form; of nobody else, whatever the actor's role. Raises NOT_FOUND, NOT_ALLOWED."""
    rows = PaperEntry.objects.select_related("sheet__batch__form__project", "sheet__batch__form_version")
    light = rows.defer(*(f"sheet__{each}" for each in HEAVY))
    mine = light.filter(person=keyer(actor), turn__lte=PaperEntry.SECOND, finished_at=None)
    batches = visible(PaperBatch.objects.filter(form=form_id, form__deleted_at__isnull=True), actor, "key")
    entry: PaperEntry | None = mine.filter(public_id=public_id, sheet__batch__in=batches).first()
    if entry is None:
        raise Problem(NOT_FOUND)
    return entry


def keep_entry(entry: PaperEntry, answers: Mapping[str, str], kept: list[str]) -> None:
    """Keep what is keyed so far. Raises NOT_FOUND, PAPER_FINISHED."""
    with transaction.atomic():
        _in_hand(entry)
        entry.answers, entry.kept, entry.updated_at = dict(answers), kept, now()
        entry.save(update_fields=["answers", "kept", "updated_at"])


def _in_hand(entry: PaperEntry) -> PaperSheet:
    """The sheet, held, of an entry that is still being keyed: another window may have finished it meanwhile.

    Raises NOT_FOUND, PAPER_FINISHED.
    """
    sheet = locked(entry.sheet)
    begun = sheet.entries.filter(pk=entry.pk, finished_at=None).values_list("turn", flat=True).first()
    if begun is None:
        raise Problem(PAPER_FINISHED)
    entry.turn = begun
    return sheet


def throw_away(actor: Actor, entry: PaperEntry) -> None:
    """Forget a begun entry: a wrong sheet was taken. The sheet waits again, or goes when nobody else has keyed it.

    Raises NOT_FOUND, PAPER_FINISHED.
    """
    with transaction.atomic():
        sheet = _in_hand(entry)
        entry.delete()
        record(actor, "key", sheet.batch, sheet=str(sheet.public_id), turn=entry.turn, is_thrown_away=True)
        if not sheet.entries.exists():
            sheet.delete()
        elif entry.turn in BEFORE:
            move(sheet, BEFORE[entry.turn])


def finish_entry(actor: Actor, entry: PaperEntry) -> PaperSheet:
    """The person is done with the sheet: it waits for the second one, or both are compared.

    Raises NOT_FOUND, PAPER_FINISHED; and PAPER_TAKEN when it was left for long and somebody else is at it.
    """
    with transaction.atomic():
        sheet = _in_hand(entry)
        if entry.turn == PaperEntry.ASIDE:
            _begun(actor, sheet, entry)
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
    first, second = sheet.entries.filter(turn__in=PaperEntry.KEYED).order_by("turn")
    return first, second


def sheet_behind(actor: Actor, submission: Submission) -> PaperSheet | None:
    """The sheet that a record was keyed from, for who may see its batch."""
    batches = visible(PaperBatch.objects.filter(form=submission.form_id), actor)
    rows = PaperSheet.objects.filter(submission=submission, batch__in=batches)
    found: PaperSheet | None = rows.select_related("batch").first()
    return found

"""Correcting a record on plain pages: begun on its newest version, kept, and sent as an edit with a reason."""

from contextlib import ExitStack

from django.db.models import QuerySet
from django.utils.translation import get_language

from pamoja.apps.forms.models import Filling, Submission, SubmissionVersion
from pamoja.apps.forms.plain.keeping import named_files, opened, throw_away
from pamoja.apps.forms.plain.sessions import form_for, language_for, world_of
from pamoja.apps.forms.problems import FORM_NOT_PLAIN, SUBMISSION_DELETED, SUBMISSION_OUTDATED, SUBMISSION_SEALED
from pamoja.apps.forms.protecting.hiding import require_nothing_hidden
from pamoja.apps.forms.seeing.changes import Changed, changes_between
from pamoja.apps.forms.seeing.languages import fitting_language
from pamoja.apps.forms.seeing.lists import complete_schema
from pamoja.apps.forms.seeing.questions import Reading
from pamoja.apps.forms.services import Sender, edit_submission
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import Problem
from pamoja.engines.xforms import Session, XFormRefused, resume
from pamoja.formats.xform.editing import edited


def corrections_of(actor: Actor, submission: Submission) -> QuerySet[Filling]:
    """What the actor has begun to correct in a record; newest first."""
    mine = Filling.objects.filter(submission=submission, person=actor.user, person__isnull=False)
    found: QuerySet[Filling] = mine.select_related("form_version").defer("form_version__xml", "form_version__schema")
    return found


def begin_correction(actor: Actor, submission: Submission) -> Filling:
    """Begin to correct the newest version of a record, or go on with what was begun on it.

    Raises NOT_FOUND, NOT_ALLOWED, SUBMISSION_DELETED, SUBMISSION_SEALED, FORM_NOT_PLAIN.
    """
    require_correctable(actor, submission)
    newest = submission.newest()
    begun = corrections_of(actor, submission).filter(based_on=newest.instance_id).first()
    return begun or _begin(actor, submission, newest)


def require_correctable(actor: Actor, submission: Submission) -> None:
    """Raise what stands in the way of correcting a record at all."""
    require(actor, "change", submission)
    require_nothing_hidden(actor, submission.form)
    if submission.deleted_at:
        raise Problem(SUBMISSION_DELETED)
    if submission.sealed_file:
        raise Problem(SUBMISSION_SEALED)


def _begin(actor: Actor, submission: Submission, newest: SubmissionVersion) -> Filling:
    version = newest.form_version
    form = form_for(actor, version)
    filling = Filling(
        form=submission.form,
        form_version=version,
        submission=submission,
        based_on=newest.instance_id,
        person=actor.user,
        language=language_for(form, get_language() or ""),
    )
    try:
        session = resume(form, bytes(newest.xml), world_of(actor, filling), filling.language)
    except XFormRefused as error:
        raise Problem(FORM_NOT_PLAIN) from error
    filling.answers = session.keep().decode()
    filling.save()
    return filling


def is_outdated(filling: Filling) -> bool:
    """Whether somebody else has edited the record since the correction was begun."""
    return filling.submission is not None and filling.submission.newest().instance_id != filling.based_on


def corrected(filling: Filling, session: Session) -> list[Changed]:
    """What the correction would change in the version that it was begun on."""
    assert filling.submission is not None
    base = filling.submission.versions.get(instance_id=filling.based_on)
    version = filling.form_version
    schema = complete_schema(version)
    reading = Reading(schema, fitting_language(schema.languages, session.language, get_language() or ""))
    return changes_between(reading, bytes(base.xml), _record(filling, session, bytes(base.xml)), [version])


def _record(filling: Filling, session: Session, base: bytes) -> bytes:
    """The corrected answers; choices that nobody offers stay where nobody touched them: the device had its reasons."""
    before = resume(session.form, base, session.world, filling.language).set_aside()
    return session.serialise({path: text for path, text in session.set_aside().items() if before.get(path) == text})


def send_correction(actor: Actor, filling: Filling, session: Session, reason: str, user_agent: str) -> None:
    """Make the correction the record's newest version; the interview ended when it ended. Raises SUBMISSION_OUTDATED.

    One that arrived before, when the answer was lost on its way, is not sent again.
    """
    submission = filling.submission
    assert submission is not None
    instance_id = f"uuid:{filling.public_id}"
    if not submission.versions.filter(instance_id=instance_id).exists():
        if is_outdated(filling):
            raise Problem(SUBMISSION_OUTDATED, instance_id=filling.based_on)
        base = submission.versions.get(instance_id=filling.based_on)
        xml = edited(_record(filling, session, bytes(base.xml)), instance_id, filling.based_on)
        with ExitStack() as stack:
            streams = {each.name: stack.enter_context(opened(each.file)) for each in named_files(filling, xml)}
            edit_submission(actor, submission, xml, reason, streams, Sender("browser", user_agent))
    throw_away(filling)

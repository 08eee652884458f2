"""All that happened to a record, in one line of time: sent, judged, edited, reviewed, discussed, cleaned, put away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pamoja.apps.forms.models import CleaningLine, Submission, SubmissionComment, SubmissionVersion
from pamoja.apps.forms.seeing.changes import Changed, changes_between
from pamoja.apps.forms.seeing.questions import Reading
from pamoja.apps.forms.seeing.reviewing import STATES
from pamoja.apps.forms.seeing.senders import sender_names
from pamoja.apps.forms.seeing.shown import hidden_word, written
from pamoja.apps.forms.services.judging import is_judged
from pamoja.core.audit.models import AuditEntry
from pamoja.core.audit.services import chain_of
from pamoja.core.permissions import Actor, visible
from pamoja.core.problems import Words

KIND = "forms.submission"
ACTS: dict[str, Words] = {
    "delete": gettext_lazy("Deleted"),
    "restore": gettext_lazy("Brought back"),
}


@dataclass(frozen=True)
class Happening:
    """One thing that happened: when, by whom, what in words; `body` is what a person wrote."""

    at: datetime
    who: str
    title: Words
    icon: str
    body: str = ""
    notes: tuple[Words, ...] = ()
    changes: tuple[Changed, ...] = ()
    version: SubmissionVersion | None = None


def history_of(actor: Actor, reading: Reading, submission: Submission) -> list[Happening]:
    """Newest first. Seven queries; who may see the record sees who did what, but not all that they wrote of it."""
    versions = list(submission.versions.select_related("form_version").order_by("number"))
    comments = list(submission.comments.select_related("written_by"))
    acts = list(_acts_on(submission))
    names = sender_names({*(each.sent_by for each in versions), *(each.actor for each in acts)})
    found = [
        *_sent(actor, reading, submission, versions, comments, names),
        *_acted(acts, names),
        *_said(actor, reading, comments),
        *_cleaned(actor, reading, submission),
        *_placed(actor, reading, submission),
    ]
    return sorted(found, key=attrgetter("at"), reverse=True)


def _acts_on(submission: Submission) -> Iterator[AuditEntry]:
    entries = AuditEntry.objects.filter(
        chain=chain_of(submission.workspace), kind=KIND, object_id=str(submission.public_id)
    )
    yield from entries.filter(verb__in=["review", *ACTS]).order_by("sequence")


def _sent(
    actor: Actor,
    reading: Reading,
    submission: Submission,
    versions: Sequence[SubmissionVersion],
    comments: Sequence[SubmissionComment],
    names: dict[str, str],
) -> Iterator[Happening]:
    reasons = {
        each.number: written(actor, reading.hidden, each.body, each.written_by_id) for each in comments if each.number
    }
    for before, each in zip([None, *versions], versions, strict=False):
        is_newest = each is versions[-1]
        yield Happening(
            each.received_at,
            names.get(each.sent_by, ""),
            _("Edit %(number)s") % {"number": each.number - 1} if before else _("First sent"),
            "edit" if before else "inbox",
            reasons.get(each.number, ""),
            (_judged(submission, each),) if is_newest and not submission.sealed_file else (),
            tuple(_changes(reading, before, each)) if before else (),
            each,
        )


def _judged(submission: Submission, newest: SubmissionVersion) -> str:
    if not is_judged(submission, newest):
        return _("It is being checked against the rules of the form.")
    count = submission.broken_count
    if not count:
        return _("Judged: it breaks no rule of the form.")
    words = ngettext(
        "Judged: it breaks %(count)s rule of the form.", "Judged: it breaks %(count)s rules of the form.", count
    )
    return words % {"count": count}


def _changes(reading: Reading, before: SubmissionVersion, after: SubmissionVersion) -> list[Changed]:
    forms = [before.form_version, after.form_version]
    return changes_between(reading, bytes(before.xml), bytes(after.xml), forms)


def _acted(acts: Sequence[AuditEntry], names: dict[str, str]) -> Iterator[Happening]:
    for each in acts:
        who = names.get(each.actor, "")
        if each.verb == "review":
            state = STATES.get(each.detail.get("state", ""), "")
            yield Happening(each.at, who, _("Reviewed: %(state)s") % {"state": state}, "circle-check")
        else:
            yield Happening(each.at, who, ACTS[each.verb], "trash" if each.verb == "delete" else "arrow-back-up")


def _said(actor: Actor, reading: Reading, comments: Sequence[SubmissionComment]) -> Iterator[Happening]:
    for each in comments:
        if not each.number:
            body = written(actor, reading.hidden, each.body, each.written_by_id)
            yield Happening(each.written_at, str(each.written_by or ""), _("Comment"), "message", body)


def _cleaned(actor: Actor, reading: Reading, submission: Submission) -> Iterator[Happening]:
    """Decisions of the cleaning log that the actor may see, and what was withdrawn."""
    lines = visible(CleaningLine.objects.filter(submission=submission), actor)
    for each in lines.select_related("created_by", "withdrawn_by"):
        decision = _("Cleaning: %(decision)s") % {"decision": each.get_change_display()}
        said = written(actor, reading.hidden, each.comment, each.created_by_id)
        yield Happening(
            each.created_at, str(each.created_by or ""), decision, "checks", said, changes=_line(reading, each)
        )
        if each.withdrawn_at:
            words = _("Cleaning withdrawn: %(decision)s") % {"decision": each.get_change_display()}
            yield Happening(
                each.withdrawn_at, str(each.withdrawn_by or ""), words, "arrow-back-up", changes=_line(reading, each)
            )


def _placed(actor: Actor, reading: Reading, submission: Submission) -> Iterator[Happening]:
    for each in submission.place_changes.select_related("before", "after", "made_by"):
        changed = Changed(_("Place"), str(each.before or ""), str(each.after or ""))
        words = _("Place left to its point") if each.is_by_point else _("Place")
        reason = written(actor, reading.hidden, each.reason, each.made_by_id)
        yield Happening(each.made_at, str(each.made_by or ""), words, "map-pin", reason, changes=(changed,))


def _line(reading: Reading, line: CleaningLine) -> tuple[Changed, ...]:
    if not line.question:
        return ()
    field = reading.schema.by_path.get(line.question.partition("@")[0])
    new = line.new_value if line.change == CleaningLine.Change.CHANGE else ""
    if line.change == CleaningLine.Change.KEEP:
        new = line.old_value
    label = reading.label(field) if field else line.question
    if reading.hidden.hides(line.question.partition("@")[0]):
        return (Changed(label, hidden_word(), hidden_word()),)
    return (Changed(label, line.old_value, new),)

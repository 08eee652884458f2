"""What an act on many records would do, before anything is done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from django.db.models import Count, F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pamoja.apps.forms.models import AnswerRow, CleaningLine, Form, Submission, SubmissionVersion
from pamoja.apps.forms.quality.values import typed
from pamoja.apps.forms.reviewing.answering import Leave, Recoder, new_faults, with_answers
from pamoja.apps.forms.reviewing.choosing import Chosen
from pamoja.apps.forms.reviewing.places import BY_POINT
from pamoja.apps.forms.reviewing.recoding import Rule
from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.seeing.answers import with_version
from pamoja.apps.forms.seeing.questions import Question
from pamoja.apps.forms.seeing.reviewing import KINDS, STATES
from pamoja.apps.forms.seeing.shown import text_of
from pamoja.core.accounts.placing import place_names
from pamoja.core.problems import Problem, Words
from pamoja.formats.xform.model import ROOT_TABLE

SHOWN, MOST_JUDGED, LONGEST_S = 20, 200, 2.0
"""Lines of a preview; records whose new answers are judged for it, and for how long at most."""
Changes = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Judged:
    """One record as it would be: what changes, what is wrong with that in words, whether calculations follow."""

    record: Submission
    changes: Changes
    faults: list[str]
    has_followers: bool = False


@dataclass(frozen=True)
class Line:
    """One record as an example, or (with a `count`) how many are alike: before and after."""

    label: str
    before: Words
    after: Words
    count: int = 0
    fault: Words = ""


@dataclass(frozen=True)
class Preview:
    """How many records would change, how many stay as they are, lines to look at, and what else to know."""

    changed: int
    same: int
    lines: list[Line]
    heads: tuple[Words, ...]
    notes: list[Words] = field(default_factory=list)
    is_whole: bool = True


def preview_review(chosen: Chosen, settings: dict[str, str]) -> Preview:
    """How many records of each state get the new one."""
    state = settings["state"]
    counted = chosen.records.order_by().values_list("review_state").annotate(Count("pk"))
    counts = sorted(counted, key=lambda pair: -pair[1])
    lines = [Line(str(STATES[old]), STATES[old], STATES[state], n) for old, n in counts if old != state]
    return _of_counts(lines, chosen.count)


def preview_place(chosen: Chosen, settings: dict[str, object]) -> Preview:
    """How many records of each place go to the other."""
    is_by_point, path = settings[BY_POINT], str(settings["place"])
    after = _("Where its point lies") if is_by_point else place_names([path])[path]
    counted = chosen.records.order_by().values_list("place__path", "place__name", "is_placed").annotate(Count("pk"))
    moved = [each for each in counted if (each[2] if is_by_point else not (each[2] and each[0] == path))]
    lines = [
        Line(name or _("No known place"), name or _("No known place"), after, n) for _path, name, _placed, n in moved
    ]
    return _of_counts(sorted(lines, key=lambda line: -line.count), chosen.count)


def preview_answers(seen: Seen, chosen: Chosen, settings: dict[str, Any]) -> Preview:
    """Old and new answers of the first records, how many change in all, and how many would break a rule."""
    recoder = Recoder(seen.form, Rule.from_json(settings))
    found = list(_changing(chosen, recoder))
    judged = list(_judged_in_time(found[:MOST_JUDGED]))
    lines = [_line(seen, recoder, each) for each in judged[:SHOWN]]
    notes = [
        *_faults(judged, len(found)),
        *_followers(judged),
        *_lines_of_the_log(seen.form, found, settings["questions"]),
    ]
    heads = (_("Record"), _("Before"), _("After"), _("Rules of the form"))
    return Preview(len(found), chosen.count - len(found), lines, heads, notes, len(found) == len(lines))


def _changing(chosen: Chosen, recoder: Recoder) -> Iterator[tuple[int, Changes]]:
    """The records on which the rule has something to say, newest first."""
    rows = AnswerRow.objects.filter(table=ROOT_TABLE, submission__in=chosen.records.order_by().values("pk"))
    rows = with_version(rows.filter(submission__sealed_file="").order_by("-submission_id"))
    for record, version, answers in rows.values_list("submission_id", "version_id", "answers").iterator():
        try:
            yield record, recoder.changes(version, answers)
        except Leave:
            continue


def _read(found: Sequence[tuple[int, Changes]]) -> Iterator[tuple[Submission, SubmissionVersion, Changes]]:
    records = Submission.objects.in_bulk([pk for pk, _changes in found])
    newest = SubmissionVersion.objects.filter(submission__in=records, number=F("submission__edits") + 1)
    versions = {each.submission_id: each for each in newest.select_related("form_version")}
    for pk, changes in found:
        yield records[pk], versions[pk], changes


def _judged_in_time(found: Sequence[tuple[int, Changes]]) -> Iterator[Judged]:
    """As many as a person waits for: a long form takes tens of milliseconds for each record."""
    until = monotonic() + LONGEST_S
    for record, version, changes in _read(found):
        yield _judged(record, version, changes)
        if monotonic() > until:
            return


def _judged(record: Submission, version: SubmissionVersion, changes: Changes) -> Judged:
    try:
        corrected = with_answers(record, version, changes)
    except Leave:
        return Judged(record, changes, [_("The new answer cannot be put there.")])
    faults = [str(KINDS.get(each.kind, each.kind)) for each in new_faults(record, version, corrected.xml)]
    return Judged(record, changes, faults, corrected.has_followers)


def _line(seen: Seen, recoder: Recoder, judged: Judged) -> Line:
    record, faults = judged.record, judged.faults
    questions = {each.path: each for each in recoder.questions}
    old, new = (
        " · ".join(_words(seen, questions[path], pair[place]) or "—" for path, pair in judged.changes.items())
        for place in (0, 1)
    )
    return Line(seen.name(record.instance_name, record.instance_id), old, new, fault=" ".join(dict.fromkeys(faults)))


def _words(seen: Seen, question: Question, text: str) -> str:
    try:
        return text_of(seen.reading, question, typed(question, text))
    except Problem:  # what was there may fit no question
        return text


def _faults(judged: Sequence[Judged], count: int) -> Iterator[Words]:
    broken = sum(1 for each in judged if each.faults)
    if not broken:
        return
    words = ngettext(
        "%(broken)s of %(judged)s record would break a rule of the form.",
        "%(broken)s of %(judged)s records would break a rule of the form.",
        len(judged),
    )
    yield words % {"broken": broken, "judged": len(judged)}
    if count > len(judged):
        yield _("Only these were looked at; each of the others is before it is changed.")


def _followers(judged: Sequence[Judged]) -> Iterator[Words]:
    if any(each.has_followers for each in judged):
        yield _("What the form calculates from these answers changes with them.")


def _lines_of_the_log(form: Form, found: Sequence[tuple[int, Changes]], questions: Sequence[str]) -> Iterator[Words]:
    """Decisions on the old answers lose their effect, since they were made on others."""
    standing = CleaningLine.objects.filter(submission__form=form, withdrawn_at=None, row="", question__in=questions)
    standing = standing.exclude(change=CleaningLine.Change.KEEP)
    decided = set(standing.values_list("submission_id", flat=True)) & {pk for pk, _changes in found}
    if decided:
        words = ngettext(
            "The cleaning log has a decision on this answer of %(count)s record, which will have no effect.",
            "The cleaning log has a decision on this answer of %(count)s records, which will have no effect.",
            len(decided),
        )
        yield words % {"count": len(decided)}


def _of_counts(lines: list[Line], count: int) -> Preview:
    changed = sum(line.count for line in lines)
    heads = (_("Before"), _("After"), _("Records"))
    return Preview(changed, count - changed, lines[:SHOWN], heads, is_whole=len(lines) <= SHOWN)

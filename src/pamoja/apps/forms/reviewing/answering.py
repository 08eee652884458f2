"""Answers of many records changed by one rule: each record gets a version of its own, judged like any other edit."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.utils.translation import gettext as _

from pamoja.apps.forms.models import BulkAct, BulkChange, Form, FormVersion, Submission, SubmissionVersion
from pamoja.apps.forms.protecting.hiding import hidden_from
from pamoja.apps.forms.quality.tables import FormTables
from pamoja.apps.forms.reviewing.acts import Changes, Doing, done, leave, register_doing, undone
from pamoja.apps.forms.reviewing.recoding import Rule, answer_text, recoded
from pamoja.apps.forms.schemas import kept_schema
from pamoja.apps.forms.seeing.questions import Question
from pamoja.apps.forms.seeing.shown import written
from pamoja.apps.forms.services import Sender, edit_submission
from pamoja.apps.forms.services.judging import faults_in, followed_by, violations_of
from pamoja.core.ids import uuid7
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.engines.xforms import Violation
from pamoja.formats.xform.editing import edited
from pamoja.formats.xform.model import ROOT_TABLE

SENDER = Sender("", "Pamoja")
Answers = Mapping[str, object]


class Leave(Exception):
    """The record stays as it is; `why` is a code of `words.WHYS`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Recoder:
    """A rule with the questions of a form, to be used on many of its records."""

    def __init__(self, form: Form, rule: Rule) -> None:
        self.rule, self.form = rule, form
        found = FormTables(form).questions
        self.questions = [found[key] for key in rule.questions if key in found]

    @cached_property
    def _asked(self) -> dict[int, frozenset[str]]:
        """The paths that each version of the form asks."""
        versions = FormVersion.objects.filter(form=self.form).values_list("pk", "md5")
        return {pk: frozenset(kept_schema(pk, md5).by_path) for pk, md5 in versions}

    def asked_in(self, version: int) -> list[Question]:
        """The questions of the rule that a version of the form asks."""
        return [each for each in self.questions if self._is_asked(each, version)]

    def _is_asked(self, question: Question, version: int) -> bool:
        if question.asked_in:
            return version in question.asked_in
        return question.path in self._asked.get(version, ())

    def changes(self, version: int, answers: Answers) -> dict[str, tuple[str, str]]:
        """Old and new answer by path. Raises Leave: not asked, unfit, or nothing to change."""
        asked = self.asked_in(version)
        if not asked:
            raise Leave("unasked")
        try:
            found = {each.path: self._pair(each, answers.get(each.path)) for each in asked}
        except Problem:
            raise Leave("unfit") from None
        changed = {path: pair for path, pair in found.items() if pair[0] != pair[1]}
        if not changed:
            raise Leave("same")
        return changed

    def _pair(self, question: Question, value: object) -> tuple[str, str]:
        old = answer_text(value)
        return old, recoded(self.rule, question, old)


def new_faults(record: Submission, newest: SubmissionVersion, xml: bytes) -> list[Violation]:
    """The rules of the form that the record would break and does not break now."""
    known = {(each["path"], each["kind"]) for each in record.broken_rules}
    found = [each for each in faults_in(record, newest, xml) if (each.path, each.kind) not in known]
    if not found:
        return []
    # what it breaks may not be written down yet, or only the first of very many
    known = {(each.path, each.kind) for each in violations_of(record, newest)}
    return [each for each in found if (each.path, each.kind) not in known]


@dataclass(frozen=True)
class Corrected:
    """The XML of a newer version; whether the form calculated other answers in it, too."""

    xml: bytes
    has_followers: bool


def with_answers(record: Submission, newest: SubmissionVersion, changes: Mapping[str, tuple[str, str]]) -> Corrected:
    """The newer version, with what the form calculates from its answers. Raises Leave where one cannot be put."""
    answers = {path: new for path, (_old, new) in changes.items()}
    followers = followed_by(record, newest, answers)
    try:
        xml = edited(bytes(newest.xml), f"uuid:{uuid7()}", newest.instance_id, answers | followers)
    except ValueError:
        raise Leave("unfit") from None
    return Corrected(xml, bool(followers))


def apply(actor: Actor, act: BulkAct, changes: Changes) -> None:
    """A newer version for each record on which the rule has something to say."""
    recoder = Recoder(act.form, Rule.from_json(act.settings))
    for each in changes:
        try:
            with transaction.atomic():
                _apply(actor, act, recoder, each)
        except Leave as reason:
            leave(each, reason.why)
        except Problem:
            leave(each, "unreachable")


def _apply(actor: Actor, act: BulkAct, recoder: Recoder, change: BulkChange) -> None:
    record = change.submission
    if record.sealed_file:
        raise Leave("sealed")
    if record.edits != change.based_on:
        raise Leave("changed")
    newest = record.newest()
    answers = record.rows.filter(table=ROOT_TABLE).values_list("answers", flat=True).first() or {}
    xml = with_answers(record, newest, recoder.changes(newest.form_version_id, answers)).xml
    if recoder.rule.skips_broken and new_faults(record, newest, xml):
        raise Leave("breaks")
    edit_submission(actor, record, xml, act.reason, sender=SENDER)
    done(change, record.edits + 1)


def undo(actor: Actor, act: BulkAct, changes: Changes) -> None:
    """One version more, which says what the one before the act said; where nobody has edited since."""
    for each in changes:
        record = each.submission
        if record.edits != each.made:
            leave(each, "changed")
            continue
        try:
            with transaction.atomic():
                _undo(actor, act, record)
            undone(each)
        except Problem:
            leave(each, "unreachable")


def _undo(actor: Actor, act: BulkAct, record: Submission) -> None:
    ours, before = record.versions.order_by("-number")[:2]
    xml = edited(bytes(before.xml), f"uuid:{uuid7()}", ours.instance_id)
    # from now on these are the actor's own words
    reason = written(actor, hidden_from(actor, act.form), act.reason, act.created_by_id)
    edit_submission(actor, record, xml, _("Undone: %(reason)s") % {"reason": reason}, sender=SENDER)


register_doing(BulkAct.What.ANSWERS, Doing(apply, undo))

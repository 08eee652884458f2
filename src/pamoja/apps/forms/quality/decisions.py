"""Deciding on flags: lines of the cleaning log, which can be withdrawn one by one or as the act that made them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from pamoja.apps.forms.models import CleaningLine, Form, QualityFlag, Submission
from pamoja.apps.forms.problems import DECIDED, WITHDRAWN
from pamoja.apps.forms.quality.tables import FormTables
from pamoja.apps.forms.quality.values import typed
from pamoja.apps.forms.quality.words import facts_of
from pamoja.core.audit.services import act_on, record_many
from pamoja.core.bulk import insert_rows
from pamoja.core.clock import now
from pamoja.core.events.services import emit_many, happened_to
from pamoja.core.ids import uuid7
from pamoja.core.permissions import Actor, require_all
from pamoja.core.problems import INVALID_INPUT, Problem
from pamoja.engines.quality import as_text

Change = CleaningLine.Change
EFFECTIVE = (Change.CHANGE, Change.BLANK, Change.REMOVE)
RECODE = "recode"


@dataclass(frozen=True)
class Decision:
    """What shall happen to one answer, or (with Change.REMOVE) to one record."""

    submission: Submission
    change: str
    question: str = ""
    row: str = ""
    new_value: str = ""
    issue: str = ""
    comment: str = ""
    flag: QualityFlag | None = None


def decisions_on(
    tables: FormTables, flags: Iterable[QualityFlag], change: str, new_value: str = "", comment: str = ""
) -> list[Decision]:
    """What a choice means for each flag; `recode` puts each flag's proposal where its choice belongs.

    A flag that the choice does not suit (no proposal to take, a whole record without an answer to change) has none.
    """
    found = list(flags)
    tables.read(flag.submission for flag in found if flag.submission)
    return [each for flag in found for each in _on_flag(tables, flag, change, new_value, comment)]


def _on_flag(tables: FormTables, flag: QualityFlag, change: str, new_value: str, comment: str) -> Iterator[Decision]:
    if flag.submission is None:
        return
    basis = Decision(flag.submission, change, flag.question, flag.row, new_value, "", comment, flag)
    if change == RECODE:
        yield from _recoded(tables, flag, basis)
    elif change == Change.REMOVE:
        yield replace(basis, question="", row="", new_value="")
    elif change == Change.KEEP or flag.question:
        yield replace(basis, new_value=new_value if change == Change.CHANGE else "")


def _recoded(tables: FormTables, flag: QualityFlag, basis: Decision) -> Iterator[Decision]:
    """The written answer becomes the choice that it may be, and is blanked."""
    asked = tables.asked(flag.question)
    if asked is None or not asked.other_of or not flag.proposed:
        return
    raw = tables.answer(basis.submission, flag.row, asked.other_of)
    chosen = [flag.proposed if code == asked.other_value else code for code in raw] if isinstance(raw, list) else []
    new_value = " ".join(dict.fromkeys(chosen)) or flag.proposed
    yield replace(basis, change=Change.CHANGE, question=asked.other_of, new_value=new_value)
    yield replace(basis, change=Change.BLANK, new_value="")


@transaction.atomic
def decide(actor: Actor, form: Form, tables: FormTables, decisions: Sequence[Decision]) -> list[CleaningLine]:
    """Write the lines of one act. Raises VALUE_UNFIT, DECIDED; nothing is written then.

    More than one line gets a batch, by which the act is withdrawn as a whole.
    """
    lines = [_line(actor, tables, each) for each in _once(decisions)]
    batch = uuid7() if len(lines) > 1 else None
    for line in lines:
        line.batch = batch
    _require_undecided(lines)
    try:
        with transaction.atomic():
            insert_rows(lines)
    except IntegrityError as error:  # somebody decided in the same moment
        raise Problem(DECIDED) from error
    require_all(actor, "create", lines)
    _settle(lines, decisions)
    _tell(actor, form, "decide", "cleaning.decided", lines)
    return lines


def _once(decisions: Sequence[Decision]) -> list[Decision]:
    """Several flags on one answer are settled by one line, unless it is only kept."""
    return list({(d.submission.pk, d.row, d.question, d.change): d for d in decisions}.values())


def _line(actor: Actor, tables: FormTables, decision: Decision) -> CleaningLine:
    raw: Any = tables.answer(decision.submission, decision.row, decision.question) if decision.question else None
    if decision.change == Change.CHANGE:
        question = tables.question(decision.question)
        if question is None or typed(question, decision.new_value) is None:
            raise Problem(INVALID_INPUT)
    return CleaningLine(
        submission=decision.submission,
        row=decision.row,
        question=decision.question,
        issue=decision.issue,
        code=decision.flag.code if decision.flag else "",
        facts=facts_of(decision.flag) if decision.flag else {},
        old_value=as_text(raw),
        new_value=decision.new_value.strip(),
        change=decision.change,
        comment=decision.comment,
        created_by=actor.user,
    )


def _require_undecided(lines: Sequence[CleaningLine]) -> None:
    wanted = {(line.submission_id, line.row, line.question) for line in lines if line.change in EFFECTIVE}
    standing = CleaningLine.objects.filter(
        submission__in={line.submission_id for line in lines}, withdrawn_at__isnull=True, change__in=EFFECTIVE
    )
    if wanted & set(standing.values_list("submission_id", "row", "question")):
        raise Problem(DECIDED)


def _settle(lines: Sequence[CleaningLine], decisions: Sequence[Decision]) -> None:
    """Each flag points to the line that settled it; leaving a record out settles all that are open on it."""
    by_place = {(line.submission_id, line.row, line.question, line.change): line for line in lines}
    settled = []
    for each in decisions:
        if each.flag:
            each.flag.decision = by_place[each.submission.pk, each.row, each.question, each.change]
            settled.append(each.flag)
    QualityFlag.objects.bulk_update(settled, ["decision"], batch_size=500)
    for line in lines:
        if line.change == Change.REMOVE:
            QualityFlag.objects.filter(submission=line.submission_id, decision=None).update(decision=line)


def withdraw(actor: Actor, form: Form, lines: Iterable[CleaningLine]) -> int:
    """Undo lines: the raw answers count again, and the flags are open. Raises WITHDRAWN; returns how many."""
    with transaction.atomic():
        found = list(CleaningLine.objects.select_for_update().filter(pk__in=[line.pk for line in lines]))
        require_all(actor, "withdraw", found)
        if any(line.withdrawn_at for line in found):
            raise Problem(WITHDRAWN)
        keys = [line.pk for line in found]
        CleaningLine.objects.filter(pk__in=keys).update(withdrawn_at=now(), withdrawn_by=actor.user)
        QualityFlag.objects.filter(decision__in=keys).update(decision=None)
        _tell(actor, form, "withdraw", "cleaning.withdrawn", found)
    return len(found)


def lines_of_batch(form: Form, batch: UUID) -> list[CleaningLine]:
    """The lines of one act that stand."""
    return list(CleaningLine.objects.filter(submission__form=form, batch=batch, withdrawn_at__isnull=True))


def _tell(actor: Actor, form: Form, verb: str, event: str, lines: Sequence[CleaningLine]) -> None:
    record_many(actor, [act_on(verb, line, change=line.change) for line in lines])
    emit_many(
        actor.workspace, [happened_to(event, line, form=str(form.public_id), change=line.change) for line in lines]
    )

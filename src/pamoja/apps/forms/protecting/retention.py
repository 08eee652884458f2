"""How long records are kept: the plan, what is due, and the legal hold that stops it."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Count, Exists, Min, Model, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from pamoja.apps.forms.models import Form, PaperSheet, RetentionPlan, StrippedRecord, Submission, SubmissionFile
from pamoja.apps.forms.protecting.hiding import protected_in
from pamoja.core.audit.models import AuditEntry
from pamoja.core.audit.services import chain_of, record
from pamoja.core.clock import now
from pamoja.core.conflicts.services import Updated, update
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import CONFLICT, Problem

DUE = QuerySet[Submission]
M = TypeVar("M", bound=Model)
PROOF = "purge-records"


@dataclass(frozen=True)
class Outlook:
    """What a plan would purge by a time: records, their files and the bytes of these; `next_at` is the next purge."""

    records: int
    files: int
    bytes: int
    next_at: datetime | None


def begin_retention(actor: Actor, form: Form, values: Mapping[str, Any]) -> RetentionPlan:
    """Keep a form's records no longer than so many months."""
    with transaction.atomic():
        plan: RetentionPlan = RetentionPlan.objects.create(form=form, created_by=actor.user, **_held(actor, values, ""))
        require(actor, "create", plan)
        record(actor, "create", plan, form=str(form.public_id), months=plan.months, since=plan.since)
    return plan


def change_retention(
    actor: Actor, plan: RetentionPlan, values: Mapping[str, Any], based_on: int
) -> Updated[RetentionPlan]:
    """Another time, or a hold begun or ended, decided looking at version `based_on`."""
    return update(actor, plan, _held(actor, values, plan.hold_reason), based_on)


def _held(actor: Actor, values: Mapping[str, Any], before: str) -> dict[str, Any]:
    """The hold's beginning and who began it go with its reason."""
    reason = values.get("hold_reason", "")
    if bool(reason) == bool(before):
        return dict(values)
    return {**values, "held_at": now() if reason else None, "held_by": actor.user if reason else None}


def due_records(plan: RetentionPlan, at: datetime) -> DUE:
    """The records that are to be gone by a time, deleted ones and tests too; none while the plan is off or held.

    The query looks at the plan again each time it is run: a hold that begins meanwhile stops what goes on.
    """
    rows = _held_here(plan).filter(form__retention__is_on=True, form__retention__hold_reason="")
    before = months_before(at, plan.months)
    return rows.filter(received_at__lte=before) if _is_by_record(plan) else _if_closed(plan, rows, before)


def _held_here(plan: RetentionPlan) -> DUE:
    """What a plan will reach: all records, or those whose protected answers are here, and not encrypted."""
    rows: DUE = Submission.objects.filter(form=plan.form)
    if plan.what == RetentionPlan.What.RECORDS:
        return rows
    done = StrippedRecord.objects.filter(submission=OuterRef("pk"), edits__gte=OuterRef("edits"))
    return rows.filter(~Exists(done), sealed_file="") if protected_in(plan.form) else rows.none()


def due_sheets(plan: RetentionPlan, at: datetime) -> QuerySet[PaperSheet]:
    """Sheets of paper that were keyed, never handed in, and not touched since as long as records are kept."""
    going_on = RetentionPlan.objects.filter(pk=plan.pk, is_on=True, hold_reason="").values("form")
    rows: QuerySet[PaperSheet] = PaperSheet.objects.filter(batch__form__in=going_on).exclude(
        state=PaperSheet.State.DONE
    )
    before = months_before(at, plan.months)
    old = rows.filter(created_at__lte=before).exclude(entries__updated_at__gt=before)
    return old if _is_by_record(plan) else _if_closed(plan, rows, before)


def _is_by_record(plan: RetentionPlan) -> bool:
    return bool(plan.since == RetentionPlan.Since.RECEIVED)


def _if_closed(plan: RetentionPlan, rows: QuerySet[M], before: datetime) -> QuerySet[M]:
    """All of them once the form has been closed long enough."""
    closed = closed_at(plan.form)
    return rows if closed and closed <= before else rows.none()


def next_purge(plan: RetentionPlan) -> datetime | None:
    """When the next records go; None when nothing will."""
    if not plan.is_on or plan.is_held:
        return None
    first = _held_here(plan).aggregate(first=Min("received_at"))["first"]
    since = first if plan.since == RetentionPlan.Since.RECEIVED else first and closed_at(plan.form)
    return months_after(since, plan.months) if since else None


def closed_at(form: Form) -> datetime | None:
    """When a form was closed, as the audit tells; None for one that takes records."""
    if form.state != Form.State.CLOSED:
        return None
    entries = AuditEntry.objects.filter(
        chain=chain_of(form.workspace), kind="forms.form", object_id=str(form.public_id), verb="state"
    )
    closing = entries.filter(detail__state=Form.State.CLOSED).order_by("-sequence").first()
    return closing.at if closing else form.updated_at


def outlook(plan: RetentionPlan, at: datetime) -> Outlook:
    """What is due by a time. Four queries."""
    due = due_records(plan, at)
    files = SubmissionFile.objects.filter(submission__in=due.values("pk"), file__isnull=False)
    found = files.aggregate(count=Count("pk"), size=Sum("file__blob__size"))
    return Outlook(due.count(), found["count"], found["size"] or 0, next_purge(plan))


def proofs(form: Form) -> QuerySet[AuditEntry]:
    """What the audit says was purged of a form, newest first."""
    entries: QuerySet[AuditEntry] = AuditEntry.objects.filter(
        chain=chain_of(form.workspace), kind="forms.form", object_id=str(form.public_id), verb=PROOF
    )
    return entries.order_by("-sequence")


def require_not_purged(form: Form, since: datetime) -> None:
    """For a file that was begun at a time: raise CONFLICT when records of it have been purged while it was made."""
    if proofs(form).filter(at__gte=since).exists():
        raise Problem(CONFLICT, _("Records were purged while this was made. Make it again."))


def warned_until(plan: RetentionPlan) -> datetime:
    """What is due by then is told of today."""
    return now() + timedelta(days=plan.warn_days)


def months_before(at: datetime, months: int) -> datetime:
    """The same day so many months earlier; the last of a month that is shorter."""
    return months_after(at, -months)


def months_after(at: datetime, months: int) -> datetime:
    """The same day so many months later; the last of a month that is shorter, and never beyond the calendar."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    year = min(max(year, 1), 9999)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))

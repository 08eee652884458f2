"""Acts on many records, as pages start them: small ones here and now, others as jobs that are watched."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import BulkAct, BulkChange, Form, Submission
from pamoja.apps.forms.reviewing import answering, places, reviews
from pamoja.apps.forms.reviewing.acts import AT_ONCE, apply_act, begin_act, end_act, undo_act
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.registry import Job, job
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import Actor

__all__ = ["answering", "places", "reviews", "start_act", "start_undo"]
State = BulkChange.State
DIRECT = AT_ONCE
"""Records that a page changes at once: one batch, in the transaction in which the act begins or is undone."""


def act_url(act: BulkAct) -> str:
    """The page that says what became of an act."""
    return reverse("forms-reviewing:act", args=[act.form_id, act.public_id])


@job("forms.apply_act", _("Changing many records"))
def apply_many(progress: Progress, actor: Actor, *, act: int) -> None:
    """Go on with the records that are left."""
    row = BulkAct.objects.select_related("form").get(pk=act)
    progress.expect(row.changes.count())
    apply_act(actor, row, progress.advance)
    progress.finish(act_url(row))


@job("forms.undo_act", _("Undoing a change of many records"))
def undo_many(progress: Progress, actor: Actor, *, act: int) -> None:
    """Go on with the records that are not put back yet."""
    row = BulkAct.objects.select_related("form").get(pk=act)
    left = row.changes.filter(state=State.DONE).count()
    progress.expect(progress.done + left)
    undo_act(actor, row, progress.advance)
    progress.finish(act_url(row))


def start_act(
    actor: Actor, form: Form, what: str, records: QuerySet[Submission], settings: dict[str, Any], reason: str
) -> tuple[BulkAct, Progress | None]:
    """Begin an act and do it, or start its job. In one transaction: killed in between, it would wait for ever."""
    with transaction.atomic():
        act = begin_act(actor, form, what, records, settings, reason)
        return act, _now_or_later(actor, act, State.WAITING, apply_act, apply_many)


def start_undo(actor: Actor, act: BulkAct) -> Progress | None:
    """End an act and put its records back, or start the job. In one transaction, since an act is ended once.

    Raises as `end_act`.
    """
    with transaction.atomic():
        end_act(actor, act)
        return _now_or_later(actor, act, State.DONE, undo_act, undo_many)


def _now_or_later(
    actor: Actor, act: BulkAct, state: str, work: Callable[[Actor, BulkAct], None], later: Job
) -> Progress | None:
    if act.changes.filter(state=state).count() > DIRECT:
        return start_job(actor, later, act=act.pk)
    work(actor, act)
    return None

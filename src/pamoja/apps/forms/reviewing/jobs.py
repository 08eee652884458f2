"""Acts on more records than a page can wait for."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import BulkAct, BulkChange
from pamoja.apps.forms.reviewing import answering, places, reviews
from pamoja.apps.forms.reviewing.acts import AT_ONCE, apply_act, undo_act
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.registry import Job, job
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import Actor

__all__ = ["answering", "apply_many", "places", "reviews", "run_now_or_later", "undo_many"]
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
    left = row.changes.filter(state=BulkChange.State.DONE).count()
    progress.expect(progress.done + left)
    undo_act(actor, row, progress.advance)
    progress.finish(act_url(row))


def run_now_or_later(actor: Actor, act: BulkAct, state: str, what: Job) -> Progress | None:
    """Do a small act here and now; start the job of a large one, to be watched. Runs inside a transaction."""
    if act.changes.filter(state=state).count() > DIRECT:
        return start_job(actor, what, act=act.pk)
    (apply_act if what is apply_many else undo_act)(actor, act)
    return None

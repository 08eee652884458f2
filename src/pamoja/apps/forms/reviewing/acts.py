"""Acts on many records: begun with the records fixed, applied and undone in batches, each record once.

A batch is one transaction with the states of its records: whatever is killed when, a record is done or it is not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from pamoja.apps.forms.models import BulkAct, BulkChange, Form, Submission
from pamoja.apps.forms.problems import ACT_UNDONE, ANSWERS_HIDDEN
from pamoja.apps.forms.protecting.hiding import hidden_from
from pamoja.core.bulk import insert_rows
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, visible
from pamoja.core.problems import NOT_ALLOWED, NOT_FOUND, Problem

State = BulkChange.State
AT_ONCE = 25
READ_AT_ONCE = 2000
Changes = Sequence[BulkChange]
Count = Callable[[int], None]


@dataclass(frozen=True)
class Doing:
    """How one kind of act is done to a batch and undone: each sets the state of every change that it is given."""

    apply: Callable[[Actor, BulkAct, Changes], None]
    undo: Callable[[Actor, BulkAct, Changes], None]


DOINGS: dict[str, Doing] = {}


def register_doing(what: str, doing: Doing) -> None:
    """Say how a kind of act is done."""
    DOINGS[what] = doing


def acts_of(actor: Actor, form: Form, verb: str = "view") -> QuerySet[BulkAct]:
    """The acts on a form's records that the actor may see or undo: their own, and by permission those of others.

    Which records of it they may reach is asked for each of them anew.
    """
    every = BulkAct.objects.filter(form=form).select_related("created_by", "undone_by", "form")
    own = Q(created_by=actor.user, created_by__isnull=False)
    found: QuerySet[BulkAct] = every.filter(own | Q(pk__in=visible(every.order_by(), actor, verb).values("pk")))
    return found


def is_hidden(actor: Actor, act: BulkAct) -> bool:
    """Whether it is about answers that the actor may not read: then nobody changes them in their name."""
    hidden = hidden_from(actor, act.form)
    return any(hidden.hides(key.partition("@")[0]) for key in act.settings.get("questions", ()))


def begin_act(
    actor: Actor, form: Form, what: str, records: QuerySet[Submission], settings: dict[str, Any], reason: str
) -> BulkAct:
    """Write down what shall be done to which records; `apply_act` does it."""
    with transaction.atomic():
        act: BulkAct = BulkAct.objects.create(
            form=form, what=what, settings=settings, reason=reason, created_by=actor.user
        )
        found = records.order_by("pk").values_list("pk", "edits").iterator(chunk_size=READ_AT_ONCE)
        while chunk := list(islice(found, READ_AT_ONCE)):
            insert_rows([BulkChange(act=act, submission_id=pk, based_on=edits) for pk, edits in chunk])
    return act


def apply_act(actor: Actor, act: BulkAct, count: Count = lambda number: None) -> None:
    """Do what is left of an act. A record that cannot be done says why, and stays as it was."""
    _work(actor, act, State.WAITING, DOINGS[act.what].apply, count)


def may_undo(actor: Actor, act: BulkAct) -> bool:
    """Whether to offer it."""
    return not act.undone_at and _is_undoable(actor, act) and not is_hidden(actor, act)


def _is_undoable(actor: Actor, act: BulkAct) -> bool:
    return acts_of(actor, act.form, "undo").filter(pk=act.pk).exists()


def end_act(actor: Actor, act: BulkAct) -> None:
    """From now on the act is undone: nothing more of it is applied.

    Raises NOT_FOUND, NOT_ALLOWED, ANSWERS_HIDDEN, ACT_UNDONE.
    """
    with transaction.atomic():
        locked = acts_of(actor, act.form).select_for_update(of=("self",)).filter(pk=act.pk).first()
        if locked is None:
            raise Problem(NOT_FOUND)
        if not _is_undoable(actor, act):
            raise Problem(NOT_ALLOWED)
        if is_hidden(actor, act):
            raise Problem(ANSWERS_HIDDEN)
        if locked.undone_at:
            raise Problem(ACT_UNDONE)
        BulkAct.objects.filter(pk=act.pk).update(undone_at=now(), undone_by=actor.user)
        BulkChange.objects.filter(act=act, state=State.WAITING).update(state=State.SKIPPED, why="undone")
    act.refresh_from_db()


def undo_act(actor: Actor, act: BulkAct, count: Count = lambda number: None) -> None:
    """Put back every record that nobody has touched since; another says why it is kept."""
    _work(actor, act, State.DONE, DOINGS[act.what].undo, count)


def _work(actor: Actor, act: BulkAct, state: str, do: Callable[[Actor, BulkAct, Changes], None], count: Count) -> None:
    while True:
        with transaction.atomic():
            batch = _next(actor, act, state)
            if not batch:
                return
            reached = [each for each in batch if each.state == state]
            if reached:
                do(actor, act, reached)
            BulkChange.objects.bulk_update(batch, ["state", "why", "before", "made"])
            count(len(batch))


def _next(actor: Actor, act: BulkAct, state: str) -> list[BulkChange]:
    """The next records, locked; those that are gone or out of the actor's reach are marked so."""
    rows = BulkChange.objects.select_for_update(of=("self",)).filter(act=act, state=state).order_by("pk")
    batch = list(rows[:AT_ONCE])
    keys = [each.submission_id for each in batch]
    # places are read after the lock: joined, PostgreSQL gives those of before it was waited for
    locked = Submission.objects.select_for_update(of=("self",)).select_related("form").prefetch_related("place")
    locked = locked.filter(pk__in=keys)
    live = {each.pk: each for each in locked.order_by("pk") if not each.deleted_at}
    reached = visible(Submission.objects.filter(pk__in=keys), actor, "change")
    mine = set() if is_hidden(actor, act) else set(reached.values_list("pk", flat=True))
    for each in batch:
        if each.submission_id in live and each.submission_id in mine:
            each.submission = live[each.submission_id]
        else:
            leave(each, "gone" if each.submission_id not in live else "unreachable")
    return batch


def leave(change: BulkChange, why: str) -> None:
    """The record stays as it is, for a reason: not done, or not undone."""
    change.state = State.SKIPPED if change.state == State.WAITING else State.KEPT
    change.why = why


def done(change: BulkChange, made: int, before: str = "") -> None:
    """The record is done; `made` tells an undo that nobody came after."""
    change.state, change.made, change.before = State.DONE, made, before


def undone(change: BulkChange) -> None:
    """The record is as it was."""
    change.state = State.UNDONE

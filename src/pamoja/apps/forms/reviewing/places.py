"""Many records said to lie in one place, or left to their points."""

from collections.abc import Callable

from django.db import transaction

from pamoja.apps.forms.models import BulkAct, BulkChange, PlaceChange
from pamoja.apps.forms.reviewing.acts import Changes, Doing, done, leave, register_doing, undone
from pamoja.apps.forms.services import leave_to_point, place_submission, put_back
from pamoja.apps.places.contracts import Place
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem

BY_POINT = "by_point"


def apply(actor: Actor, act: BulkAct, changes: Changes) -> None:
    """One record after another: where the actor may not move one to, it stays."""
    is_by_point = act.settings[BY_POINT]
    place = None if is_by_point else Place.objects.filter(path=act.settings["place"]).first()
    for each in changes:
        record = each.submission
        is_there = not record.is_placed if is_by_point else record.is_placed and record.place == place
        if is_there:
            leave(each, "same")
        elif is_by_point:
            _put(each, lambda change: leave_to_point(actor, change.submission, act.reason))
        elif place:
            _put(each, lambda change: place_submission(actor, change.submission, place, act.reason))
        else:
            leave(each, "nowhere")


def undo(actor: Actor, act: BulkAct, changes: Changes) -> None:
    """The place before, where nobody has moved the record since."""
    for each in changes:
        newest = each.submission.place_changes.select_related("before").first()
        if newest is None or newest.pk != each.made:
            leave(each, "changed")
            continue
        newest.submission = each.submission
        _put_back(actor, each, newest)


def _put(change: BulkChange, put: Callable[[BulkChange], PlaceChange]) -> None:
    try:
        with transaction.atomic():
            done(change, put(change).pk)
    except Problem:
        leave(change, "unreachable")


def _put_back(actor: Actor, change: BulkChange, newest: PlaceChange) -> None:
    try:
        with transaction.atomic():
            put_back(actor, newest)
        undone(change)
    except Problem:
        leave(change, "unreachable")


register_doing(BulkAct.What.PLACE, Doing(apply, undo))

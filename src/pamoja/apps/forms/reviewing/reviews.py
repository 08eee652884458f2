"""Many records given one review state."""

from pamoja.apps.forms.models import BulkAct
from pamoja.apps.forms.reviewing.acts import Changes, Doing, done, leave, register_doing, undone
from pamoja.apps.forms.services import review_submissions
from pamoja.core.permissions import Actor


def apply(actor: Actor, act: BulkAct, changes: Changes) -> None:
    """Another state, and the comment; answers that were edited since nobody has looked at are left alone."""
    state, before, wanted = act.settings["state"], {}, []
    for each in changes:
        if each.submission.edits != each.based_on:
            leave(each, "changed")
        elif each.submission.review_state == state:
            leave(each, "same")
        else:
            before[each.submission_id] = each.submission.review_state
            wanted.append(each)
    rows = [each.submission for each in wanted]
    reviewed = review_submissions(actor, rows, dict.fromkeys(before, state), act.reason) if rows else []
    versions = {each.pk: each.version for each in reviewed}
    for each in wanted:
        done(each, versions[each.submission_id], before[each.submission_id])


def undo(actor: Actor, act: BulkAct, changes: Changes) -> None:
    """The state before, where nobody has edited or reviewed since."""
    wanted = []
    for each in changes:
        if each.submission.version == each.made:
            wanted.append(each)
        else:
            leave(each, "changed")
    if wanted:
        review_submissions(
            actor, [each.submission for each in wanted], {each.submission_id: each.before for each in wanted}
        )
    for each in wanted:
        undone(each)


register_doing(BulkAct.What.REVIEW, Doing(apply, undo))

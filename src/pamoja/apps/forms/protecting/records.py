"""What programs are told of one record beside its answers: what edits changed, and what people said."""

from typing import Any

from pamoja.apps.forms.models import Submission, SubmissionComment
from pamoja.apps.forms.protecting.hiding import HIDDEN, hidden_from, veiled_changes
from pamoja.apps.forms.schemas import repeat_paths
from pamoja.core.permissions import Actor
from pamoja.formats.xform.differences import differences


def differences_of(actor: Actor, record: Submission) -> dict[str, list[dict[str, Any]]]:
    """What each version of a record changed in the one before it, by its instance id (`formats.xform.differences`).

    Changes of answers that the actor may not read are told of without what they were and became.
    """
    versions = list(record.versions.select_related("form_version").order_by("number"))
    repeats = {path for each in versions for path in repeat_paths(each.form_version)}
    pairs = zip(versions, versions[1:], strict=False)
    found = {new.instance_id: differences(bytes(old.xml), bytes(new.xml), repeats) for old, new in pairs}
    hidden = hidden_from(actor, record.form)
    return {key: veiled_changes(hidden, changes) for key, changes in found.items()} if hidden else found


def comments_of(actor: Actor, record: Submission) -> list[SubmissionComment]:
    """What was said about a record, newest first; HIDDEN where the actor may not read the words."""
    found, hidden = list(record.comments.select_related("written_by")), hidden_from(actor, record.form)
    for each in found:
        each.body = HIDDEN if hidden.hides_words(actor, each.written_by_id) else each.body
    return found

"""Which files an actor may read."""

from uuid import UUID

from pamoja.core.files.kinds import KINDS
from pamoja.core.files.models import StoredFile
from pamoja.core.permissions import Actor


def readable_file(actor: Actor, public_id: UUID) -> StoredFile | None:
    """The file, if its kind's rule lets the actor read it; a public one by its address alone."""
    found = StoredFile.everywhere.select_related("blob").filter(public_id=public_id).first()
    if found is None:
        return None
    if found.sensitivity == StoredFile.Sensitivity.PUBLIC:
        return found  # type: ignore[no-any-return]
    kind = KINDS.get(found.kind)
    is_here = actor.workspace is not None and actor.workspace.pk == found.workspace_id
    return found if kind and is_here and kind.may_read(actor, found) else None

"""Two records of one person become one, and two again when that was a mistake."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import models, transaction
from django.utils.translation import gettext as _

from pamoja.apps.people.models import Consent, ContactPoint, Identifier, LikelyPair, Membership, Merge, Person
from pamoja.apps.people.problems import NOT_MERGEABLE
from pamoja.apps.people.services.doubles import decide, reopen
from pamoja.apps.people.services.persons import require_present
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.conflicts.services import update
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import Problem

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "sex": ("sex",),
    "birth": ("birth_date", "birth_precision"),
    "languages": ("languages",),
    "functioning": ("functioning",),
    "photo": ("photo",),
    "place": ("place",),
}
"""What is chosen as one, and its columns. Names are not chosen: the kept person bears all of them."""
MOVED: Final[dict[str, type[models.Model]]] = {
    "identifiers": Identifier,
    "contact_points": ContactPoint,
    "consents": Consent,
    "memberships": Membership,
}


def merge_people(actor: Actor, kept: Person, absorbed: Person, choices: Mapping[str, str] | None = None) -> Merge:
    """Let `kept` stand for both. `choices` maps a key of `CHOICES` to "kept" or "absorbed"; unsaid, what is there.

    Identifiers, contact points, consents and memberships go over to `kept`; the row of `absorbed` stays as it was
    and points to `kept`. Raises NOT_MERGEABLE for a person and themselves.
    """
    with transaction.atomic():
        for person in (kept, absorbed):
            require(actor, "merge", person)
            require_present(person)
        if kept.pk == absorbed.pk:
            raise Problem(NOT_MERGEABLE, _("Choose two different persons."))
        merge = _write_merge(actor, kept, absorbed, merged_columns(kept, absorbed, choices or {}))
        decide(actor, kept, absorbed, LikelyPair.State.SAME)
        record(actor, "merge", kept, absorbed=str(absorbed.public_id))
        record(actor, "merged", absorbed, into=str(kept.public_id))
        emit(kept.workspace, "person.merged", kept, absorbed=str(absorbed.public_id))
    return merge


def unmerge_people(actor: Actor, merge: Merge) -> Person:
    """Undo a merge; returns the person who was absorbed.

    Columns that the merge changed go back to what they were unless somebody changed them since; rows go back to
    whom they came from. The last merge is undone first. Raises NOT_MERGEABLE for an older one.
    """
    with transaction.atomic():
        merge = Merge.objects.select_for_update().get(pk=merge.pk)
        require(actor, "merge", merge.kept)
        require_present(merge.kept)
        _require_last(merge)
        _restore(actor, merge)
        absorbed = merge.absorbed
        reopen(merge.kept, absorbed)
        record(actor, "unmerge", merge.kept, absorbed=str(absorbed.public_id))
        emit(merge.workspace, "person.unmerged", merge.kept, absorbed=str(absorbed.public_id))
    absorbed.refresh_from_db()
    return absorbed


def merged_columns(kept: Person, absorbed: Person, choices: Mapping[str, str]) -> dict[str, Any]:
    """The columns of `kept` that the merge changes, with their new values."""
    wanted: dict[str, Any] = {"names": union_of_names(kept, absorbed)}
    for choice, columns in CHOICES.items():
        side = choices.get(choice) or ("kept" if column_of(kept, columns[0]) else "absorbed")
        source = absorbed if side == "absorbed" else kept
        wanted.update({column: column_of(source, column) for column in columns})
    return {column: value for column, value in wanted.items() if value != column_of(kept, column)}


def column_of(person: Person, name: str) -> Any:
    """The value of a column as JSON can hold it: of a place or photo, the key."""
    field: Any = Person._meta.get_field(name)
    return getattr(person, field.attname)


def union_of_names(kept: Person, absorbed: Person) -> list[dict[str, str]]:
    """The names of both, those of `kept` first, none twice."""
    names = list(kept.names or [])
    return names + [entry for entry in absorbed.names or [] if entry not in names]


def _write_merge(actor: Actor, kept: Person, absorbed: Person, changes: dict[str, Any]) -> Merge:
    before = {column: column_of(kept, column) for column in changes}
    if changes:
        update(actor, kept, changes, kept.version)
    moved = {name: _moving(name, kept, absorbed) for name in MOVED}
    for name, keys in moved.items():
        MOVED[name]._default_manager.filter(pk__in=keys).update(person=kept)
    Person.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    made: Merge = Merge.objects.create(
        kept=kept, absorbed=absorbed, before=before, after=changes, moved=moved, merged_by=actor.user
    )
    return made


def _moving(name: str, kept: Person, absorbed: Person) -> list[int]:
    """The rows of `absorbed` that go over; a household in which both live keeps the membership of `kept`."""
    rows = MOVED[name]._default_manager.filter(person=absorbed)
    if name == "memberships":
        shared = Membership.objects.filter(person=kept, until__isnull=True).values("household")
        rows = rows.exclude(until__isnull=True, household__in=shared)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _require_last(merge: Merge) -> None:
    standing = Merge.objects.filter(kept=merge.kept, undone_at__isnull=True)
    if standing.order_by("-pk").first() != merge:
        raise Problem(NOT_MERGEABLE, _("Undo the later merge of this person first."))


def _restore(actor: Actor, merge: Merge) -> None:
    kept = Person.objects.get(pk=merge.kept_id)
    unchanged = {name: value for name, value in merge.before.items() if column_of(kept, name) == merge.after[name]}
    if unchanged:
        update(actor, kept, unchanged, kept.version)
    for name, keys in merge.moved.items():
        MOVED[name]._default_manager.filter(pk__in=keys, person=kept).update(person=merge.absorbed)
    Person.objects.filter(pk=merge.absorbed_id).update(merged_into=None)
    Merge.objects.filter(pk=merge.pk).update(before=None, after=None, moved={}, undone_at=now(), undone_by=actor.user)

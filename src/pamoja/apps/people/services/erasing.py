"""Erasing a person: the key is destroyed, the rows are emptied, the audit stays."""

from django.db import transaction
from django.db.models import Q

from pamoja.apps.people.models import (
    Consent,
    ContactPoint,
    Identifier,
    ImportRow,
    LikelyPair,
    LinkKey,
    Membership,
    Merge,
    NameToken,
    Person,
)
from pamoja.apps.people.services.persons import require_present
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.conflicts.models import Conflict
from pamoja.core.crypto.keys import destroy_subject
from pamoja.core.events.services import emit
from pamoja.core.files.services import delete_file
from pamoja.core.permissions import Actor, kind_of, require

DETAILS = (Identifier, ContactPoint, Consent, Membership, NameToken, LinkKey)
SCRUBBED = {
    "names": None,
    "sex": "",
    "birth_date": None,
    "birth_precision": "",
    "birth_year": None,
    "languages": None,
    "functioning": None,
    "place": None,
    "photo": None,
}


def erase_person(actor: Actor, person: Person) -> None:
    """Erase a person and everybody merged into them, for good.

    Their keys go first, so backups lose the values too; then every row that spoke of them is emptied or deleted.
    A bare row stays, so that what refers to it still knows that somebody was there.
    """
    with transaction.atomic():
        require(actor, "erase", person)
        require_present(person)
        for one in [person, *absorbed_by(person)]:
            _erase(one)
            record(actor, "erase", one)
            emit(one.workspace, "person.erased", one)


def absorbed_by(person: Person) -> list[Person]:
    """Everybody who was merged into the person, directly or by way of others."""
    found: list[Person] = []
    level = [person]
    while level:
        level = list(Person.objects.filter(merged_into__in=level))
        found += level
    return found


def _erase(person: Person) -> None:
    destroy_subject(person.workspace_id, str(person.public_id))
    for model in DETAILS:
        model.objects.filter(person=person).delete()
    LikelyPair.objects.filter(Q(first=person) | Q(second=person)).delete()
    Merge.objects.filter(kept=person).update(before=None, after=None, moved={})
    Conflict.objects.filter(kind=kind_of(Person).name, object_id=person.public_id).delete()
    ImportRow.objects.filter(person=person).update(cells=None)
    photo = person.photo
    Person.objects.filter(pk=person.pk).update(erased_at=now(), **SCRUBBED)
    if photo:
        delete_file(photo)

"""Datasets begun, changed, made and given to people."""

import hashlib
import tempfile
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from pamoja.apps.forms.files import REDACTED
from pamoja.apps.forms.models import Form, RedactedDataset, RedactedVersion
from pamoja.apps.forms.protecting.retention import require_not_purged
from pamoja.apps.forms.redacting.files import stem_of, write_version
from pamoja.apps.forms.redacting.parts import redacted
from pamoja.apps.forms.redacting.reading import seen_for
from pamoja.core.accounts.models import Grant, User
from pamoja.core.accounts.services import Given, give_role, take_role
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.conflicts.services import Updated, update
from pamoja.core.events.services import emit
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import delete_file, store_file
from pamoja.core.permissions import Actor, require

KIND, READER = "forms.redacted", "viewer"


def begin_dataset(actor: Actor, form: Form, values: Mapping[str, Any]) -> RedactedDataset:
    """A dataset of a form, not made yet."""
    with transaction.atomic():
        dataset: RedactedDataset = RedactedDataset.objects.create(form=form, created_by=actor.user, **values)
        require(actor, "create", dataset)
        record(actor, "create", dataset, form=str(form.public_id))
    return dataset


def change_dataset(
    actor: Actor, dataset: RedactedDataset, values: Mapping[str, Any], based_on: int
) -> Updated[RedactedDataset]:
    """Other columns or another threshold, for the versions to come."""
    return update(actor, dataset, values, based_on)


def make_version(actor: Actor, dataset: RedactedDataset) -> RedactedVersion:
    """Make the dataset of the records as they are now: a zip of the data, its dictionary and what is about it.

    Raises CONFLICT when records were purged meanwhile.
    """
    require(actor, "change", dataset)
    begun = now()
    made = redacted(seen_for(actor, dataset.form_id), dataset)
    with tempfile.TemporaryFile() as out, transaction.atomic():
        require_not_purged(dataset.form, begun)
        locked = RedactedDataset.objects.select_for_update().get(pk=dataset.pk)
        number = (locked.versions.aggregate(last=Max("number"))["last"] or 0) + 1
        version = RedactedVersion(dataset=locked, number=number, made_by=actor.user, risk=made.figures())
        write_version(out, version, made)
        out.seek(0)
        digest = hashlib.file_digest(out, "sha256").hexdigest()
        out.seek(0)
        version.file = store_file(
            out,
            kind=REDACTED,
            name=f"{stem_of(version)}.zip",
            sensitivity=StoredFile.Sensitivity.PROTECTED,
            keep_original=True,
        )
        version.save()
        record(actor, "publish", locked, version=number, rows=len(made.root.done.records), sha256=digest)
        emit(actor.workspace, "redacted.made", locked, version=number)
    return version


def delete_dataset(actor: Actor, dataset: RedactedDataset) -> None:
    """Remove a dataset with all its versions; who was given it has it no longer."""
    with transaction.atomic():
        require(actor, "delete", dataset)
        record(actor, "delete", dataset)
        drop_files(RedactedVersion.objects.filter(dataset=dataset))
        readers(dataset).delete()
        dataset.delete()


def drop_files(versions: QuerySet[RedactedVersion]) -> int:
    """Delete the files of some versions; that they were made stays. Returns how many."""
    files = list(StoredFile.objects.filter(pk__in=versions.values("file")))
    versions.update(file=None)
    for each in files:
        delete_file(each)
    return len(files)


def share_dataset(actor: Actor, dataset: RedactedDataset, user: User) -> bool:
    """Give a member of the workspace this dataset and nothing else; False when they have it. Raises GIVES_TOO_MUCH."""
    with transaction.atomic():
        require(actor, "change", dataset)
        return give_role(actor, user, _given(dataset))


def unshare_dataset(actor: Actor, dataset: RedactedDataset, user: User) -> bool:
    """Take it back; False when they do not have it."""
    with transaction.atomic():
        require(actor, "change", dataset)
        return take_role(actor, user, _given(dataset))


def readers(dataset: RedactedDataset) -> QuerySet[Grant]:
    """The grants by which people were given this dataset."""
    found: QuerySet[Grant] = Grant.objects.filter(workspace=dataset.workspace, within_kind=KIND, within_id=dataset.pk)
    return found.select_related("user")


def _given(dataset: RedactedDataset) -> Given:
    form = dataset.form
    inside = {KIND: dataset.pk, "forms.form": form.pk, "forms.project": form.project_id}
    return Given(READER, Grant.Scope.WITHIN, within_kind=KIND, within_id=dataset.pk, inside=inside)

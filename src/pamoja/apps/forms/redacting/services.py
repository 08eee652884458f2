"""Datasets begun, changed, made and given to people."""

import hashlib
import tempfile
from collections.abc import Mapping
from functools import partial
from typing import IO, Any

from django.db import transaction
from django.db.models import Max, QuerySet

from pamoja.apps.forms.files import REDACTED
from pamoja.apps.forms.models import Form, RedactedDataset, RedactedVersion
from pamoja.apps.forms.protecting.retention import require_not_purged
from pamoja.apps.forms.redacting.reading import Redacted, redacted, seen_for
from pamoja.apps.forms.redacting.treatments import DROP, TREATMENTS
from pamoja.apps.forms.seeing.questions import is_select
from pamoja.core.accounts.models import Grant, User
from pamoja.core.accounts.services import Given, give_role, take_role
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.conflicts.services import Updated, update
from pamoja.core.events.services import emit
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import delete_file, store_file
from pamoja.core.permissions import Actor, require
from pamoja.formats import tables

KIND, READER = "forms.redacted", "viewer"
DICTIONARY = ("column", "question", "type", "class", "treatment", "key variable", "choices")


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
        _write(out, version, made)
        out.seek(0)
        digest = hashlib.file_digest(out, "sha256").hexdigest()
        out.seek(0)
        version.file = store_file(
            out,
            kind=REDACTED,
            name=f"{_stem(version)}.zip",
            sensitivity=StoredFile.Sensitivity.PROTECTED,
            keep_original=True,
        )
        version.save()
        record(actor, "publish", locked, version=number, rows=len(made.done.records), sha256=digest)
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


def _write(out: IO[bytes], version: RedactedVersion, made: Redacted) -> None:
    kept = [each for each in made.columns if each.how != DROP]
    head = tuple(tables.Column(each.name) for each in kept)
    rows = ([row[each.name] for each in kept] for row in made.done.records)
    dictionary = [
        [
            each.name,
            each.label,
            each.question.type,
            each.kind,
            str(TREATMENTS[each.how]),
            "yes" if each.is_key else "no",
            "; ".join(f"{c.value}" for c in each.question.choices) if is_select(each.question) else "",
        ]
        for each in kept
    ]
    data = tables.Table("data", head, rows)
    words = tables.Table("dictionary", tuple(map(tables.Column, DICTIONARY)), dictionary)
    files = [
        (f"{_stem(version)}.csv", partial(_into, data)),
        ("dictionary.csv", partial(_into, words)),
        ("ABOUT.txt", partial(_about, version, made)),
    ]
    tables.write_zip(out, files)


def _into(table: tables.Table, out: IO[bytes]) -> None:
    tables.write_csv(out, table)


def _about(version: RedactedVersion, made: Redacted, out: IO[bytes]) -> None:
    dataset, left = version.dataset, made.left
    facts = {
        "Dataset": f"{dataset.name}, version {version.number} ({version.public_id})",
        "Of": dataset.form.title,
        "Made at": now().isoformat(timespec="seconds"),
        "Records": f"{left.records}, {made.done.dropped} left out, {made.done.cells} answers blanked",
        "Key variables": ", ".join(each.name for each in made.columns if each.is_key) or "none",
        "Least number of records that are alike": f"{left.least} (wanted: {dataset.k})",
        "Records below it": str(left.below),
        "Notice": "Do not try to find out who the people are, and do not join it with other data to do so.",
    }
    out.write("".join(f"{name}: {words}\n" for name, words in facts.items()).encode())


def _stem(version: RedactedVersion) -> str:
    return f"{version.dataset.form.xml_form_id}-redacted-{version.number}"

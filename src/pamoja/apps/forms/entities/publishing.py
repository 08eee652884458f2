"""What a form's draft and its publication do to lists of entities."""

from collections.abc import Iterable

from django.db import transaction

from pamoja.apps.forms.entities.lists import check_similar, touch
from pamoja.apps.forms.entities.refusing import refusals_told, refuse
from pamoja.apps.forms.entities.selectors import similar_list
from pamoja.apps.forms.models import (
    Dataset,
    DatasetProperty,
    DatasetSource,
    Form,
    FormFile,
    FormVersion,
    Project,
    PropertyField,
)
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require
from pamoja.formats.entities import FormEntities, WrittenList, read_form
from pamoja.formats.xform import FormSchema

ITEMSETS = "itemsets.csv"
"""External choices of old forms: never a list of entities, whatever lists there are."""


def entities_of_form(schema: FormSchema) -> FormEntities:
    """What a form says of entities; an encrypted one, whose answers we cannot read, says nothing. Refused: 400.25."""
    with refusals_told():
        return FormEntities() if schema.is_encrypted else read_form(schema)


def attach_lists(actor: Actor, version: FormVersion, schema: FormSchema) -> None:
    """Make what a new draft speaks of: lists and properties that are there for it alone until it is published.

    Must run in the transaction of the draft. Refused: 400.25, 409.16, 409.17.
    """
    positions = {each.path: place for place, each in enumerate(schema.fields)}
    for written in entities_of_form(schema).lists:
        dataset = _drafted_list(actor, version.form.project, written)
        DatasetSource.objects.get_or_create(
            version=version,
            dataset=dataset,
            defaults={"actions": written.actions, "path": written.path, "is_repeat": written.is_repeat},
        )
        for path, name in written.properties:
            column = DatasetProperty.objects.get_or_create(dataset=dataset, name=name, deleted_at=None)[0]
            PropertyField.objects.get_or_create(
                version=version, property=column, defaults={"path": path, "position": positions[path]}
            )


def publish_lists(actor: Actor, version: FormVersion) -> None:
    """Let everybody have the lists and properties that a version speaks of. Refused: 409.16, 409.17.

    Must run in the transaction of the publication.
    """
    at = version.published_at or now()
    for source in version.writes.select_related("dataset").order_by("id"):
        dataset, is_new = source.dataset, source.dataset.published_at is None
        if is_new:
            check_similar(dataset.project, dataset.name)
        columns = _publish_properties(dataset, version, at)
        if is_new:
            dataset.published_at = at
            dataset.save(update_fields=["published_at"])
            _publish_new(actor, dataset, version)
        elif columns:
            require(actor, "change", dataset)
            touch(dataset)
            named = version.saves.filter(property__dataset=dataset).values_list("property__name", flat=True)
            record(actor, "change", dataset, properties=list(named))
            emit(actor.workspace, "dataset.changed", dataset, converts=False)


def link_lists(form: Form, version: FormVersion) -> None:
    """Give the first draft of a form the published lists that it asks for by their file names."""
    known = Dataset.objects.filter(project=form.project, published_at__isnull=False, deleted_at=None)
    names = {f"{each.name}.csv": each for each in known}
    for slot in version.files.filter(name__in=names, type="file", file=None).exclude(name=ITEMSETS):
        slot.dataset = names[slot.name]
        slot.save(update_fields=["dataset"])


def link_file(actor: Actor, slot: FormFile, dataset: Dataset | None) -> FormFile:
    """Make a file of a form of a list, or of nothing any more. Refused: 400.26 for what is no data file."""
    with transaction.atomic():
        require(actor, "change", slot.version.form)
        if dataset and slot.type != "file":
            raise refuse("400.26")
        slot.dataset, slot.file, slot.md5, slot.updated_at = dataset, None, "", now()
        slot.save(update_fields=["dataset", "file", "md5", "updated_at"])
        record(actor, "file", slot.version.form, name=slot.name, dataset=dataset and dataset.pk)
    return slot


def _drafted_list(actor: Actor, project: Project, written: WrittenList) -> Dataset:
    if similar := similar_list(project, written.name):
        raise refuse("409.16", current=similar.name, provided=written.name)
    made = {"created_by": actor.user}
    dataset, _is_new = Dataset.objects.get_or_create(project=project, name=written.name, deleted_at=None, defaults=made)
    known = _published_names(dataset)
    added = [name for _path, name in written.properties if name not in known]
    if dataset.published_at is None:
        require(actor, "create", dataset)
    elif added:
        require(actor, "change", dataset)
    _check_capitals(added, known)
    return dataset  # type: ignore[no-any-return]


def _publish_properties(dataset: Dataset, version: FormVersion, at: object) -> list[DatasetProperty]:
    """Publish what is not yet; returns these properties."""
    fields = version.saves.filter(property__dataset=dataset, property__deleted_at=None)
    waiting = fields.filter(property__published_at=None).select_related("property")
    columns = [each.property for each in waiting]
    _check_capitals([each.name for each in columns], _published_names(dataset))
    DatasetProperty.objects.filter(pk__in=[each.pk for each in columns]).update(published_at=at)
    return columns


def _publish_new(actor: Actor, dataset: Dataset, version: FormVersion) -> None:
    require(actor, "create", dataset)
    named = version.saves.filter(property__dataset=dataset).values_list("property__name", flat=True)
    record(actor, "create", dataset, properties=list(named))
    emit(actor.workspace, "dataset.created", dataset)
    empty = version.files.filter(name=f"{dataset.name}.csv", type="file", file=None, dataset=None)
    empty.exclude(name=ITEMSETS).update(dataset=dataset, updated_at=now())


def _published_names(dataset: Dataset) -> set[str]:
    return set(dataset.properties.filter(published_at__isnull=False, deleted_at=None).values_list("name", flat=True))


def _check_capitals(added: Iterable[str], known: set[str]) -> None:
    """Refuse (409.17) names that are here in other capitals."""
    here = {name.lower(): name for name in known}
    clashing = [{"current": here[name.lower()], "provided": name} for name in added if name.lower() in here]
    if clashing:
        raise refuse("409.17", duplicateProperties=clashing)

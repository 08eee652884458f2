"""Making, changing and putting away lists of entities and their properties."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from pamoja.apps.forms.entities.placing import forget_places, place_entities
from pamoja.apps.forms.entities.refusing import refuse
from pamoja.apps.forms.entities.selectors import (
    entities_with,
    published_property,
    relations,
    similar_list,
    writing_forms,
)
from pamoja.apps.forms.entities.writing import lock
from pamoja.apps.forms.models import CollectorProperty, Dataset, DatasetProperty, DatasetRule, Project
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.formats.entities import is_dataset_name, is_property_name


@dataclass(frozen=True)
class Slices:
    """Who gets which part of a list: the property that names a place (empty: none), and the roles that get any."""

    place_property: str = ""
    roles: Collection[str] = ()


def create_dataset(
    actor: Actor, project: Project, name: Any, approval_required: bool = False, is_own_only: bool = False
) -> Dataset:
    """A new list, there for others at once; one that only drafts spoke of until now is published.

    Refused: 400.8, 409.3, 409.16.
    """
    if not isinstance(name, str) or not is_dataset_name(name):
        raise refuse("400.8", field="name", value=name, reason="This is not a valid dataset name.")
    with transaction.atomic():
        check_similar(project, name)
        dataset: Dataset | None = Dataset.objects.filter(project=project, name=name, deleted_at=None).first()
        if dataset and dataset.published_at:
            values = [name, project.pk]
            raise refuse("409.3", table="datasets", fields=["name", "projectId"], values=values)
        dataset = dataset or Dataset(project=project, name=name, created_by=actor.user)
        dataset.approval_required, dataset.is_own_only = approval_required, is_own_only
        dataset.published_at = now()
        dataset.save()
        require(actor, "create", dataset)
        record(actor, "create", dataset, properties=[])
        emit(actor.workspace, "dataset.created", dataset)
    return dataset


def check_similar(project: Project, name: str) -> None:
    """Refuse (409.16) a name that a published list has in other capitals."""
    if similar := similar_list(project, name):
        raise refuse("409.16", current=similar.name, provided=name)


def change_dataset(
    actor: Actor,
    dataset: Dataset,
    *,
    approval_required: bool | None = None,
    is_own_only: bool | None = None,
    rules: Sequence[tuple[str, str]] | None = None,
    slices: Slices | None = None,
    is_converting: bool | None = None,
) -> Dataset:
    """Change settings of a list; None leaves one as it is.

    `rules` pair a property of the list with one of devices, and replace those that were; names unknown are passed over.
    With `is_converting`, submissions that waited for approval make their entities.
    """
    asked = {"approval_required": approval_required, "is_own_only": is_own_only}
    told: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    with transaction.atomic():
        require(actor, "change", dataset)
        dataset = lock(dataset)
        Dataset.objects.filter(pk=dataset.pk).update(**told)
        if rules is not None:
            _set_rules(dataset, rules)
            told["rules"] = [list(each) for each in rules]
        told |= {} if slices is None else _set_slices(actor, dataset, slices)
        touch(dataset)
        dataset.refresh_from_db()
        record(actor, "change", dataset, **told, converts=is_converting)
        emit(actor.workspace, "dataset.changed", dataset, converts=bool(is_converting))
    return dataset


def delete_dataset(actor: Actor, dataset: Dataset) -> None:
    """Put a list away with all that is in it. Refused (409.21) while a form reads it or writes to it."""
    with transaction.atomic():
        require(actor, "delete", dataset)
        related = relations(dataset)
        if related.sources or related.links:
            raise refuse("409.21", **related.as_json())
        dataset.deleted_at = now()
        dataset.save(update_fields=["deleted_at"])
        record(actor, "delete", dataset)
        emit(actor.workspace, "dataset.deleted", dataset)


def add_property(actor: Actor, dataset: Dataset, name: Any) -> DatasetProperty:
    """A new column, there for others at once. Refused: 400.8, 409.3."""
    if not isinstance(name, str) or not is_property_name(name):
        raise refuse("400.8", field="name", value=name, reason="This is not a valid property name.")
    with transaction.atomic():
        require(actor, "change", dataset)
        if taken := published_property(dataset, name):
            values = [taken.name, dataset.pk]
            raise refuse("409.3", table="ds_properties", fields=["name", "datasetId"], values=values)
        column = DatasetProperty.objects.get_or_create(dataset=dataset, name=name, deleted_at=None)[0]
        column.published_at = now()
        column.save(update_fields=["published_at"])
        touch(dataset)
        record(actor, "change", dataset, properties=[name])
        emit(actor.workspace, "dataset.changed", dataset, converts=False)
    return column  # type: ignore[no-any-return]


def delete_property(actor: Actor, dataset: Dataset, name: str) -> None:
    """Drop a column that no form writes to and that is empty everywhere. Raises NOT_FOUND; refused: 409.22."""
    with transaction.atomic():
        require(actor, "change", dataset)
        column = dataset.properties.filter(name=name, deleted_at=None, published_at__isnull=False).first()
        if column is None:
            raise Problem(NOT_FOUND)
        if hindrances := _hindrances(dataset, column):
            raise refuse("409.22", propertyName=name, prerequisites=hindrances)
        column.deleted_at = now()
        column.save(update_fields=["deleted_at"])
        touch(dataset)
        record(actor, "delete-property", dataset, properties=[name])
        emit(actor.workspace, "dataset.changed", dataset, converts=False)


def touch(dataset: Dataset) -> None:
    """Let devices fetch the list again."""
    Dataset.objects.filter(pk=dataset.pk).update(revision=F("revision") + 1, updated_at=now())


def _set_rules(dataset: Dataset, rules: Sequence[tuple[str, str]]) -> None:
    DatasetRule.objects.filter(dataset=dataset).delete()
    known = {each.name: each for each in dataset.properties.filter(published_at__isnull=False, deleted_at=None)}
    wanted = {each.name: each for each in CollectorProperty.objects.filter(project=dataset.project_id)}
    for name, other in dict.fromkeys(rules):
        if name in known and other in wanted:
            DatasetRule.objects.create(dataset=dataset, property=known[name], wanted=wanted[other])


def _set_slices(actor: Actor, dataset: Dataset, slices: Slices) -> dict[str, Any]:
    """Write who gets which part of a list; where entities lie is found out by a job, and until then nowhere."""
    known = dataset.properties.filter(published_at__isnull=False, deleted_at=None)
    column: DatasetProperty | None = known.filter(name=slices.place_property).first()
    if dataset.place_property_id != (column and column.pk):
        forget_places(dataset)
        Dataset.objects.filter(pk=dataset.pk).update(place_property=column)
        if column:
            start_job(actor, place_entities, dataset=dataset.pk)
    roles = sorted(set(slices.roles))
    Dataset.objects.filter(pk=dataset.pk).update(roles=roles)
    return {"place_property": column.name if column else "", "roles": roles}


def _hindrances(dataset: Dataset, column: DatasetProperty) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if forms := writing_forms(column):
        words = "You can't delete this property because there are Form(s) writing to it"
        named = [{"formName": form.title, "xmlFormId": form.xml_form_id} for form in forms]
        found["dependentForms"] = {"message": words, "details": {"forms": named}}
    count, some = entities_with(dataset, column.name)
    if count:
        words = (
            "You can't delete this property because there are Entity(ies) with the non-empty value for the"
            f" '{column.name}'"
        )
        examples = [{"uuid": str(each.public_id), "label": each.label, "totalCount": None} for each in some]
        found["nonEmptyEntities"] = {"message": words, "details": {"totalCount": count, "entities": examples}}
    return found

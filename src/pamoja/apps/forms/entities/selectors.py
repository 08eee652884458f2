"""What an actor may see of lists of entities, and how lists, properties and forms hang together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from django.db.models import F, Func, IntegerField, Min, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Trim

from pamoja.apps.forms.models import (
    Dataset,
    DatasetProperty,
    DatasetSource,
    Entity,
    EntityVersion,
    Form,
    FormFile,
    FormVersion,
    Project,
    PropertyField,
)
from pamoja.core.accounts.models import Credential, User
from pamoja.core.permissions import Actor, visible
from pamoja.core.problems import NOT_FOUND, Problem

SHOWN_AS_EXAMPLES = 3
MAKERS = ("created_by", "created_with")


@dataclass(frozen=True)
class Related:
    """A form that writes to a list or reads it; `repeat_path` when each instance of a repeat makes an entity."""

    form_id: str
    name: str
    is_draft: bool
    repeat_path: str = ""

    def as_json(self) -> dict[str, str]:
        """As programs are told of it."""
        named = {"name": self.name, "xmlFormId": self.form_id}
        return {**named, "repeatPath": self.repeat_path} if self.repeat_path else named


@dataclass(frozen=True)
class Relations:
    """The forms that write to a list (`sources`) and those that read it (`links`), by their id."""

    sources: Sequence[Related]
    links: Sequence[Related]

    def as_json(self) -> dict[str, list[dict[str, str]]]:
        """As programs are told of them: published ones and drafts apart."""
        return {
            "sourceForms": [each.as_json() for each in self.sources if not each.is_draft],
            "linkedForms": [each.as_json() for each in self.links if not each.is_draft],
            "draftSourceForms": [each.as_json() for each in self.sources if each.is_draft],
            "draftLinkedForms": [each.as_json() for each in self.links if each.is_draft],
        }


def datasets(actor: Actor, project_id: int | None = None, *, are_deleted: bool = False) -> QuerySet[Dataset]:
    """Published lists that the actor may see, by name."""
    found = visible(Dataset.objects.filter(published_at__isnull=False, deleted_at__isnull=not are_deleted), actor)
    return (found if project_id is None else found.filter(project_id=project_id)).order_by("name")


def with_counts(found: QuerySet[Dataset], actor: Actor) -> QuerySet[Any]:
    """Each with `entity_count`, `last_entity` (when the newest was made) and `conflict_count`, of what may be seen."""
    live = visible(Entity.objects.filter(dataset=OuterRef("pk"), deleted_at=None).order_by(), actor)
    return found.annotate(
        entity_count=Coalesce(Subquery(_count(live)), 0),
        last_entity=Subquery(live.order_by("-id").values("created_at")[:1]),
        conflict_count=Coalesce(Subquery(_count(live.exclude(conflict=""))), 0),
    )


def entities(actor: Actor, dataset: Dataset, *, are_deleted: bool = False) -> QuerySet[Entity]:
    """What is in a list and may be seen, the newest first."""
    found = Entity.objects.filter(dataset=dataset, deleted_at__isnull=not are_deleted)
    return visible(found, actor).select_related(*MAKERS).order_by("-id")


def find_entity(actor: Actor, dataset: Dataset, uuid: str, *, is_deleted: bool = False) -> Entity:
    """One entity by its id. Raises NOT_FOUND."""
    entity: Entity | None = entities(actor, dataset, are_deleted=is_deleted).filter(public_id=uuid).first()
    if entity is None:
        raise Problem(NOT_FOUND)
    entity.dataset = dataset
    return entity


def similar_list(project: Project, name: str) -> Dataset | None:
    """A published list of the project that differs from this name in capitals alone."""
    known = Dataset.objects.filter(project=project, published_at__isnull=False, deleted_at=None).exclude(name=name)
    return next((each for each in known if each.name.lower() == name.lower()), None)


def published_property(dataset: Dataset, name: str) -> DatasetProperty | None:
    """The published property of this name, whatever its capitals."""
    known = dataset.properties.filter(published_at__isnull=False, deleted_at=None)
    return next((each for each in known if each.name.lower() == name.lower()), None)


def properties_of(dataset: Dataset) -> list[DatasetProperty]:
    """Published properties: in the order in which they were published, and within one form in the form's order."""
    known = dataset.properties.filter(published_at__isnull=False, deleted_at=None)
    found: Iterable[Any] = known.annotate(first=Min("fields__position"))
    return sorted(found, key=lambda p: (p.published_at, inf if p.first is None else p.first, p.pk))


def property_names(dataset: Dataset) -> list[str]:
    """Their names."""
    return [each.name for each in properties_of(dataset)]


def writing_forms(column: DatasetProperty) -> list[Form]:
    """Published forms that are here and write to a property, in the order in which their versions came to do so."""
    fields = PropertyField.objects.filter(property=column).order_by("id")
    live = fields.filter(version__form__published=F("version"), version__form__deleted_at=None)
    return [each.version.form for each in live.select_related("version__form")]


def properties_with_forms(dataset: Dataset) -> list[tuple[DatasetProperty, list[Form]]]:
    """Published properties with the published forms that write to them."""
    fields = PropertyField.objects.filter(property__dataset=dataset, version__form__published=F("version"))
    live = fields.filter(version__form__deleted_at=None).select_related("version__form").order_by("id")
    forms: dict[int, list[Form]] = {}
    for each in live:
        forms.setdefault(each.property_id, []).append(each.version.form)
    return [(column, forms.get(column.pk, [])) for column in properties_of(dataset)]


def relations(dataset: Dataset) -> Relations:
    """The forms that write to a list or read it."""
    sources = DatasetSource.objects.filter(dataset=dataset).select_related("version__form").order_by("id")
    links = FormFile.objects.filter(dataset=dataset).select_related("version__form").order_by("id")
    return Relations(
        [
            _related(each.version, each.path if each.is_repeat and each.path else "")
            for each in sources
            if _is_in_use(each.version)
        ],
        list(dict.fromkeys(_related(each.version) for each in links if _is_in_use(each.version))),
    )


@dataclass(frozen=True)
class ListChange:
    """What a form version does to a list; `properties` are its name, whether it is new, whether the form saves it."""

    name: str
    is_new: bool
    properties: Sequence[tuple[str, bool, bool]]


def changes_of_lists(version: FormVersion) -> list[ListChange]:
    """What a version does to lists: properties that others brought come first, then its own in the form's order."""
    found = []
    for source in DatasetSource.objects.filter(version=version).select_related("dataset").order_by("dataset_id"):
        saved = PropertyField.objects.filter(version=version, property__dataset=source.dataset)
        live = saved.filter(property__deleted_at=None).select_related("property").order_by("position")
        own = [(each.property.name, each.property.published_at is None, True) for each in live]
        names = {name for name, _is_new, _in_form in own}
        others = [(name, False, False) for name in property_names(source.dataset) if name not in names]
        found.append(ListChange(source.dataset.name, source.dataset.published_at is None, [*others, *own]))
    return found


def forms_reading(dataset: Dataset) -> list[Form]:
    """Forms that are here and whose published version or draft reads a list."""
    links = FormFile.objects.filter(dataset=dataset).select_related("version__form__project")
    return [each.version.form for each in links if _is_in_use(each.version)]


def entities_with(dataset: Dataset, name: str) -> tuple[int, list[Entity]]:
    """How many entities have a value in a property, and a few of them."""
    value = KeyTextTransform(name, "data")
    found = Entity.objects.filter(dataset=dataset, deleted_at=None).annotate(value=Trim(value)).exclude(value="")
    filled = found.filter(value__isnull=False)
    return filled.count(), list(filled[:SHOWN_AS_EXAMPLES])


def _count(found: QuerySet[Entity]) -> QuerySet[Any]:
    """As a subquery, without the GROUP BY that Django adds to an aggregate: it doubles the time of a long list."""
    return found.annotate(count=Func(template="COUNT(*)", output_field=IntegerField())).values("count")


def _is_in_use(version: FormVersion) -> bool:
    form = version.form
    return form.deleted_at is None and version.pk in (form.published_id, form.draft_id)


def _related(version: FormVersion, repeat_path: str = "") -> Related:
    name = version.schema.get("title") or version.form.xml_form_id
    return Related(version.form.xml_form_id, name, version.pk == version.form.draft_id, repeat_path)


def with_newest_version(found: QuerySet[Entity]) -> QuerySet[Entity]:
    """Each with its newest version in `newest`, a list of one."""
    newest = EntityVersion.objects.filter(number=F("entity__version")).select_related(*MAKERS)
    return found.prefetch_related(Prefetch("versions", newest, to_attr="newest"))


def find_version(entity: Entity, number: int | None = None) -> EntityVersion:
    """One version of an entity, the newest by default."""
    found: EntityVersion = entity.versions.select_related("source", *MAKERS).get(number=number or entity.version)
    return found


def makers_of(actor: Actor, dataset: Dataset) -> tuple[list[User], list[Credential]]:
    """The people and the devices that made what is in a list, by name."""
    found = entities(actor, dataset).order_by()
    people = User.objects.filter(pk__in=found.values("created_by")).order_by("name")
    devices = Credential.objects.filter(pk__in=found.values("created_with")).order_by("name")
    return list(people), list(devices)

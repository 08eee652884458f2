"""The list pages: lists, what is in one, what was put away, and what waits."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.db.models.fields.json import KeyTextTransform
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.entities.devices import sees_all
from pamoja.apps.forms.entities.waiting import LONGEST_WAIT
from pamoja.apps.forms.entities.words import with_words
from pamoja.apps.forms.listing.access import ENTITY, Opened
from pamoja.apps.forms.listing.around import property_words, reader_words, writer_words
from pamoja.apps.forms.models import Dataset, Entity, HeldSubmission, Project
from pamoja.apps.forms.seeing.shown import record_words
from pamoja.core.lists import Column, Filter, ListSpec

CELLS = "forms/listing/cells"
FIRST_COLUMNS = 6
CELL_LETTERS = 120
PROPERTY = "p:"
IN_ORDER = "in_order"
ANY = "any"
MOST_FOUND = 10_000
COUNTS_KEPT = 256
CONFLICTS = ((ANY, _("Any conflict")), *((each.value, each.label) for each in Entity.Conflict if each.value))


def _projects() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Project.objects.values_list("pk", "name")]


LISTS = ListSpec(
    "entity-lists",
    "forms.dataset",
    (
        Column("name", _("List"), sort="name", is_link=True),
        Column("project", _("Project"), value="project.name", sort="project__name"),
        Column("entities", _("Entities"), value="entity_count", sort="entity_count", is_number=True),
        Column(
            "conflicts",
            _("Conflicts"),
            value="conflict_count",
            sort="conflict_count",
            template=f"{CELLS}/conflicts.html",
        ),
        Column("properties", _("Properties"), value=property_words),
        Column("makes", _("Made by forms"), value=writer_words),
        Column("reads", _("Read by forms"), value=reader_words),
        Column("last_entity", _("Newest"), sort="last_entity", is_shown=False),
        Column("created_at", _("Made"), sort="created_at", is_shown=False),
    ),
    filters=(Filter("project", _("Project"), _projects, lookup="project"),),
    search=("name",),
    order="name",
    row_url=lambda dataset: reverse("forms-lists:table", args=[dataset.pk]),
    empty_title=_("No lists of entities yet"),
    empty_text=_(
        "A form with an “entities” sheet makes its list when it is published: households, water points, pupils, "
        "whatever later forms choose from and change."
    ),
    empty_icon="list-details",
)


def table_spec(opened: Opened, query: QueryDict) -> ListSpec:
    """What is in a list."""
    return ListSpec(
        name="entities",
        kind=ENTITY,
        columns=(
            Column("label", _("Label"), sort="label_start", is_link=True),
            Column("conflict", _("Conflict"), value="get_conflict_display", template=f"{CELLS}/conflict.html"),
            *(_property(opened, name, place < FIRST_COLUMNS) for place, name in enumerate(opened.names)),
            Column("version", _("Version"), sort=_if_short(opened, "version"), is_number=True, is_shown=False),
            Column("made", _("Made"), "created_at", "pk"),
            Column("by", _("Made by"), value=maker_words, is_shown=False),
            Column("changed", _("Changed"), "updated_at", _if_short(opened, "updated_at")),
            Column("id", _("Id"), value="public_id", is_shown=False),
        ),
        filters=(Filter("conflict", _("Conflict"), CONFLICTS, apply=_in_conflict),),
        search=partial(_searched, opened, None if query.get("conflict") else MOST_FOUND),
        order="-made",
        row_url=partial(entity_url, opened.dataset),
        empty_title=_("Nothing is in this list yet"),
        empty_text=_("Entities appear here when a form that makes them is filled in."),
        empty_icon="list-details",
        exports=("csv",),
        is_long=True,
        known_count=partial(_counted, opened.dataset.public_id, opened.dataset.revision) if is_whole(opened) else None,
    )


def listed(opened: Opened, query: QueryDict) -> Any:
    """The rows of a list; with the value of the property that they are to be sorted by."""
    wanted = query.get("sort", "").removeprefix("-")
    rows = opened.rows()
    name = wanted.removeprefix(PROPERTY)
    if wanted.startswith(PROPERTY) and name in opened.names and not opened.is_long:
        return rows.alias(**{IN_ORDER: KeyTextTransform(name, "data")})
    return rows


def deleted_spec(opened: Opened) -> ListSpec:
    """What was put away and not yet purged."""
    return ListSpec(
        name="deleted-entities",
        kind=ENTITY,
        columns=(
            Column("label", _("Label"), sort="label", is_link=True),
            Column("deleted", _("Deleted"), "deleted_at", "deleted_at"),
            Column("restore", _("Bring back"), value="public_id", template=f"{CELLS}/restore.html"),
        ),
        search=("label",),
        order="-deleted",
        row_url=partial(entity_url, opened.dataset),
        empty_title=_("Nothing was deleted"),
        empty_icon="trash",
        exports=(),
    )


def waiting_spec(opened: Opened) -> ListSpec:
    """Changes that wait for an earlier one."""
    return ListSpec(
        name="waiting",
        kind="forms.submission",
        columns=(
            Column("record", _("Record"), value=_record_words, is_link=True),
            Column("entity", _("Entity"), value=lambda held: held.entity_label or gettext("not here yet")),
            Column("for", _("Waits for"), value=_awaited),
            Column("since", _("Since"), "held_at", "held_at"),
            Column("until", _("At the latest until"), value=lambda held: held.held_at + LONGEST_WAIT),
            Column("force", _("Now"), value="pk", template=f"{CELLS}/force.html"),
        ),
        order="since",
        row_url=lambda held: reverse("forms-seeing:record", args=[held.submission.form_id, held.submission.public_id]),
        empty_title=_("Nothing waits"),
        empty_text=_(
            "A change that a device made offline waits here when an earlier one of the same device is missing."
        ),
        empty_icon="clock",
        exports=(),
    )


def entity_url(dataset: Dataset, entity: Entity) -> str:
    """The page of an entity."""
    return reverse("forms-lists:entity", args=[dataset.pk, entity.public_id])


def maker_words(row: Any) -> str:
    """Who or which device made an entity or a version."""
    maker = row.created_by or row.created_with
    return str(maker) if maker else ""


def _property(opened: Opened, name: str, is_shown: bool) -> Column:
    return Column(PROPERTY + name, name, value=_value(name), sort=_if_short(opened, IN_ORDER), is_shown=is_shown)


def _if_short(opened: Opened, lookup: str) -> str:
    """Long lists are sorted only by what an index has in order."""
    return "" if opened.is_long else lookup


def _value(name: str) -> Callable[[Entity], str]:
    return lambda entity: entity.data.get(name, "")


def _in_conflict(rows: Any, value: str) -> Any:
    return rows.exclude(conflict="") if value == ANY else rows.filter(conflict=value)


@lru_cache(maxsize=COUNTS_KEPT)
def _counted(list_id: UUID, _revision: int) -> int:
    """How many entities a list has; every change of the list gives it another revision."""
    dataset = Dataset.objects.get(public_id=list_id)
    return int(Entity.objects.filter(dataset=dataset, deleted_at=None).count())


def is_whole(opened: Opened) -> bool:
    """Whether the actor sees everything in the list."""
    return sees_all(opened.actor, opened.dataset)


def _searched(opened: Opened, most: int | None, rows: Any, text: str) -> Any:
    """Of what is found in all of a list only the newest is shown; of a part of it, everything."""
    return with_words(rows, opened.dataset, text, most if is_whole(opened) else None)


def _record_words(held: HeldSubmission) -> str:
    return record_words(held.submission)


def _awaited(held: HeldSubmission) -> str:
    return gettext("the device's own change of version %(number)s") % {"number": held.branch_base_version - 1}

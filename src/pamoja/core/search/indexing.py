"""Keeping the index up to date."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from pamoja.core.events.models import Event
from pamoja.core.events.services import consumer
from pamoja.core.permissions import KINDS
from pamoja.core.search.models import SearchEntry
from pamoja.core.search.registry import SEARCHABLE, Searchable, all_rows
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace
from pamoja.engines.text.fold import fold

BATCH = 500
LONGEST_BODY = 20_000
LONGEST_WORD = 100  # letters; PostgreSQL takes no lexeme above 2 kB
FIELDS = ("workspace", "row", "names", "words")


def register_searchable(kind_name: str, searchable: Searchable) -> None:
    """Make a kind searchable, from an app's `searching.py`. Raises ValueError when it is already."""
    if kind_name in SEARCHABLE:
        raise ValueError(f"{kind_name!r} is searchable twice")
    SEARCHABLE[kind_name] = searchable
    words = format_lazy(_("Make findable: {kind}"), kind=searchable.label)
    consumer(f"search.{kind_name}", *searchable.events, words=words)(partial(_follow, kind_name))
    for number, (event, rows) in enumerate(searchable.bulk_events.items()):
        consumer(f"search.{kind_name}.{number}", event, words=words)(partial(_follow_many, kind_name, rows))


def index_rows(kind_name: str, rows: Iterable[Any]) -> None:
    """Write the entries of these rows anew."""
    SearchEntry.objects.bulk_create(
        [entry_of(kind_name, row) for row in rows],
        update_conflicts=True,
        unique_fields=("kind", "object_id"),
        update_fields=FIELDS,
    )


def entry_of(kind_name: str, row: Any) -> SearchEntry:
    """What a row is found by."""
    document = SEARCHABLE[kind_name].document(row)
    titles = dict.fromkeys(folded(text) for text in (document.title, *document.other_titles, *document.keywords))
    titles.pop("", None)
    joined = (title.replace(" ", "") for title in titles if " " in title)  # "nkhatabay" finds "Nkhata Bay"
    return SearchEntry(
        workspace_id=getattr(row, "workspace_id", None),
        kind=kind_name,
        object_id=str(row.public_id),
        row=row.pk,
        names=f"|{'|'.join(titles)}|",
        words=" ".join((*(word[:LONGEST_WORD] for word in joined), folded(document.body[:LONGEST_BODY]))).strip(),
    )


def folded(text: str) -> str:
    """The text as it is compared, without words too long for an index."""
    return " ".join(word[:LONGEST_WORD] for word in fold(text).split())


def rebuild(kind_name: str) -> int:
    """Make the index of a kind anew; returns how many rows it holds. Searches go on with the old one meanwhile."""
    if KINDS[kind_name].is_reference:
        return _rebuild_here(kind_name, None)
    done = 0
    for workspace in Workspace.objects.all():
        with workspace_active(workspace):
            done += _rebuild_here(kind_name, workspace)
    return done


def _rebuild_here(kind_name: str, workspace: Workspace | None) -> int:
    with transaction.atomic():
        SearchEntry.objects.filter(kind=kind_name, workspace=workspace).delete()
        return _index_all(kind_name, all_rows(kind_name))


def _index_all(kind_name: str, rows: models.QuerySet[Any]) -> int:
    found, done = rows.order_by("pk").iterator(BATCH), 0
    while batch := list(islice(found, BATCH)):
        index_rows(kind_name, batch)
        done += len(batch)
    return done


def _follow(kind_name: str, event: Event) -> None:
    """One row as it is now: told twice or out of order, the outcome is the same."""
    rows = list(all_rows(kind_name).filter(public_id=event.object_id))
    if rows:
        index_rows(kind_name, rows)
    else:
        SearchEntry.objects.filter(kind=kind_name, object_id=event.object_id).delete()


def _follow_many(kind_name: str, rows: Callable[[Event], models.QuerySet[Any]], event: Event) -> None:
    _index_all(kind_name, rows(event))

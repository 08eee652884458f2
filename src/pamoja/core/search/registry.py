"""The searchable kinds, by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from pamoja.core.events.models import Event
from pamoja.core.permissions import KINDS, Actor, visible
from pamoja.core.problems import Words

Rows = models.QuerySet[Any]


@dataclass(frozen=True)
class Document:
    """What a row is found by and shown as. No sensitive value may go in.

    A hit in `title`, `other_titles` or `keywords` (codes) comes before one in `body`. `hint` is shown, not searched.
    """

    title: str
    url: str
    other_titles: Sequence[str] = ()
    keywords: Sequence[str] = ()
    body: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Searchable:
    """How a kind is searched.

    `document` reads one row. `events` name what changes one row, and whose `object_id` is its public id; `bulk_events`
    name what changes many, with the rows that each event is about. `rows` narrows what `visible()` gives when more
    than permission decides (rows that were deleted softly).
    """

    label: Words
    document: Callable[[Any], Document]
    events: tuple[str, ...] = ()
    bulk_events: Mapping[str, Callable[[Event], Rows]] = field(default_factory=dict)
    rows: Callable[[Rows], Rows] = lambda rows: rows
    order: int = 50


SEARCHABLE: dict[str, Searchable] = {}


def all_rows(kind_name: str) -> Rows:
    """Every row of a kind that a search could show, whoever asks (of the active workspace, but for reference)."""
    return SEARCHABLE[kind_name].rows(KINDS[kind_name].model._default_manager.all())


def rows_for(kind_name: str, actor: Actor) -> Rows:
    """Those of them that the actor may see."""
    return visible(all_rows(kind_name), actor)

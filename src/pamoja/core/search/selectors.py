"""Asking the index."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from pamoja.core.permissions import KINDS, Actor
from pamoja.core.problems import Words
from pamoja.core.search.matching import GUESS, matching, question, ranked, resembling
from pamoja.core.search.models import SearchEntry
from pamoja.core.search.registry import SEARCHABLE, rows_for

MOST_HITS = 20


@dataclass(frozen=True)
class Hit:
    """A row that a search found, in the words of the reader's language. `tier` 0 is the best (see `ranked`).

    A guess holds other words than those asked for: its title resembles them.
    """

    kind: str
    label: Words
    title: str
    url: str
    hint: str
    tier: int

    @property
    def is_guess(self) -> bool:
        """Whether it only resembles what was asked for."""
        return self.tier == GUESS


def search(actor: Actor, words: str, kinds: Iterable[str] | None = None, limit: int = MOST_HITS) -> list[Hit]:
    """What the actor may see that holds every word, best first; the last word may be unfinished.

    What they may not see is not found and not counted. Outside a workspace only reference data is searched. When
    nothing holds the words, PostgreSQL with pg_trgm offers titles that resemble them.
    """
    asked = question(words)
    if not asked or actor.is_anonymous:
        return []
    hits = [hit for kind in _reachable(actor, kinds) for hit in _hits(actor, kind, asked, limit)]
    exact = [hit for hit in hits if not hit.is_guess]
    return sorted(exact or hits, key=lambda hit: hit.tier)[:limit]


def _reachable(actor: Actor, kinds: Iterable[str] | None) -> list[str]:
    wanted = SEARCHABLE.keys() if kinds is None else SEARCHABLE.keys() & set(kinds)
    reachable = [kind for kind in wanted if actor.workspace is not None or KINDS[kind].is_reference]
    return sorted(reachable, key=lambda kind: SEARCHABLE[kind].order)


def _hits(actor: Actor, kind: str, asked: str, limit: int) -> list[Hit]:
    allowed = rows_for(kind, actor)
    entries = SearchEntry.objects.filter(Q(workspace=actor.workspace) | Q(workspace=None), kind=kind)
    entries = entries.filter(row__in=allowed.order_by().values("pk"))
    found = list(ranked(matching(entries, asked), asked)[:limit]) or list(resembling(entries, asked)[:limit])
    rows = allowed.in_bulk([entry.row for entry in found])
    return [_hit(kind, rows[entry.row], entry) for entry in found if entry.row in rows]


def _hit(kind: str, row: Any, entry: Any) -> Hit:
    document = SEARCHABLE[kind].document(row)
    return Hit(kind, SEARCHABLE[kind].label, document.title, document.url, document.hint, entry.tier)

"""The page of the search over everything: what the person may see, by kind, and the help."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pamoja.core.accounts.guards import signed_in
from pamoja.core.permissions import Actor
from pamoja.core.problems import Words
from pamoja.core.search.selectors import Hit, search
from pamoja.web.help import shelf

LONGEST_QUESTION = 200
MOST_HITS = 60
MOST_HELP = 5


@require_safe
@signed_in
def search_page(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """`?q=` words; every one must occur, the last may be unfinished."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUESTION]
    hits = search(actor, words, limit=MOST_HITS)
    context: dict[str, Any] = {
        "words": words,
        "groups": grouped(hits),
        "found": len(hits),
        "is_guess": any(hit.is_guess for hit in hits),
        "documents": shelf.search(words, get_language() or "en")[:MOST_HELP],
    }
    return render(request, "search.html", context)


def grouped(hits: list[Hit]) -> list[tuple[Words, list[Hit]]]:
    """Hits by kind, the kind with the best hit first."""
    first = {hit.kind: place for place, hit in reversed(list(enumerate(hits)))}
    by_kind = sorted(hits, key=lambda hit: first[hit.kind])
    return [(found[0].label, found) for _kind, found in ((k, list(g)) for k, g in groupby(by_kind, lambda h: h.kind))]

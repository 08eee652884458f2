"""Pages of the help; open to everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pamoja.web.help import page, shelf

LONGEST_SEARCH = 100


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The sections, or what a search found."""
    language = get_language() or "en"
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    context = {"words": words, "found": shelf.search(words, language), "contents": shelf.contents(language)}
    return render(request, "help/index.html", context)


@require_safe
def document(request: HttpRequest, section: str, name: str) -> HttpResponse:
    """One document."""
    language = get_language() or "en"
    found = shelf.documents().get((section, name))
    if found is None:
        raise Http404
    context = {
        "document": found,
        "title": found.title(language),
        "section": shelf.SECTIONS[section],
        "page": page.draw(found.text(language), section),
        "is_translated": found.has(language),
        "contents": shelf.contents(language),
    }
    return render(request, "help/document.html", context)

"""What the templates of plain pages are given."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from pamoja.apps.forms.models import Filling
from pamoja.apps.forms.plain.answering import Faults
from pamoja.apps.forms.plain.keeping import KEPT_DAYS
from pamoja.apps.forms.plain.pages import Page, page_with
from pamoja.apps.forms.plain.sessions import code_of
from pamoja.apps.forms.plain.widgets import FIND, Asked, words_of
from pamoja.apps.forms.plain.widgets import asked as as_asked
from pamoja.engines.xforms import Session, Violation

NEAR = 10
"""Pages before and behind this one that the list of pages names: a list of hundreds would outweigh the page."""
ANY_NAME = "-"
Wrong = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Missing:
    """Something that stands in the way of sending."""

    label: str
    words: str
    at: str


def frame(filling: Filling, session: Session, pages: Sequence[Page], here: Page | None) -> dict[str, Any]:
    """What every page of a record shows: where one is among the pages, and the languages of the form."""
    shown = [each for each in pages if each.is_shown]
    place = shown.index(here) if here in shown and here is not None else len(shown)
    near = [each for n, each in enumerate(shown) if n == 0 or abs(n - place) <= NEAR]
    files = reverse("forms:fill_file", args=[filling.form_id, ANY_NAME]).removesuffix(ANY_NAME)
    return {
        "form": filling.form,
        "filling": filling,
        "page": here,
        "shown": near,
        "place": place + 1,
        "count": len(shown),
        "is_cut": len(near) < len(shown),
        "languages": session.form.texts.languages,
        "language": session.language,
        "code": code_of(session.language),
        "files_url": files,
        "days": KEPT_DAYS,
        "is_first": place == 0,
    }


def asked(page: Page, wrong: Wrong, sent: Mapping[str, str]) -> list[Asked]:
    """The questions and headings that are relevant now."""
    relevant = (each for each in page.states if each.is_relevant)
    return [as_asked(each, wrong.get(each.path, ()), sent.get(each.path + FIND, "")) for each in relevant]


def wrong(page: Page, was_asked: Collection[str], faults: Faults) -> Wrong:
    """What is wrong by question, of those that the person has seen and may answer."""
    found: Wrong = {path: (words,) for path, words in faults.items()}
    for state in page.questions:
        if state.is_relevant and not state.is_readonly and state.path in was_asked and state.path not in found:
            words = tuple(words_of(each, state) for each in state.violations)
            found |= {state.path: words} if words else {}
    return found


def missing(pages: Sequence[Page], violations: Sequence[Violation]) -> list[Missing]:
    """What stands in the way, by the label of its question and with the page where it is asked."""
    return [_missing(pages, each) for each in violations]


def _missing(pages: Sequence[Page], violation: Violation) -> Missing:
    page = page_with(pages, violation.path)
    state = next((each for each in page.states if each.path == violation.path), None) if page else None
    label = (state.label or state.name) if state else violation.path.rpartition("/")[2]
    return Missing(label, words_of(violation, state), page.key if page else "")

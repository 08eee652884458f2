"""Names in several languages: which one to show, and the text that a search reads."""

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language

from pamoja.engines.text.fold import fold

FALLBACK = "en"


def best_name(names: Mapping[str, str], default: str = "") -> str:
    """The name in the language of the page, else in English, else any."""
    language = (get_language() or FALLBACK).split("-")[0]
    return names.get(language) or names.get(FALLBACK) or next((name for name in names.values() if name), default)


def search_text(names: Mapping[str, str], codes: Iterable[str]) -> str:
    """Folded codes and names, each word after a blank, and each name once more as one word.

    A query finds its words at the beginning of a word: `contains " bay"`; "nkhatabay" finds "Nkhata Bay".
    """
    folded = [fold(text) for text in (*codes, *names.values()) if text]
    joined = [text.replace(" ", "") for text in folded if " " in text]
    return " " + " ".join(dict.fromkeys(folded + joined)) + " "


def query_words(text: str) -> list[str]:
    """What `search_text` must contain for each word that a person typed."""
    return [f" {word}" for word in fold(text).split()]

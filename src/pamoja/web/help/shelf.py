"""The documents on disk: which there are, in which languages, what they say, and where a word is found."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOCS: Path = settings.ROOT / "docs"
SECTIONS: dict[str, str | Promise] = {
    "tutorial": _("Learn by doing"),
    "how-to": _("How to"),
    "explanation": _("Why it is so"),
    "reference": _("Look up"),
    "decisions": _("Decisions"),
}
FILE = re.compile(r"^(?P<name>[a-z0-9][a-z0-9-]*)(?:\.(?P<language>[a-z]{2}))?\.md$")
EXCERPT = 90
MOST_FOUND = 30


@dataclass(frozen=True)
class Document:
    """One document: `name` is unique in its section; `files` are by language, "en" without a mark."""

    section: str
    name: str
    files: tuple[tuple[str, Path], ...]

    def text(self, language: str) -> str:
        """The words in a language, else in English, else in whatever there is."""
        files = dict(self.files)
        return (files.get(language) or files.get("en") or self.files[0][1]).read_text()

    def title(self, language: str) -> str:
        """The first heading."""
        found = re.search(r"(?m)^# (.+)$", self.text(language))
        return found[1].replace("`", "").strip() if found else self.name

    def has(self, language: str) -> bool:
        """Whether it is written in the language."""
        return language in dict(self.files)


@dataclass(frozen=True)
class Found:
    """A document in which a search hit, with the words around the first hit."""

    document: Document
    title: str
    excerpt: str


@lru_cache(maxsize=1)
def documents() -> dict[tuple[str, str], Document]:
    """Every document by section and name; read once, because a release does not change under way."""
    files: dict[tuple[str, str], list[tuple[str, Path]]] = {}
    for section in SECTIONS:
        for path in sorted((DOCS / section).glob("*.md")):
            if match := FILE.match(path.name):
                files.setdefault((section, match["name"]), []).append((match["language"] or "en", path))
    return {key: Document(*key, tuple(found)) for key, found in files.items()}


def contents(language: str) -> list[tuple[str | Promise, list[tuple[Document, str]]]]:
    """Each section with its documents and their titles."""
    shelves = [
        (words, [(d, d.title(language)) for d in documents().values() if d.section == section])
        for section, words in SECTIONS.items()
    ]
    return [(words, found) for words, found in shelves if found]


def search(words: str, language: str) -> list[Found]:
    """Documents that hold every word, those with a word in the title first."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    hits = [(d, d.title(language), plain(d.text(language))) for d in documents().values()]
    found = [(d, title, text) for d, title, text in hits if all(word in text.casefold() for word in wanted)]
    found.sort(key=lambda hit: not any(word in hit[1].casefold() for word in wanted))
    return [Found(d, title, _excerpt(text, wanted[0])) for d, title, text in found[:MOST_FOUND]]


def plain(markdown: str) -> str:
    """The words without the marks."""
    text = re.sub(r"(?s)```.*?```", " ", markdown)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[#*`|>_]+|\s+", " ", text)


def _excerpt(text: str, word: str) -> str:
    at = text.casefold().find(word)
    first = max(0, at - EXCERPT)
    return ("… " if first else "") + text[first : at + EXCERPT].strip() + " …"

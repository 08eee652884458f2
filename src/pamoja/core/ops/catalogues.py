"""Message catalogues without gettext's programs: extract from Python and Django templates, update, judge.

Babel reads Python; for a template Django itself rewrites `{% translate %}` and `{% blocktranslate %}` as calls of
gettext, which Babel then reads line by line.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

DOMAIN = "django"
COMMENT_TAGS = ("Translators:",)
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# as Django's own catalogues order the six forms; Babel's table swaps the last two
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5;"
}
TEMPLATES = {".html", ".txt"}
# Babel takes the "% o" of "{share}% of it" for a placeholder too, and msgfmt would then demand it of each translation
PERCENT_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdr]")
SKIPPED = {"migrations", "tests", "static", "testing"}


@dataclass(frozen=True)
class Freshness:
    """How a catalogue stands to the sources."""

    locale: str
    missing: list[str] = field(default_factory=list)
    superfluous: list[str] = field(default_factory=list)
    untranslated: int = 0

    @property
    def is_fresh(self) -> bool:
        """Whether it has exactly the messages of the sources; they need not be translated yet."""
        return not self.missing and not self.superfluous


def extract_template(fileobj: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Babel's extraction method for Django templates."""
    source = templatize(fileobj.read().decode(), origin=getattr(fileobj, "name", ""))
    # what is not a call was blanked out with X: joined without its indentation it is Python for the tokenizer
    lines = "\n".join(line.strip() for line in source.splitlines())
    yield from extract_python(io.BytesIO(lines.encode()), keywords, comment_tags, {"encoding": "utf-8"})


def sources(root: Path) -> Iterator[Path]:
    """The files whose messages people see."""
    for path in sorted((root / "src").rglob("*")):
        wanted = path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in path.parts)
        if wanted and not SKIPPED & set(path.relative_to(root).parts):
            yield path


def template_catalog(root: Path) -> Catalog:
    """All messages of the sources, with the files that they come from."""
    catalog = Catalog(project="Pamoja", domain=DOMAIN)
    for path in sources(root):
        method: Any = "python" if path.suffix == ".py" else extract_template
        with path.open("rb") as fileobj:
            for _line, message, comments, context in extract(method, fileobj, KEYWORDS, COMMENT_TAGS):
                if _id(message):
                    # without line numbers: every edit would change every catalogue
                    name = (path.relative_to(root).as_posix(), None)
                    catalog.add(message, locations=[name], auto_comments=comments, context=context)  # type: ignore[list-item]
    return catalog


def catalogue_files(root: Path) -> dict[str, Path]:
    """The catalogues by locale."""
    return {path.parts[-3]: path for path in sorted(root.glob(f"locale/*/LC_MESSAGES/{DOMAIN}.po"))}


def judge(root: Path) -> list[Freshness]:
    """Compare each catalogue with the sources."""
    wanted = _ids(template_catalog(root))
    found = []
    for locale, path in catalogue_files(root).items():
        with path.open("rb") as fileobj:
            catalog = read_po(fileobj, locale=locale, domain=DOMAIN)
        held = _ids(catalog)
        missing, superfluous = wanted - held, held - wanted
        found.append(Freshness(locale, _texts(missing), _texts(superfluous), _untranslated(catalog)))
    return found


def update(root: Path, locales: Iterable[str]) -> None:
    """Bring catalogues up to date: new messages come in empty, obsolete ones go to the end."""
    template = template_catalog(root)
    for locale in locales:
        path = root / "locale" / locale / "LC_MESSAGES" / f"{DOMAIN}.po"
        catalog = _read(path, locale)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        _correct_flags(catalog)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as fileobj:
            write_po(fileobj, catalog, sort_output=True, width=110)


def _correct_flags(catalog: Catalog) -> None:
    """Take the flag `python-format` from texts in which a percent sign is only that."""
    for message in catalog:
        texts = message.id if isinstance(message.id, list | tuple) else [message.id]
        if not any(PERCENT_PLACEHOLDER.search(text) for text in texts):
            message.flags.discard("python-format")


def _read(path: Path, locale: str) -> Catalog:
    if not path.exists():
        return _new(locale)
    with path.open("rb") as fileobj:
        return read_po(fileobj, locale=locale, domain=DOMAIN)


def _new(locale: str) -> Catalog:
    comment = f"# Messages of Pamoja in {locale}; the licence is that of Pamoja."
    catalog = Catalog(locale=locale, domain=DOMAIN, project="Pamoja", header_comment=comment, fuzzy=False)
    if locale in PLURALS:
        catalog.mime_headers = [("Plural-Forms", PLURALS[locale])]
    return catalog


def _id(message: Any) -> str:
    return str(message[0] if isinstance(message, list | tuple) else message)


def _ids(catalog: Catalog) -> set[tuple[str, str]]:
    return {(message.context or "", _id(message.id)) for message in catalog if message.id}


def _texts(keys: set[tuple[str, str]]) -> list[str]:
    return sorted(text for _context, text in keys)


def _untranslated(catalog: Catalog) -> int:
    texts = [message.string for message in catalog if message.id]
    return sum(not (all(text) if isinstance(text, list | tuple) else text) for text in texts)

"""Which of a form's languages a reader gets, and texts without their mark-up."""

import re
from collections.abc import Iterable

from django.conf.locale import LANG_INFO

_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[\w-]+)?)\)\s*$")
_MARKUP = re.compile(r"<[^<>]{0,500}>|\*\*|^#{1,6}\s+", re.MULTILINE)


def fitting_language(languages: Iterable[str], wanted: str, code: str) -> str:
    """The form's own name of a language: the wanted one, else the one of the page's language code, else nothing.

    Forms name languages freely: "French (fr)", "fr", "French" and "Français" all are French.
    """
    names = list(languages)
    if wanted in names:
        return wanted
    return next((name for name in names if _is_of(name, code.split("-")[0].lower())), "")


def _is_of(name: str, code: str) -> bool:
    found = _CODE.search(name)
    if found:
        return found[1].split("-")[0].lower() == code
    info = LANG_INFO.get(code, {})
    return name.strip().lower() in {code, info.get("name", "").lower(), info.get("name_local", "").lower()} - {""}


def plain(text: str) -> str:
    """A label as one line of words: XLSForms carry Markdown and HTML for the person who fills in."""
    return " ".join(_MARKUP.sub("", text).split())


def shortened(text: str, longest: int) -> str:
    """At most so many letters, cut between words."""
    if len(text) <= longest:
        return text
    return f"{text[:longest].rsplit(' ', 1)[0]}…"

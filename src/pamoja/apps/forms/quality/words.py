"""Checks and flags in the words of the reader."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext, gettext_lazy

from pamoja.apps.forms.models import QualityFlag
from pamoja.apps.forms.seeing.shown import named
from pamoja.core.problems import Words
from pamoja.engines.quality import CHECKS, WORDS


def check_words(name: str) -> Words:
    """The title of a check; a name that is no longer known stays as it is."""
    return gettext_lazy(CHECKS[name].words) if name in CHECKS else name


def flag_words(flag: QualityFlag) -> str:
    """What a flag says."""
    return said(flag.code, facts_of(flag))


def facts_of(flag: QualityFlag) -> dict[str, Any]:
    """All that a flag's words are made of, with the question whose answer the value is."""
    return {**flag.facts, "value": flag.value, "question": flag.question}


def said(code: str, facts: Mapping[str, Any]) -> str:
    """A code with its facts; one that is no longer known stays as it is."""
    if code not in WORDS:
        return code
    shown = {name: _shown(name, fact) for name, fact in facts.items()}
    return gettext(WORDS[code]).format_map(_Blank(shown))


def _shown(name: str, fact: Any) -> Any:
    if name == "other":
        return named("", fact)
    return localize(fact, use_l10n=True) if isinstance(fact, int | float) else fact


class _Blank(dict[str, Any]):
    """A fact that an older version did not keep is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"

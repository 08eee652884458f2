"""The words of the gazetteer's and the file readers' problems, in the language of the page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from pamoja.engines.gazetteer.problems import KINDS
from pamoja.formats.boundaries import BoundaryFileError
from pamoja.formats.boundaries.refusals import REFUSALS


def problem_words(code: str, params: Mapping[str, Any]) -> str:
    """One finding about a row."""
    return _(KINDS[code].words).format(**params)


def refusal_words(refusal: BoundaryFileError) -> str:
    """Why a whole file was refused."""
    return _(REFUSALS[refusal.code]).format(**refusal.params)

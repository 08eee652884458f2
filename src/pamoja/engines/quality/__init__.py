"""Data quality: what is odd in the records of a form.

    flags = run_checks(Dataset(questions, records), chosen={})

Every check is one file of `checks/`, with its defaults and the reasons for them in the class of its settings.
"""

from pamoja.engines.quality import checks
from pamoja.engines.quality.model import (
    Answers,
    Dataset,
    Flag,
    Kind,
    Option,
    Question,
    Record,
    Rule,
    Target,
    Timing,
    as_number,
    as_text,
)
from pamoja.engines.quality.registry import CHECKS, Check, Setting, read_settings, settings_of
from pamoja.engines.quality.running import Chosen, run_checks
from pamoja.engines.quality.words import WORDS

__all__ = [
    "CHECKS",
    "WORDS",
    "Answers",
    "Check",
    "Chosen",
    "Dataset",
    "Flag",
    "Kind",
    "Option",
    "Question",
    "Record",
    "Rule",
    "Setting",
    "Target",
    "Timing",
    "as_number",
    "as_text",
    "checks",
    "read_settings",
    "run_checks",
    "settings_of",
]

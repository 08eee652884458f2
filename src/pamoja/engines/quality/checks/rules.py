"""Rules that somebody wrote for this form."""

from collections.abc import Iterator
from dataclasses import dataclass

from pamoja.engines.quality.model import Dataset, Flag, Record, Rule, flagged
from pamoja.engines.quality.registry import check
from pamoja.engines.quality.words import gettext_noop


@dataclass(frozen=True)
class RuleSettings:
    """The rules themselves come with the data: whoever runs this has compiled them."""


@check("rules", gettext_noop("Rules of this form"), RuleSettings, level="record")
def rules(data: Dataset, settings: RuleSettings) -> Iterator[Flag]:
    """Records in which something holds that you said should not, in the language of the form's own expressions.

    Every question that the rule names is flagged.
    """
    for rule in data.rules:
        for record in data.records:
            if rule.is_broken(record.answers):
                yield from _broken(record, rule)


def _broken(record: Record, rule: Rule) -> Iterator[Flag]:
    for key in rule.questions or ("",):
        yield flagged(record, "rule-broken", {"rule": rule.words, "name": rule.name}, key, record.answers.get(key))

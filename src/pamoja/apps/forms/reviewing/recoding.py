"""What a rule for many records makes of one answer: another one, a part replaced, a code for a code, or none."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pamoja.apps.forms.quality.values import typed
from pamoja.apps.forms.seeing.questions import SHAPES, Question, Reading, Table, is_note, is_select

SET, REPLACE, RECODE, CLEAR = "set", "replace", "recode", "clear"


@dataclass(frozen=True)
class Rule:
    """What happens to the answers of some questions, by their keys.

    `value` is the new answer of SET; REPLACE puts `value` in place of `find` wherever it stands in a text; RECODE takes
    whole answers, and each choice of a question with many, by `codes`.
    """

    questions: tuple[str, ...]
    way: str
    value: str = ""
    find: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    skips_broken: bool = True

    def as_json(self) -> dict[str, Any]:
        """As an act keeps it."""
        return {**asdict(self), "questions": list(self.questions)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Rule":
        """A rule as it was kept; an act may keep more beside it."""
        known = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        return cls(**{**known, "questions": tuple(kept["questions"])})


def editable(table: Table) -> list[Question]:
    """The questions whose answers can be changed in many records: not files, positions, or what is hidden."""
    return [each for each in table.fields if _is_editable(each)]


def _is_editable(question: Question) -> bool:
    if question.kind != "field" or question.is_hidden or question.is_binary or question.type in SHAPES:
        return False
    return not is_note(question)


def answer_text(value: Any) -> str:
    """An answer as XML has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def recoded(rule: Rule, question: Question, old: str) -> str:
    """The new answer as text; the same where the rule says nothing of this one. Raises VALUE_UNFIT."""
    new = _made(rule, question, old)
    if new != old:
        typed(question, new)
    return new


def _made(rule: Rule, question: Question, old: str) -> str:
    if rule.way == REPLACE:
        return old if is_select(question) else old.replace(rule.find, rule.value)
    if rule.way == RECODE and question.is_multiple:
        return " ".join(dict.fromkeys(rule.codes.get(each, each) for each in old.split())).strip()
    if rule.way == RECODE:
        return rule.codes.get(old, old)
    return rule.value if rule.way == SET else ""


def coded(reading: Reading, question: Question, text: str) -> str:
    """What a person wrote, with choices named by their labels turned into codes; several stand apart by commas."""
    if not is_select(question):
        return text.strip()
    choices = reading.choices(question)
    by_label = {label.strip().casefold(): code for code, label in choices.items()}
    parts = text.split(",") if question.is_multiple and "," in text else [text]
    if question.is_multiple and text.strip().casefold() not in by_label and "," not in text:
        parts = text.split()
    found = (each.strip() for each in parts)
    return " ".join(each if each in choices else by_label.get(each.casefold(), each) for each in found)

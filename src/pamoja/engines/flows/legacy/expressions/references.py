"""What an old expression refers to (`contact.tel_e164`, `flow.age.category`, `step.value`) as Excellent names it."""

import re
from dataclasses import dataclass

from pamoja.engines.text.cases import lower
from pamoja.engines.urns import SCHEMES

CONTACT = r"(?:(?:flow|step)\.)?((?:parent\.|child\.)?)contact"
SCHEME = "|".join(sorted(SCHEMES))
NAME = r"([A-Za-z0-9_]+)"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is written for a whole reference; `is_date` when it gives a date that text must see formatted."""

    pattern: re.Pattern[str]
    written: str
    is_date: bool = False


def _rule(pattern: str, written: str, is_date: bool = False) -> Rule:
    return Rule(re.compile(pattern), written, is_date)


def _results(old: str, new: str) -> list[Rule]:
    """The rules for the results of a run, which are told by their value when nothing of them is named."""
    return [
        _rule(old, new),
        _rule(rf"{old}\.{NAME}", rf"{new}.\1"),
        _rule(rf"{old}\.{NAME}\.value", rf"{new}.\1.value"),
        _rule(rf"{old}\.{NAME}\.category", rf"{new}.\1.category_localized"),
        _rule(rf"{old}\.{NAME}\.text", rf"{new}.\1.input"),
        _rule(rf"{old}\.{NAME}\.time", rf"{new}.\1.created_on"),
    ]


# The first that fits wins: what is special stands before what is general.
RULES = [
    _rule(CONTACT, r"\1contact"),
    _rule(rf"{CONTACT}\.(uuid|id|name|first_name|created_on|language)", r"\1contact.\2"),
    _rule(rf"{CONTACT}\.groups", r'join(\1contact.groups, ",")'),
    _rule(rf"{CONTACT}\.tel_e164", r'default(urn_parts(\1urns.tel).path, "")'),
    _rule(rf"{CONTACT}\.tel", r"format_urn(\1urns.tel)"),
    _rule(rf"{CONTACT}\.({SCHEME})", r'default(urn_parts(\1urns.\2).path, "")'),
    _rule(rf"{CONTACT}\.({SCHEME})\.display", r"format_urn(\1urns.\2)"),
    _rule(rf"{CONTACT}\.({SCHEME})\.path", r"urn_parts(\1urns.\2).path"),
    _rule(rf"{CONTACT}\.({SCHEME})\.scheme", r"urn_parts(\1urns.\2).scheme"),
    _rule(rf"{CONTACT}\.({SCHEME})\.urn", r"\1urns.\2"),
    _rule(rf"{CONTACT}\.{NAME}", r"\1fields.\2"),
    *_results("flow", "results"),
    *_results("child", "child.results"),
    *_results(r"(?:parent|extra\.flow)", "parent.results"),
    _rule(r"step(?:\.value)?", "input"),
    _rule(r"step\.text", "input.text"),
    _rule(r"step\.time", "input.created_on"),
    _rule(r"step\.attachments", 'foreach(foreach(input.attachments, attachment_parts), extract, "url")'),
    _rule(r"step\.attachments\.([0-9]+)", r"attachment_parts(input.attachments[\1]).url"),
    _rule(r"channel(?:\.(?:address|tel|tel_e164))?", "contact.channel.address"),
    _rule(r"channel\.name", "contact.channel.name"),
    _rule(r"date(?:\.now)?", "now()"),
    _rule(r"date\.today", "today()", is_date=True),
    _rule(r"date\.tomorrow", 'datetime_add(now(), 1, "D")', is_date=True),
    _rule(r"date\.yesterday", 'datetime_add(now(), -1, "D")', is_date=True),
    _rule(r"extra", "legacy_extra"),
    _rule(r"extra\.([A-Za-z0-9_.]+)", r"legacy_extra.\1"),
]

NUMBERED = re.compile(r"\.([0-9][A-Za-z0-9_]*)")


def migrated_reference(path: str, raw_dates: bool) -> str:
    """The new text of a reference; what no rule knows stays as it is, in small letters.

    A name that begins with a digit becomes a look-up in brackets.
    """
    path = lower(path)
    for rule in RULES:
        if match := rule.pattern.fullmatch(path):
            written = match.expand(rule.written)
            if rule.is_date and not raw_dates:
                written = f"format_date({written})"
            return NUMBERED.sub(r'["\1"]', written)
    return path

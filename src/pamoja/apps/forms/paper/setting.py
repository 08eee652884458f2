"""A form set for printing: the data of `press/sheet.typ`."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pamoja.apps.forms.paper.words import Words, limits, skips
from pamoja.engines.paper import Block, Grid, Heading, Item, Note, Option, Outline, Question, Table

PAPERS = {"a4": "a4", "letter": "us-letter"}
RIGHT_TO_LEFT = ("R", "AL")
Set = dict[str, Any]


@dataclass(frozen=True)
class Look:
    """`code` is the tag of the language of the words, `paper` a key of PAPERS."""

    code: str
    paper: str = "a4"


def set_sheet(outline: Outline, look: Look) -> Set:
    """Everything that is printed, in the words of the language that is active."""
    words = Words({path: each.number for path, each in outline.questions.items()})
    return {
        "title": outline.title or outline.form_id,
        "identity": _("Form %(form)s, version %(version)s")
        % {"form": outline.form_id, "version": outline.version or "—"},
        "lang": look.code,
        "rtl": reads_from_right(outline),
        "paper": PAPERS[look.paper],
        "page": _("Page {page} of {pages}"),
        "heads": [_("Sheet number"), _("Interviewer"), _("Date")],
        "preface": _preface(outline),
        "words": _words(),
        "items": [_item(each, words, 0) for each in outline.items],
        "lists": [
            {"title": _("List %(name)s") % {"name": each.name}, "options": [_option(o) for o in each.options]}
            for each in outline.lists
        ],
    }


def _preface(outline: Outline) -> list[str]:
    lines = [_("Write clearly, one letter or digit in each box. Questions with * need an answer.")]
    if outline.has_references:
        lines.append(_("A number in brackets within a question stands for the answer to the question of that number."))
    return lines


def _words() -> Set:
    return {
        "date": [_("day"), _("month"), _("year")],
        "latitude": _("Latitude"),
        "longitude": _("Longitude"),
        "file": _("Taken with a camera or recorder; number of the file:"),
    }


def _item(item: Item, words: Words, depth: int) -> Set:
    match item:
        case Heading():
            return {"kind": "heading", "label": item.label, "depth": item.depth, "only": words.only_if(item.only_if)}
        case Note():
            return {"kind": "note", "label": item.label, "hint": item.hint, "only": words.only_if(item.only_if)}
        case Question():
            return {"kind": "question", **_question(item, words)}
        case Grid():
            rows = [_question(each, words) for each in item.questions]
            return {"kind": "grid", "options": [_option(o) for o in item.options], "questions": rows}
        case Table():
            columns = [_question(each, words) for each in item.questions]
            return {"kind": "table", **_repeat(item, words, depth), "questions": columns}
        case Block():
            inside = [_item(each, words, depth + 1) for each in item.items]
            return {"kind": "block", **_repeat(item, words, depth), "names": _names(item), "items": inside}


def _repeat(item: Table | Block, words: Words, depth: int) -> Set:
    return {
        "label": item.label,
        "depth": depth,
        "only": words.only_if(item.only_if),
        "rows": item.rows,
        "counts": words.counts(item.counts, item.rows),
    }


def _names(item: Block) -> list[str]:
    return [f"{item.label} {number}".strip() for number in range(1, item.rows + 1)]


def _question(question: Question, words: Words) -> Set:
    found = list(skips(question)) if not question.list_name else []
    go = {each.code: str(each.number or _("end")) for each in question.skips}
    return {
        "number": question.number,
        "label": question.label,
        "hint": question.hint,
        "space": question.space if question.is_listed else "line",
        "digits": question.digits,
        "required": question.is_required,
        "only": words.only_if(question.only_if),
        "options": [_option(o, go) for o in question.options] if question.is_listed and not question.list_name else [],
        "list": _("Code from list %(name)s:") % {"name": question.list_name} if question.list_name else "",
        "code-length": max((len(o.code) for o in question.options), default=0),
        "lines": [each for each in (limits(question), _fitting(question, words)) if each],
        "skips": found,
    }


def _fitting(question: Question, words: Words) -> str:
    if not question.fitting:
        return ""
    return _("Choose only what fits the answers to: %(numbers)s.") % {"numbers": words.named(question.fitting)}


def _option(option: Option, go: dict[str, str] | None = None) -> Set:
    return {"code": option.code, "label": option.label, "go": (go or {}).get(option.code, "")}


def reads_from_right(outline: Outline) -> bool:
    """Whether the form's own words do, whatever its language is called."""
    letters = [unicodedata.bidirectional(each) for text in _labels(outline.items) for each in text]
    return sum(each in RIGHT_TO_LEFT for each in letters) > letters.count("L")


def _labels(items: Sequence[Item]) -> Iterator[str]:
    for each in items:
        if isinstance(each, Heading | Note | Question | Table | Block):
            yield each.label
        if isinstance(each, Block):
            yield from _labels(each.items)
        elif isinstance(each, Grid | Table):
            yield from _labels(each.questions)

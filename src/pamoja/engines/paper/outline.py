"""From a form to what is printed of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby

from pamoja.engines.paper.conditions import FALSE, Condition, both
from pamoja.engines.paper.grids import gridded
from pamoja.engines.paper.lists import MOST_IN_PLACE, Lists
from pamoja.engines.paper.model import Block, CodeList, Heading, Item, Note, Option, Outline, Question, Table
from pamoja.engines.paper.skipping import Entry, skips_of
from pamoja.engines.paper.spaces import digits_of, limits_of, space_of
from pamoja.engines.paper.texts import Writer
from pamoja.engines.paper.wording import Wording, literal
from pamoja.engines.xforms import Form, World, start
from pamoja.engines.xforms.fields import Field, Part

USUAL_ROWS = 5
MOST_COLUMNS = 7
WIDE = frozenset({"lines", "shape", "file", "point", "moment", "rank"})
"""Spaces that no column of a table is wide enough for."""
SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def outline(form: Form, language: str = "", rows: int = USUAL_ROWS, living: frozenset[str] = frozenset()) -> Outline:
    """What is printed of a form in one of its languages, with so many lines for each repeat.

    `living` are the ids of lists that may be others when the paper comes back: a code would mean another choice then.
    """
    language = language if language in form.texts.languages else form.texts.default
    return _Maker(form, language, rows, living).outline()


@dataclass
class _Codes:
    """The lists at the end of the paper, each once."""

    lists: dict[tuple[Option, ...], str] = field(default_factory=dict)

    def name(self, options: tuple[Option, ...]) -> str:
        return self.lists.setdefault(options, _letters(len(self.lists)))


class _Maker:
    def __init__(self, form: Form, language: str, rows: int, living: frozenset[str]) -> None:
        self.form, self.language, self.rows = form, language, rows
        blank = start(form, World(now=lambda: SOME_DAY, random=lambda: 0.5, uuid=str), language)
        asked = (each for each in _questions(form.body) if not is_note(each) and is_shown(each))
        self.numbers = {each.path: number for number, each in enumerate(dict.fromkeys(asked), 1)}
        self.wording = Wording(self.numbers, self._label_of)
        self.writer = Writer(form.texts, language, self.wording, self.numbers)
        self.lists = Lists(form, living, self.writer, blank.data.root, blank.scope)
        self.codes = _Codes()
        self.offers: dict[str, tuple[Option, ...]] = {}
        self.rules: dict[str, Condition | None] = {}
        self.entries = [each for each in self._entries(form.body) if FALSE not in each.when]
        self.places = {each.path: place for place, each in enumerate(self.entries)}

    def outline(self) -> Outline:
        items = tuple(self._items(self.form.body, 0, frozenset()))
        lists = tuple(CodeList(name, options) for options, name in self.codes.lists.items())
        shown = " ".join(each.label + each.hint for each in _texts(items))
        has_references = any(f"({number})" in shown for number in self.numbers.values())
        form = self.form
        return Outline(form.form_id, form.version, form.title, self.language, items, lists, has_references)

    def _options(self, of: Field) -> tuple[Option, ...]:
        if of.path not in self.offers:
            self.offers[of.path] = self.lists.options(of)
        return self.offers[of.path]

    def _label_of(self, of: Field, value: str) -> str:
        return next((each.label for each in self._options(of) if each.value == value), value)

    def _rule(self, of: Field) -> Condition | None:
        if of.path not in self.rules:
            self.rules[of.path] = self.wording.condition(of.relevant, of)
        return self.rules[of.path]

    def _entries(self, parts: Sequence[Part]) -> Iterator[Entry]:
        for each in _questions(parts):
            if is_shown(each):
                around = (each, *each.ancestors())
                when = tuple(rule for rule in map(self._rule, around) if rule is not None)
                inside = tuple(above.path for above in around[::-1] if above.kind == "repeat")
                yield Entry(each.path, self.numbers.get(each.path), when, inside)

    def _items(self, parts: Sequence[Part], depth: int, said: frozenset[Field]) -> Iterator[Item]:
        for kind, run in groupby(parts, key=lambda part: part.kind):
            if kind == "question":
                yield from gridded([item for part in run for item in self._question(part, said)])
            for part in run if kind != "question" else ():
                yield from self._repeat(part, depth, said) if kind == "repeat" else self._group(part, depth, said)

    def _question(self, part: Part, said: frozenset[Field]) -> Iterator[Item]:
        of = part.field
        if of is None or of.path not in self.places:
            return
        only_if, label = self._only_if(of, said), self.writer.plain(of.label, of)
        hint = "\n".join(filter(None, (self.writer.plain(of.hint, of), self.writer.guidance(of.hint, of))))
        if is_note(of):
            yield from [Note(label, hint, only_if)] if label or hint else []
        else:
            yield self._asked(of, label or of.name, hint, only_if)

    def _asked(self, of: Field, label: str, hint: str, only_if: Condition | None) -> Question:
        options, space = self._options(of), space_of(of)
        is_listed = self.lists.is_printed(of, len(options))
        has_list = space in ("one", "many", "rank") and bool(options)
        is_far = has_list and is_listed and len(options) > MOST_IN_PLACE
        return Question(
            path=of.path,
            number=self.numbers[of.path],
            label=label,
            hint=hint,
            space=space if has_list or space not in ("one", "many", "rank") else "line",
            digits=digits_of(of, space),
            limits=limits_of(of) if space in ("digits", "decimal") else ("", ""),
            limits_words=self.writer.plain(of.constraint_message, of),
            is_required=of.required is not None and literal(of.required.tree) == "true",
            only_if=only_if,
            options=options,
            list_name=self.codes.name(options) if is_far else "",
            is_listed=is_listed,
            fitting=self.wording.printed(of.itemset.nodes.reads - {of}) if of.itemset else (),
            skips=skips_of(self.entries, self.places[of.path], options) if space == "one" and is_listed else (),
        )

    def _only_if(self, of: Field, said: frozenset[Field]) -> Condition | None:
        """What no heading above has said already."""
        unsaid = (self._rule(each) for each in (*list(of.ancestors())[::-1], of) if each not in said)
        found = both(each for each in unsaid if each is not None)
        return found if found != both(()) else None

    def _group(self, part: Part, depth: int, said: frozenset[Field]) -> Iterator[Item]:
        label = self.writer.plain(part.label, part.field or self.form.root)
        only_if = self._only_if(part.field, said) if part.field else None
        inside = list(self._items(part.parts, depth + 1 if label else depth, self._said(part, said)))
        if inside and (label or only_if):
            yield Heading(label, depth, only_if)
        yield from inside

    def _said(self, part: Part, said: frozenset[Field]) -> frozenset[Field]:
        return said if part.field is None else said | {part.field, *part.field.ancestors()}

    def _repeat(self, part: Part, depth: int, said: frozenset[Field]) -> Iterator[Item]:
        of = part.field
        assert of is not None
        inside = tuple(self._items(part.parts, depth + 1, self._said(part, said)))
        if not inside:
            return
        label, only_if = self.writer.plain(of.label, of), self._only_if(of, said)
        counts = self.wording.printed(of.count.reads) if of.count else ()
        questions = tuple(each for each in inside if isinstance(each, Question) and each.space not in WIDE)
        if len(questions) == len(inside) <= MOST_COLUMNS:
            yield Table(of.path, label, self.rows, questions, only_if, counts)
        else:
            yield Block(of.path, label, self.rows, inside, only_if, counts)


def is_note(of: Field) -> bool:
    """Whether it is only shown, never answered."""
    return of.readonly is not None and literal(of.readonly.tree) == "true"


def is_shown(of: Field) -> bool:
    """`label` draws the head of a table on a screen, and asks nothing."""
    return of.control != "none" and "label" not in of.appearance.split()


def _questions(parts: Sequence[Part]) -> Iterator[Field]:
    for part in parts:
        if part.kind == "question" and part.field is not None:
            yield part.field
        yield from _questions(part.parts)


def _texts(items: Sequence[Item]) -> Iterator[Note | Question]:
    for each in items:
        if isinstance(each, Note | Question):
            yield each
        elif not isinstance(each, Heading):
            yield from _texts(each.items if isinstance(each, Block) else each.questions)


def _letters(place: int) -> str:
    """A to Z, then AA, AB…"""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)

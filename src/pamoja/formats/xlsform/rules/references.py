"""References: `${name}` that is written wrongly or names nothing, and triggers that are not lists of them."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from ..choice_lists import loose
from ..grid import Book, Sheet, clean
from ..names import REFERENCE, all_names, renamed, survey_lines
from ..outline import Kind, Line
from .base import Defect, at_cell, cells, replaced
from .cell_texts import known_columns

OPEN = re.compile(r"\$\{\s*((?:last-saved#)?[\w.\-]+)(?![\w.\-])(?!\s*\})")
BROKEN = (
    re.compile(r"\{\$\s*([\w.\-]+)\s*\}"),
    re.compile(r"\$\s+\{\s*([\w.\-]+)\s*\}"),
    re.compile(r"\$\{\s*(?:\$?\{\s*)?((?:last-saved#)?[\w.\-]+)\s*\}"),
    re.compile(r"\$\(\s*([\w.\-]+)\s*\)"),
)
# Names that pyxform adds itself and that expressions may use.
OWN = {"instanceID", "instanceName", "audit"}


def _reading_sheets(book: Book) -> Iterator[tuple[Sheet, list[int]]]:
    for key in ("survey", "settings", "entities", "choices"):
        sheet = book.sheet(key)
        if sheet:
            skipped = {i for t in ("type", "name", "trigger", "list name", "list_name") for i in sheet.columns(t)}
            columns = range(sheet.width) if key != "choices" else sheet.columns("label")
            yield sheet, [c for c in columns if c not in skipped]


def malformed_references(book: Book) -> Iterator[Defect]:
    """Find references whose braces or spaces are wrong."""
    found = survey_lines(book)
    names = all_names(found[1]) | OWN if found else set()
    for sheet, columns in _reading_sheets(book):
        for row, column, text in cells(sheet, columns):
            if "$" in text:
                fixed = _mended(text, names)
                if fixed != text:
                    reason = (
                        "A reference to another question is written “${name}”, without spaces and with both braces."
                    )
                    yield replaced("xlsform.malformed-reference", sheet, (row, column), fixed, reason)


def _mended(text: str, names: set[str]) -> str:
    """Write every reference to a known name properly; what names nothing known stays as it is."""

    def one(match: re.Match[str]) -> str:
        return f"${{{match[1]}}}" if match[1].split("#")[-1] in names else match[0]

    for pattern in (*BROKEN, OPEN):
        text = pattern.sub(one, text)
    return text


def unknown_references(book: Book) -> Iterator[Defect]:
    """Find references to questions that do not exist, or to a name that two rows have."""
    found = survey_lines(book)
    if found is None:
        return
    names = all_names(found[1]) | OWN
    for sheet, columns in _reading_sheets(book):
        read = set(known_columns(sheet))
        for row, column, text in cells(sheet, columns):
            if "${" in text:
                unknown = [m["name"] for m in REFERENCE.finditer(text) if m["name"] not in names]
                if unknown:
                    yield _unknown(sheet, (row, column), names, unknown, column in read)
    yield from _ambiguous(book, found[1])


def _unknown(sheet: Sheet, place: tuple[int, int], names: set[str], unknown: list[str], is_read: bool) -> Defect:
    text = sheet.rows[place[0]].at(place[1])
    shown = ", ".join(f"“{name}”" for name in dict.fromkeys(unknown))
    if not is_read:
        reason = f"This column is for notes, but mentions {shown} as if it were a question, which stops the converter."
        fixed = REFERENCE.sub(lambda m: m[0] if m["name"] in names else f"{{{m['name']}}}", text)
        return replaced("xlsform.reference-in-notes", sheet, place, fixed, reason)
    alike = {name: [n for n in names if loose(n) == loose(name)] for name in unknown}
    if all(len(found) == 1 for found in alike.values()):
        fixed = renamed(text, {name: found[0] for name, found in alike.items()})
        reason = f"No question is called {shown}; one has the same name in another spelling."
        return replaced("xlsform.unknown-reference", sheet, place, fixed, reason)
    near = get_close_matches(unknown[0], names, 1, 0.75)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    return at_cell("xlsform.unknown-reference", sheet, place, f"No question is called {shown}.{hint}")


def _ambiguous(book: Book, lines: list[Line]) -> Iterator[Defect]:
    rows: dict[str, int] = {}
    for line in lines:
        if line.name and line.kind in (Kind.QUESTION, Kind.BEGIN):
            rows[line.name] = rows.get(line.name, 0) + 1
    for sheet, columns in _reading_sheets(book):
        for row, column, text in cells(sheet, columns) if any(n > 1 for n in rows.values()) else ():
            twice = [m["name"] for m in REFERENCE.finditer(text) if rows.get(m["name"], 0) > 1]
            if twice:
                reason = f"“{twice[0]}” is the name of {rows[twice[0]]} rows; only a person can say which one is meant."
                yield at_cell("xlsform.ambiguous-reference", sheet, (row, column), reason)


def triggers(book: Book) -> Iterator[Defect]:
    """Find triggers that are not a list of questions with commas."""
    found = survey_lines(book)
    if found is None:
        return
    survey, lines = found
    column = survey.column("trigger")
    questions = {line.name for line in lines if line.kind is Kind.QUESTION and line.name}
    for row, place, text in cells(survey, [column] if column is not None else []):
        good = _trigger(text, questions)
        if good is None:
            reason = "A trigger names the questions that set it off, as ${name}; this one names no question."
            yield at_cell("xlsform.trigger", survey, (row, place), reason)
        elif good != text:
            reason = "A trigger is a list of questions with commas between them; any of them sets it off."
            yield replaced("xlsform.trigger", survey, (row, place), good, reason)


def _trigger(text: str, questions: set[str]) -> str | None:
    names = [m["name"] for m in REFERENCE.finditer(text)]
    if not names:
        names = [part for part in re.split(r"[\s,;]+|\bor\b|\band\b", clean(text)) if part]
    exact = [n if n in questions else next((q for q in questions if loose(q) == loose(n)), None) for n in names]
    if not exact or None in exact:
        return None
    wanted = ",".join(f"${{{name}}}" for name in dict.fromkeys(exact))
    return text if text.replace(" ", "") == wanted else wanted


REFERENCE_RULES = (malformed_references, unknown_references, triggers)

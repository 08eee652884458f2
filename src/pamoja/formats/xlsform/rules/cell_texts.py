"""What must not stand in a cell: Excel errors, characters that no form can carry, typographer's quotes."""

import re
from collections.abc import Iterator

from ..contracts import Finding, Severity
from ..grid import Book, Sheet, clean
from ..headers import is_known
from ..vocabulary import ERRORS
from .base import Defect, at_cell, cells, expression_columns, replaced
from .header_rows import INVISIBLE, form_sheets

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPED = re.compile(r"_x00[01][0-9A-Fa-f]_")
QUOTES = str.maketrans(
    {
        **dict.fromkeys("\u201e\u201f\u00ab\u00bb\uff02\u201c\u201d", '"'),
        **dict.fromkeys("\u201a\u201b\uff07\u2018\u2019", "'"),
    }
)
LITERAL = re.compile(r"""("[^"]*"|'[^']*')""")
SIGNS = {"\u2265": ">=", "\u2264": "<=", "\u2260": "!=", "\u2013": "-", "\u2212": "-", "\u00a0": " "}
TEXTS = ("label", "hint", "guidance_hint")


def known_columns(sheet: Sheet) -> list[int]:
    """Return the columns that the form reads."""
    return [i for i, header in enumerate(sheet.rows[0].cells) if header and is_known(header, sheet.key)]


def excel_errors(book: Book) -> Iterator[Defect]:
    """Find cells whose formula failed in Excel: what they meant is lost."""
    for sheet in form_sheets(book):
        for row, column, text in cells(sheet, known_columns(sheet)):
            if any(error in text for error in ERRORS):
                is_shown = sheet.tokens[column][0] in TEXTS
                reason = "Excel could not compute this cell, so what it should say is lost. Correct it in Excel."
                severity = Severity.WARNING if is_shown else Severity.ERROR
                yield at_cell("xlsform.excel-error", sheet, (row, column), reason, severity=severity)


def uncomputed_formulas(book: Book) -> Iterator[Defect]:
    """Find formulas without a stored value; they are never computed here."""
    for sheet in form_sheets(book):
        known = set(known_columns(sheet))
        for number, column in sorted(sheet.uncomputed):
            if column in known:
                cell = f"{sheet.letter(column)}{number}"
                reason = "This cell holds a formula whose result was not saved. Open the file in Excel and save it."
                yield Defect(Finding("xlsform.formula-without-value", sheet.title, cell, "", reason))


def illegal_characters(book: Book) -> Iterator[Defect]:
    """Find control characters, which XML cannot contain."""
    for sheet in form_sheets(book):
        for row, column, text in cells(sheet, range(sheet.width)):
            if ILLEGAL.search(text):
                reason = "The cell contains a control character that no form can carry."
                yield replaced("xlsform.control-character", sheet, (row, column), ILLEGAL.sub("", text), reason)


def escaped_characters(book: Book) -> Iterator[Defect]:
    """Find the marks that Excel writes for what it could not store, such as “_x000D_” for a line end."""
    for sheet in form_sheets(book):
        for row, column, text in cells(sheet, range(sheet.width)):
            if ESCAPED.search(text):
                reason = "The cell shows a mark that Excel left in place of a line end or a hidden character."
                fixed = ESCAPED.sub("", text).strip()
                yield replaced("xlsform.escaped-character", sheet, (row, column), fixed, reason, Severity.WARNING)


def hidden_characters(book: Book) -> Iterator[Defect]:
    """Find invisible characters and stray spaces where a machine reads the text."""
    for sheet in form_sheets(book):
        for row, column, text in cells(sheet, _machine_columns(sheet)):
            tidy = clean(INVISIBLE.sub("", text)) if INVISIBLE.search(text) or "\u00a0" in text else text.strip()
            if tidy != text:
                reason = "The cell contains invisible characters, so it does not match what it should."
                yield replaced("xlsform.hidden-character", sheet, (row, column), tidy, reason)


def _machine_columns(sheet: Sheet) -> list[int]:
    names = [i for t in ("type", "name", "list name", "trigger", "parameters") for i in sheet.columns(t)]
    return names + (expression_columns(sheet) if sheet.key == "survey" else [])


def fancy_quotes(book: Book) -> Iterator[Defect]:
    """Find typographic quotes and signs in expressions, which phones do not understand."""
    survey = book.sheet("survey")
    if survey is None:
        return
    for row, column, text in cells(survey, [c for c in expression_columns(survey) if survey.tokens[c] != ("default",)]):
        plain = _plain(text)
        if plain != text:
            reason = "The expression contains typographic quotes or signs, which phones do not understand."
            yield replaced("xlsform.fancy-quotes", survey, (row, column), plain, reason, Severity.WARNING)


def _plain(text: str) -> str:
    parts = LITERAL.split(text.translate(QUOTES))
    return "".join(part if i % 2 else _signs(part) for i, part in enumerate(parts))


def _signs(text: str) -> str:
    for sign, plain in SIGNS.items():
        text = text.replace(sign, plain)
    return text


CELL_RULES = (
    illegal_characters,
    escaped_characters,
    excel_errors,
    uncomputed_formulas,
    hidden_characters,
    fancy_quotes,
)

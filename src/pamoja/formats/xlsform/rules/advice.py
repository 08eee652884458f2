"""What converts, but does not do what its author meant: advice, never an obstacle."""

import re
from collections.abc import Iterator

from lxml import etree

from ..bridge import MAX_BLANK_ROWS
from ..choice_lists import loose
from ..contracts import Severity
from ..grid import Book, Sheet
from ..names import REFERENCE
from .base import Defect, at_cell, cells, expression_columns, replaced
from .header_rows import form_sheets

LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")


def lost_rows(book: Book) -> Iterator[Defect]:
    """Find rows so far below the others that they are not read."""
    for sheet in form_sheets(book):
        blank = 0
        for index, row in enumerate(sheet.rows):
            blank = blank + 1 if row.is_blank else 0
            if blank > MAX_BLANK_ROWS:
                rest = next((i for i, r in enumerate(sheet.rows[index:], index) if not r.is_blank), None)
                if rest is not None:
                    reason = "More than 60 empty rows stand above this one, so it and what follows is not read."
                    place = (rest, 0)
                    yield at_cell("xlsform.rows-after-gap", sheet, place, reason, severity=Severity.WARNING)
                break


def unreadable_expressions(book: Book) -> Iterator[Defect]:
    """Find expressions with an open bracket or quote, or that are no XPath: phones would refuse to open the form."""
    survey = book.sheet("survey")
    if survey is None:
        return
    columns = [c for c in expression_columns(survey) if survey.tokens[c] != ("default",)]
    for row, column, text in cells(survey, columns):
        bare = LITERAL.sub("", text)
        place = (row, column)
        if "'" in bare or '"' in bare or bare.count("(") != bare.count(")"):
            reason = "A bracket or a quotation mark in this expression is not closed; phones may refuse the form."
            yield at_cell("xlsform.unbalanced-expression", survey, place, reason, severity=Severity.WARNING)
        elif not _is_xpath(text):
            reason = (
                "This expression has a sign too many or too few, or in the wrong place; phones may refuse the form."
            )
            yield at_cell("xlsform.unreadable-expression", survey, place, reason, severity=Severity.WARNING)


def _is_xpath(text: str) -> bool:
    try:
        etree.XPath(REFERENCE.sub("/x", text))
    except etree.XPathSyntaxError:
        return False
    return True


def default_language(book: Book) -> Iterator[Defect]:
    """Find a default language in which no label is written: the form would open with empty labels."""
    sheet = book.sheet("settings")
    survey = book.sheet("survey")
    column = sheet.column("default_language") if sheet else None
    if sheet is None or survey is None or column is None or len(sheet.rows) < 2:
        return
    labels = [survey.tokens[c] for c in survey.columns("label")]
    languages = [token[1] for token in labels if len(token) == 2]
    named = sheet.rows[1].at(column)
    if named and languages and len(languages) == len(labels) and named not in languages:
        yield _language(sheet, column, languages)


def _language(sheet: Sheet, column: int, languages: list[str]) -> Defect:
    named = sheet.rows[1].at(column)
    known = ", ".join(f"“{language}”" for language in languages)
    reason = f"No label is written in the default language; the languages are {known}. The form opens empty."
    alike = [lang for lang in languages if loose(lang.split("(")[0]) == loose(named.split("(")[0])]
    code = "xlsform.default-language"
    if len(alike) == 1:
        return replaced(code, sheet, (1, column), alike[0], reason, Severity.WARNING)
    return at_cell(code, sheet, (1, column), reason, severity=Severity.WARNING)


ADVICE = (lost_rows, unreadable_expressions, default_language)

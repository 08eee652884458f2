"""What the doctor found, in the language of the page.

The doctor speaks English with every detail; for another language there is one sentence for each code, with what
stands in the cell. A code without a sentence keeps the doctor's words.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

REASONS: Mapping[str, Promise] = {
    "xform.unreadable": _("The file is no XForm that phones can read."),
    "xlsform.ambiguous-reference": _("Two questions have the name that is meant here."),
    "xlsform.attribute-name": _("The name of this attribute is not possible."),
    "xlsform.audit-name": _("An audit question must be called “audit”."),
    "xlsform.choice-name-space": _("A choice of a question with several answers may have no space in its name."),
    "xlsform.choice-without-list": _("The choice belongs to no list."),
    "xlsform.circular-expression": _("Expressions wait for each other."),
    "xlsform.control-character": _("The cell holds a sign that no form may contain."),
    "xlsform.default-language": _("No label is written in the default language, so the form would open empty."),
    "xlsform.duplicate-choice-name": _("The list has a choice of this name already."),
    "xlsform.duplicate-header": _("Two columns mean the same."),
    "xlsform.duplicate-name": _("The group has a question of this name already."),
    "xlsform.empty-choice": _("The choice has neither a name nor a label."),
    "xlsform.empty-survey": _("The survey sheet holds no question."),
    "xlsform.escaped-character": _(
        "The cell shows a mark that Excel left in place of a line end or a hidden character."
    ),
    "xlsform.excel-error": _("The cell holds an error of the spreadsheet program."),
    "xlsform.fancy-quotes": _("The expression has typographic quotes or signs, which phones do not understand."),
    "xlsform.file-without-extension": _("The name of the file has no ending."),
    "xlsform.foreign-function": _("Only one program understands this function as it is called here."),
    "xlsform.formula-without-value": _("The cell holds a formula whose result was not saved."),
    "xlsform.header-not-first": _("The header is not in the first row."),
    "xlsform.header-parts": _("The header names more than one language."),
    "xlsform.hidden-character": _("The cell holds a sign that nobody can see."),
    "xlsform.hidden-trigger": _("A computed value cannot set off a trigger."),
    "xlsform.invalid-name": _("A name may have letters, digits, “_”, “-” and “.”, and begins with a letter or “_”."),
    "xlsform.kobo-matrix": _("Only one program knows this kind of table of questions."),
    "xlsform.kobo-type": _("Only one program knows this type of question."),
    "xlsform.list-like-file": _("The list has the name of a file that the form uses."),
    "xlsform.list-name": _("The name of the list is not possible."),
    "xlsform.malformed-reference": _("A name of a question is written as ${name}."),
    "xlsform.misspelt-header": _("No column has this name; another one was meant."),
    "xlsform.missing-calculation": _("The calculation is missing."),
    "xlsform.missing-choice-name": _("The choice has no name."),
    "xlsform.missing-column": _("A column that every form needs is missing."),
    "xlsform.missing-end": _("A group or repeat begins here and never ends."),
    "xlsform.missing-label": _("The question has no label and no hint, so nobody could see what it asks."),
    "xlsform.missing-list": _("The list of choices is not on the choices sheet."),
    "xlsform.missing-name": _("The question has no name."),
    "xlsform.missing-type": _("The row has no type."),
    "xlsform.no-survey-sheet": _("The workbook has no sheet called “survey”."),
    "xlsform.not-a-workbook": _("The file is no workbook that can be read."),
    "xlsform.parameters": _("The parameters of the question are not possible."),
    "xlsform.reference-in-notes": _("A column for notes mentions a question that the form does not have."),
    "xlsform.refused-by-converter": _("The form cannot be converted because of this row."),
    "xlsform.reserved-attribute": _("The converter keeps the name of this attribute for itself."),
    "xlsform.reserved-name": _("The name is kept for the form's own records, such as its instance ID."),
    "xlsform.root-name": _("The name of the form's root is not possible."),
    "xlsform.rows-after-gap": _("Rows after a long gap would be lost."),
    "xlsform.select-without-list": _("The question names no list of choices."),
    "xlsform.setting-name": _("No setting has this name."),
    "xlsform.settings-row": _("Settings stand in the second row."),
    "xlsform.sheet-name": _("No sheet has this name; another one was meant."),
    "xlsform.single-colon": _("One colon is not read where two are meant, so the whole column would be lost."),
    "xlsform.stray-end": _("A group or repeat ends here that never began."),
    "xlsform.too-large": _("The workbook is too large."),
    "xlsform.trigger": _("A trigger is a list of questions with commas between them."),
    "xlsform.unbalanced-expression": _("A bracket or quote of the expression is missing."),
    "xlsform.unreadable-expression": _("The expression cannot be understood."),
    "xlsform.undeclared-prefix": _("The prefix of this header is not declared."),
    "xlsform.unknown-reference": _("No question has the name that the expression uses."),
    "xlsform.unknown-type": _("No question has this type."),
    "xlsform.untidy-header": _("The header is not written as the form needs it."),
    "xlsform.web-signs": _("The expression has signs as a web page writes them, which no phone can read."),
    "xlsform.wrong-end": _("The end does not fit to what began last."),
}
REPAIRS: Mapping[str, Promise] = {
    "xlsform.duplicate-choice-name": _("Allow choices of one name in the settings."),
    "xlsform.duplicate-header": _("Take this column for another language and keep both."),
    "xlsform.missing-label": _("Show the question's name until somebody writes a label."),
    "xlsform.reserved-attribute": _("Keep the value in a new column."),
}
# The doctor's own sentences, each the same under whatever code; `text` is what it quotes.
SENTENCES = (
    gettext_noop("Write “%(text)s” instead."),
    gettext_noop("Write “%(text)s”."),
    gettext_noop("Empty the cell."),
    gettext_noop("Remove the row."),
    gettext_noop("Move them up."),
    gettext_noop("Show the text as a note."),
    gettext_noop("Name it “%(text)s”."),
    gettext_noop("Name it “%(text)s”, also in every expression that uses it."),
    gettext_noop("Call it “%(text)s”."),
    gettext_noop("Call it “%(text)s”, also in the expressions that compare with it."),
    gettext_noop("Call the list “%(text)s”."),
    gettext_noop("Call the list “%(text)s” on both sheets."),
    gettext_noop("Add the list with “Yes” and “No”."),
    gettext_noop("Call the root element “%(text)s” in the settings."),
    gettext_noop("Name the sheet “%(text)s”."),
    gettext_noop("Remove the rows above the headers."),
    gettext_noop("Merge the two columns “%(text)s”, which never differ."),
    gettext_noop("Use the first column; keep this one under the name “%(text)s”, which the form does not read."),
    gettext_noop("Close it in a new row above row %(text)s."),
    gettext_noop("Close it after the last question: it governs nothing, it only shows questions together."),
    gettext_noop("Compute the constant %(text)s, which is what the form stored before."),
    gettext_noop("Ask its questions once for each choice of the list “%(text)s”, as KoboToolbox does."),
    gettext_noop("Write it as a group of questions with one answer from the list “%(text)s”."),
)
# What may stand at the end of a reason, and is of use in every language.
HINTS = (
    gettext_noop("Did you mean “%(text)s”?"),
    gettext_noop("The lists there are: %(text)s"),
    gettext_noop("%(count)s more of its choices are doubled: %(text)s"),
)


def _pattern(sentence: str, end: str = "") -> re.Pattern[str]:
    open_ended = re.escape(sentence).replace(re.escape("%(text)s"), "(?P<text>.*)")
    return re.compile(open_ended.replace(re.escape("%(count)s"), r"(?P<count>\d+)") + end, re.DOTALL)


PATTERNS = tuple((_pattern(sentence), sentence) for sentence in SENTENCES)
HINT_PATTERNS = tuple((_pattern(sentence, "$"), sentence) for sentence in HINTS)


def in_words(finding: Mapping[str, Any]) -> dict[str, Any]:
    """A kept finding with its `reason` and `repair` in the language of the page."""
    if (get_language() or "en").startswith("en"):
        return dict(finding)
    sentence = REASONS.get(finding["code"])
    reason = f"{sentence}{_hint(finding['reason'])}" if sentence else finding["reason"]
    return {**finding, "reason": reason, "repair": _repair(finding)}


def _hint(reason: str) -> str:
    for pattern, sentence in HINT_PATTERNS:
        if match := pattern.search(reason):
            return " " + gettext(sentence) % match.groupdict()
    return ""


def _repair(finding: Mapping[str, Any]) -> str | None:
    repair = finding["repair"]
    if not repair:
        return None
    for pattern, sentence in PATTERNS:
        if match := pattern.fullmatch(repair):
            return gettext(sentence) % match.groupdict()
    return str(REPAIRS.get(finding["code"], repair))

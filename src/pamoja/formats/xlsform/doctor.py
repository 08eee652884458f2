"""The three acts of the doctor: examine, repair, convert. The original bytes stay untouched."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from . import bridge, locating, reading, writing
from .contracts import (
    MAX_FINDINGS_PER_CODE,
    Change,
    Converted,
    Examination,
    Finding,
    Outcome,
    Repaired,
    Severity,
    XlsFormRefused,
)
from .grid import Book, apply
from .outline import count_questions
from .recording import changes_of
from .rules import CONTENT_RULES, LAYOUT_RULES
from .rules.base import Defect

# Each round repairs what pyxform stopped at; a form needs one or two.
MAX_ROUNDS = 25
# What pyxform converts and no client can open: repairing it is no advice.
NEVER_SOFTENED = frozenset({"xlsform.foreign-function", "xlsform.web-signs"})
Wanted = Callable[[Finding], bool]


@dataclass(frozen=True, slots=True)
class _Diagnosis:
    """`original` is the form as the file gives it, `result` after the repairs; None where there is none."""

    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    book: Book
    original: Converted | None
    result: Converted | None
    questions: int


def examine(content: bytes, filename: str) -> Examination:
    """Say whether the workbook gives a form as it is, after repairs, or not, and list every defect."""
    try:
        book = reading.read(content, filename)
    except XlsFormRefused as refusal:
        return Examination(Outcome.REFUSED, refusal.findings)
    found = _diagnose(book)
    outcome = _outcome(found)
    return Examination(outcome, found.findings, found.questions, found.original if outcome is Outcome.CLEAN else None)


def repair(content: bytes, filename: str, chosen: Collection[Finding] | None = None) -> Repaired:
    """Repair what can be repaired (only these findings of `examine`, if given) into a new .xlsx workbook.

    What was not chosen stays as it is, and so does what shows up because of that. Raises XlsFormRefused when the file
    cannot be read at all.
    """
    book = reading.read(content, filename)
    wanted = _choice(chosen)
    found = _diagnose(book, wanted)
    left = tuple(f for f in found.findings if not (f.repair and wanted(f)))
    converted = None if any(f.severity is Severity.ERROR for f in left) else found.result
    return Repaired(writing.write(found.book), f"{book.stem}.xlsx", found.changes, left, converted)


def convert(content: bytes, filename: str) -> Converted:
    """Convert a workbook to an XForm as it stands, without repairs.

    Raises XlsFormRefused with located findings; the repairable ones carry their repair in words.
    """
    book = reading.read(content, filename)
    found = _diagnose(book)
    errors = tuple(f for f in found.findings if f.severity is Severity.ERROR)
    if errors:
        raise XlsFormRefused(errors)
    assert found.original is not None  # no error finding means that this very book converted
    return found.original


def _choice(chosen: Collection[Finding] | None) -> Wanted:
    """Findings are known by all but their severity, which depends on what else is wrong."""
    if chosen is None:
        return _every
    known = {replace(each, severity=Severity.ERROR) for each in chosen}
    return lambda finding: replace(finding, severity=Severity.ERROR) in known


def _every(_finding: Finding) -> bool:
    return True


def _outcome(found: _Diagnosis) -> Outcome:
    errors = [f for f in found.findings if f.severity is Severity.ERROR]
    if not errors:
        return Outcome.CLEAN
    is_repairable = found.result is not None and all(f.repair for f in errors)
    return Outcome.REPAIRABLE if is_repairable else Outcome.REFUSED


def _diagnose(book: Book, wanted: Wanted = _every) -> _Diagnosis:
    first = bridge.attempt(book)
    original = first if isinstance(first, Converted) else None
    findings: list[Finding] = []
    changes: list[Change] = []
    draft = book
    for rule in LAYOUT_RULES:
        draft = _treat(draft, rule(draft), wanted, findings, changes)
    questions = count_questions(draft.sheet("survey"))
    for rule in CONTENT_RULES:
        draft = _treat(draft, rule(draft), wanted, findings, changes)
    if original is None:
        draft, result = _finish(draft, wanted, findings, changes)
        return _Diagnosis(_limited(_hardened(findings)), tuple(changes), draft, None, result, questions)
    softened = _limited(_softened(f) for f in findings)
    after = bridge.attempt(draft) if draft is not book else first
    if isinstance(after, Converted):
        return _Diagnosis(softened, tuple(changes), draft, original, after, questions)
    # The form was sound, so repairs that break it are no repairs.
    return _Diagnosis(softened, (), book, original, original, questions)


def _treat(
    draft: Book,
    defects: Iterable[Defect],
    wanted: Wanted,
    findings: list[Finding],
    changes: list[Change],
) -> Book:
    found = list(defects)
    findings.extend(d.finding for d in found)
    treated = [d for d in found if d.edits and wanted(d.finding)]
    if not treated:
        return draft
    changes.extend(changes_of(draft, treated))
    return apply(draft, [edit for d in treated for edit in d.edits])


def _finish(
    draft: Book, wanted: Wanted, findings: list[Finding], changes: list[Change]
) -> tuple[Book, Converted | None]:
    for _ in range(MAX_ROUNDS):
        result = bridge.attempt(draft)
        if isinstance(result, Converted):
            return draft, result
        if any(_remains(f, wanted) for f in findings):
            return draft, None  # what stopped pyxform has been said already, better than it says it
        defects = locating.locate(result, draft)
        treated = _treat(draft, defects, wanted, findings, changes)
        if treated is draft:
            return draft, None
        draft = treated
    return draft, None


def _remains(finding: Finding, wanted: Wanted) -> bool:
    return finding.severity is Severity.ERROR and not (finding.repair and wanted(finding))


def _softened(finding: Finding) -> Finding:
    """A repairable defect of a form that converts anyway is advice, not an obstacle."""
    is_advice = finding.repair and finding.code not in NEVER_SOFTENED
    return replace(finding, severity=Severity.WARNING) if is_advice else finding


def _hardened(findings: list[Finding]) -> list[Finding]:
    """Where advice alone made a broken form whole, the advice was the obstacle."""
    if any(f.severity is Severity.ERROR for f in findings):
        return findings
    return [replace(f, severity=Severity.ERROR) if f.repair else f for f in findings]


def _limited(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    seen: Counter[str] = Counter()
    kept = []
    for finding in dict.fromkeys(findings):
        seen[finding.code] += 1
        if seen[finding.code] <= MAX_FINDINGS_PER_CODE:
            kept.append(finding)
    return tuple(kept)

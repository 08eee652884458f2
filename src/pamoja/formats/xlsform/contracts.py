"""What crosses the boundary of the XLSForm doctor: findings, changes, results and limits."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_BYTES: Final = 20 * 1024 * 1024
# A spreadsheet is a zip file: these two bound what it may unpack to.
MAX_UNPACKED_BYTES: Final = 200 * 1024 * 1024
MAX_PARTS: Final = 2_000
MAX_SHEETS: Final = 100
MAX_COLUMNS: Final = 400
MAX_ROWS: Final = 60_000
# What Excel itself can store in one cell.
MAX_CELL_CHARACTERS: Final = 32_767
# One conversion of a 500-question form takes about half a second; this bounds the search for a culprit.
MAX_BISECT_ATTEMPTS: Final = 40
MAX_FINDINGS_PER_CODE: Final = 500

WHOLE_FILE: Final = "(whole file)"


class Severity(StrEnum):
    """ERROR: the form cannot be used as it is. WARNING: it can, but somebody should look."""

    ERROR = "error"
    WARNING = "warning"


class Outcome(StrEnum):
    """What can be done with the workbook."""

    CLEAN = "clean"
    REPAIRABLE = "repairable"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect, with the place where a person finds it.

    `cell` is in A1 notation as the file was given: a cell (`C14`), a row (`A14:H14`) or a column (`C:C`).
    `repair` says in words what `repair()` would do, and is None when only a person can decide.
    """

    code: str
    sheet: str
    cell: str
    value: str
    reason: str
    repair: str | None = None
    severity: Severity = Severity.ERROR

    @property
    def is_located(self) -> bool:
        """Tell whether a person can find the place and knows what is wrong there."""
        return bool(self.sheet and self.cell and self.reason)


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that a repair changed; `cell` is where it stood in the original workbook."""

    code: str
    sheet: str
    cell: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Converted:
    """An XForm. `itemsets` is the CSV of external choices that goes to devices as `itemsets.csv`."""

    xml: str
    form_id: str
    version: str
    title: str
    itemsets: str | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examination:
    """The doctor's report. `questions` counts the rows of the survey that collect or show something.

    `converted` is the form of a clean workbook.
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    questions: int = 0
    converted: Converted | None = None

    @property
    def is_importable(self) -> bool:
        """Tell whether the workbook gives a form, as it is or after its repairs."""
        return self.outcome is not Outcome.REFUSED


@dataclass(frozen=True, slots=True)
class Repaired:
    """A new workbook (.xlsx) beside the untouched original; `findings` are those that remain.

    `converted` is its form, unless an error remains.
    """

    content: bytes
    filename: str
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    converted: Converted | None


class XlsFormRefused(Exception):
    """No XForm can be made from this workbook; every finding is located."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        first = findings[0] if findings else None
        super().__init__(f"{first.sheet}!{first.cell}: {first.reason}" if first else "refused")

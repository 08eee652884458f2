"""XLSForm: examine a workbook, repair what can be repaired, convert it to an XForm.

The doctor stands in front of pyxform, which reads the same files but often stops at the first defect without
saying where it is. Here every defect has a sheet, a cell, a reason in plain words and, where the meaning is
certain, a repair. Sources: https://xlsform.org/en/ref-table/ and the pyxform documentation.
"""

from .contracts import (
    Change,
    Converted,
    Examination,
    Finding,
    Outcome,
    Repaired,
    Severity,
    XlsFormRefused,
)
from .doctor import convert, examine, repair

__all__ = [
    "Change",
    "Converted",
    "Examination",
    "Finding",
    "Outcome",
    "Repaired",
    "Severity",
    "XlsFormRefused",
    "convert",
    "examine",
    "repair",
]

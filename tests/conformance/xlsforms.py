"""Replay a folder of XLSForms: each is imported, repaired, or refused with every finding located.

    python -m tests.conformance.xlsforms [--cases DIR]

A repaired workbook is converted again by pyxform itself, from its bytes, and its XML parsed; every row that
was a question must still be one, and each must be a node of the XForm.
"""

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import defusedxml.ElementTree as SafeXml
from pyxform.xls2xform import convert as pyxform_convert

from pamoja.formats import xlsform
from pamoja.formats.xlsform.outline import Kind, outline
from pamoja.formats.xlsform.reading import read

from ._runner import cases_folder, finish, main

SUITE = "forms/xlsforms"
SUFFIXES = {".xls", ".xlsx", ".xlsm", ".csv", ".md"}
META = ("audit",)


def run(argv: Sequence[str] | None = None) -> int:
    """Replay the suite and return the exit code."""
    folder = cases_folder(SUITE, __doc__ or "", argv)
    if folder is None:
        return 0
    counts: Counter[str] = Counter()
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)
    for path in files:
        counts[_replay(path, path.relative_to(folder).as_posix())] += 1
    print(", ".join(f"{counts[k]} {k}" for k in ("imported", "repaired", "refused")))
    return finish(len(files) - counts["failed"], counts["failed"])


def _replay(path: Path, name: str) -> str:
    start = time.monotonic()
    try:
        outcome, lines = judge(path.read_bytes(), path.name)
    except Exception as error:  # the doctor must never raise: whatever it raises is a failed case
        outcome, lines = "failed", [f"{type(error).__name__}: {error}"]
    print(f"{name}: {outcome} ({time.monotonic() - start:.1f} s)")
    for line in lines:
        print(f"    {line}")
    return outcome


def judge(content: bytes, filename: str) -> tuple[str, list[str]]:
    """Return the outcome of one file and what there is to say about it."""
    report = xlsform.examine(content, filename)
    lines = [_line(f) for f in report.findings if f.severity == "error"]
    unlocated = [line for line, f in zip(lines, report.findings, strict=False) if not f.is_located]
    if unlocated:
        return "failed", ["a finding is not located:", *unlocated]
    if report.outcome is xlsform.Outcome.CLEAN:
        SafeXml.fromstring(xlsform.convert(content, filename).xml)
        return "imported", []
    if report.outcome is xlsform.Outcome.REFUSED:
        return ("refused", lines) if lines else ("failed", ["refused without a finding"])
    problems = _problems_of_repair(content, filename, report.questions)
    return ("failed", problems) if problems else ("repaired", _summary(report))


def _problems_of_repair(content: bytes, filename: str, before: int) -> list[str]:
    repaired = xlsform.repair(content, filename)
    ours = xlsform.convert(repaired.content, repaired.filename)
    theirs = SafeXml.fromstring(pyxform_convert(repaired.content).xform)
    SafeXml.fromstring(ours.xml)
    after = _questions(repaired.content, repaired.filename)
    nodes = {element.tag.rpartition("}")[2] for element in theirs.iter()}
    lost = [name for name in after if name and name not in nodes]
    problems = [f"not in the XForm: {name}" for name in lost]
    is_expanded = any(change.code == "xlsform.kobo-matrix" for change in repaired.changes)
    if before != len(after) and not (is_expanded and before < len(after)):
        problems.append(f"{before} questions became {len(after)}")
    return problems


def _questions(content: bytes, filename: str) -> list[str]:
    """Return the names of the rows that are questions."""
    survey = read(content, filename).sheet("survey")
    return [line.name for line in outline(survey) if line.kind is Kind.QUESTION] if survey else []


def _line(finding: xlsform.Finding) -> str:
    repair = f" -> {finding.repair}" if finding.repair else ""
    return f"{finding.code} {finding.sheet}!{finding.cell} “{finding.value[:60]}” {finding.reason}{repair}"


def _summary(report: xlsform.Examination) -> list[str]:
    errors = Counter(f.code for f in report.findings if f.severity == "error")
    return [", ".join(f"{code} x{count}" for code, count in sorted(errors.items()))]


if __name__ == "__main__":
    main(run)

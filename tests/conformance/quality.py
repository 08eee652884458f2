"""Find in raw records what field officers found: recall by check, and the flags that a record gets, side by side.

    python -m tests.conformance.quality [--cases DIR]

Every check runs with its defaults; only what somebody would say about any form is said: which question names the
collector and which the place. A line of the officers' log is found when a check flags the same question of the same
record; a line that names no question (a whole interview) when a flag of its own kind is on the record: too short for a
short interview, a duplicate for a duplicate, distance for a wrong place. Lines of the pilot name neither a question nor
a kind and are never found; nor is any distance, since the published records come without positions and audit logs. A
choice of many ("water_sources.borehole") is its question.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pamoja.engines.quality import Dataset, Flag, Question, Record, Target, run_checks
from pamoja.formats import xlsform
from pamoja.formats.xform import parse_xform
from pamoja.formats.xform.asked import questions_of

from ._runner import cases_folder, finish, main

SUITE = "forms/survey_data/impact_cleaningtools"
FORM = "xlsforms/impact_cleaningtools_household.xlsx"
ID, COLLECTOR, PLACE, STARTED, ENDED = "X_uuid", "enumerator_num", "neighbourhood", "X.U.FEFF.start", "end"
# Floors, not goals: a change that finds less, or asks people to look at more, must say why.
LEAST_FOUND, MOST_FLAGS = 520, 1.4
WHOLE = {
    "Survey completed in less than 25 min": {"too-short", "rushed-questions"},
    "duplicated": {"duplicate", "near-duplicate"},
    "Distance between surveyed point and target point is grater than 500 meter": {"far-from-target"},
}


Flagged = dict[tuple[str, str], list[Flag]]


@dataclass(frozen=True)
class Line:
    """One line of the officers' log."""

    record: str
    question: str
    issue: str


@dataclass(frozen=True)
class Outcome:
    """What was found of the log, by check, and all flags about records."""

    lines: Sequence[Line]
    found: Sequence[Line]
    by_check: Mapping[str, int]
    flags: Sequence[Flag]
    records: int

    @property
    def per_record(self) -> float:
        """The burden: flags about records, by record."""
        return len(self.flags) / self.records


def run(argv: Sequence[str] | None = None) -> int:
    """Print recall and burden and return the exit code."""
    folder = cases_folder(SUITE, __doc__ or "", argv)
    if folder is None:
        return 0
    outcome = judge(folder)
    _print(outcome)
    held = [len(outcome.found) >= LEAST_FOUND, outcome.per_record <= MOST_FLAGS]
    return finish(sum(held), len(held) - sum(held))


def judge(folder: Path) -> Outcome:
    """Run all checks on the raw records and hold them against the log."""
    data = dataset(folder)
    flags = [each for each in run_checks(data, {}) if each.subject == "record"]
    at: Flagged = defaultdict(list)
    for each in flags:
        at[each.record, each.question.rpartition("/")[2]].append(each)
    lines = read_log(folder / "cleaning_log.csv", {each.key.rpartition("/")[2] for each in data.questions})
    hits = [(line, _checks_that_find(line, at)) for line in lines]
    by_check = Counter(check for _line, checks in hits for check in checks)
    return Outcome(lines, [line for line, checks in hits if checks], by_check, flags, len(data.records))


def dataset(folder: Path) -> Dataset:
    """The raw records as the form's own questions type them."""
    form = xlsform.convert((folder.parents[1] / FORM).read_bytes(), FORM)
    schema = parse_xform(form.xml.encode())
    questions = tuple(_told_apart(each) for each in questions_of(schema.fields))
    records = tuple(_record(row, questions) for row in _rows(folder / "raw_data.csv"))
    frame = _rows(folder / "sample_frame.csv")
    return Dataset(questions, records, tuple(Target(r["Neighbourhood"], int(r["Total.no.of.HH"])) for r in frame))


def _told_apart(question: Question) -> Question:
    """What says who and where is no answer to compare."""
    return replace(question, is_asked=question.is_asked and question.key.rpartition("/")[2] not in (COLLECTOR, PLACE))


def read_log(path: Path, known: set[str]) -> list[Line]:
    """The log's lines with questions under the form's names."""
    return [Line(row[ID], _question(row["questions"], known), row["issue"]) for row in _rows(path)]


def _question(name: str, known: set[str]) -> str:
    """`water_sources.borehole` is a choice of `water_sources`."""
    return name if name in known else name.partition(".")[0]


def _checks_that_find(line: Line, at: Flagged) -> set[str]:
    if line.question:
        return {each.check for each in at.get((line.record, line.question), ())}
    codes = WHOLE.get(line.issue, set())
    return {
        each.check
        for (record, _q), flags in at.items()
        if record == line.record
        for each in flags
        if each.code in codes
    }


def _record(row: Mapping[str, str], questions: Sequence[Question]) -> Record:
    answers = {each.key: _typed(each, row.get(each.key.rpartition("/")[2], "")) for each in questions}
    return Record(
        id=row[ID],
        answers={key: value for key, value in answers.items() if value},
        collector=row[COLLECTOR],
        place=row[PLACE],
        started=datetime.fromisoformat(row[STARTED]),
        ended=datetime.fromisoformat(row[ENDED]),
    )


def _typed(question: Question, text: str) -> object:
    return text.split() if question.kind == "many" else text


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _print(outcome: Outcome) -> None:
    found, lines = Counter(each.issue for each in outcome.found), Counter(each.issue for each in outcome.lines)
    for issue, count in lines.most_common():
        print(f"{found[issue]:4} of {count:4}  {issue or '(no issue named)'}")
    print()
    burden = Counter(each.check for each in outcome.flags)
    for check, count in burden.most_common():
        hit = outcome.by_check.get(check, 0)
        print(f"{check}: {hit} lines of the log found, {count} flags ({count / outcome.records:.2f} a record)")
    print()
    share = 100 * len(outcome.found) / len(outcome.lines)
    print(f"found: {len(outcome.found)} of {len(outcome.lines)} lines ({share:.1f} %)")
    print(f"flags: {len(outcome.flags)} on {outcome.records} records ({outcome.per_record:.2f} a record)")


if __name__ == "__main__":
    main(run)

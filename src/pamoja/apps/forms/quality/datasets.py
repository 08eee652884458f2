"""The records of a form as checks take them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from pamoja.apps.forms.models import AnswerRow, Form, InterviewTiming, QualityPlan, Submission
from pamoja.apps.forms.quality.plans import targets_of
from pamoja.apps.forms.quality.rules import rules_of
from pamoja.apps.forms.seeing.answers import told_apart, with_version
from pamoja.apps.forms.seeing.columns import sender
from pamoja.apps.forms.seeing.questions import Question, Table
from pamoja.apps.forms.seeing.versions import read_tables
from pamoja.apps.forms.selectors import latest_version
from pamoja.engines.quality import Dataset, Record, Timing, as_text
from pamoja.formats.xform.asked import questions_of
from pamoja.formats.xform.model import ROOT_TABLE

# What the checks hold in memory at once: about 1 GB for a form of 350 questions. The newest are taken.
MOST_RECORDS = 50_000
CHUNK = 500
STARTED, ENDED = "timestamp start", "timestamp end"


@dataclass(frozen=True)
class About:
    """What is known of a record beside its answers."""

    collector: str
    place: str
    started: datetime | None
    ended: datetime | None


def live_records(form: Form) -> QuerySet[Submission]:
    """The records that count: neither tests nor deleted."""
    found: QuerySet[Submission] = Submission.objects.filter(form=form, is_test=False, deleted_at__isnull=True)
    return found


def datasets_of(plan: QualityPlan, records: QuerySet[Submission]) -> Iterator[tuple[Table, Dataset]]:
    """Each table of the form with the rows of these records that can be read; the records' own comes first."""
    version = latest_version(plan.form)
    tables = read_tables(plan.form, version) if version else ()
    keys = list(records.filter(sealed_file="").order_by("-pk").values_list("pk", flat=True)[:MOST_RECORDS])
    about: dict[int, About] = {}
    for table in tables:
        rows = [(row, told_apart(table.clashing, row.answers, row.version_id)) for row in _rows(plan, table, keys)]
        if table.name == ROOT_TABLE:
            about = {row.submission_id: _about(plan, table, row, answers) for row, answers in rows}
        yield table, _dataset(plan, table, rows, about)


def _rows(plan: QualityPlan, table: Table, keys: Sequence[int]) -> Iterator[Any]:
    """The rows of these records (newest first) in the order in which they came; of one record only its own are read."""
    rows = AnswerRow.objects.filter(form=plan.form, table=table.name).order_by("submission_id", "pk")
    rows = rows.filter(submission__in=keys) if len(keys) <= 1 else rows.filter(submission__gte=keys[-1])
    wanted = set(keys)
    return (row for row in _with_senders(rows).iterator(chunk_size=CHUNK) if row.submission_id in wanted)


def _with_senders(rows: Any) -> Any:
    return with_version(rows).select_related(
        "submission__submitted_by", "submission__submitted_with", "submission__place", "submission__timing"
    )


def _dataset(plan: QualityPlan, table: Table, rows: Sequence[Any], about: Mapping[int, About]) -> Dataset:
    is_root = table.name == ROOT_TABLE
    return Dataset(
        questions=tuple(_told(plan, each) for each in questions_of(table.fields, _key)),
        records=tuple(_record(row, answers, about[row.submission_id], is_root) for row, answers in rows),
        targets=targets_of(plan) if is_root else (),
        rules=rules_of(plan, table) if is_root else (),
    )


def _key(field: Question) -> str:
    return field.key


def _told(plan: QualityPlan, question: Any) -> Any:
    """What says who and where is no answer to compare."""
    is_about = question.key in (plan.collector_path, plan.place_path)
    return replace(question, is_asked=False) if is_about else question


def _about(plan: QualityPlan, table: Table, row: Any, answers: Mapping[str, Any]) -> About:
    submission: Submission = row.submission
    collector = answers.get(plan.collector_path) if plan.collector_path else None
    place = answers.get(plan.place_path) if plan.place_path else None
    started, ended = (_moment(answers, table, preload) for preload in (STARTED, ENDED))
    return About(
        as_text(collector) or sender(row) or submission.device_id,
        as_text(place) or (submission.place.pcode if submission.place else ""),
        started,
        ended if started or ended else submission.received_at,
    )


def _moment(answers: Mapping[str, Any], table: Table, preload: str) -> datetime | None:
    key = next((each.key for each in table.every if each.preload == preload), "")
    try:
        return datetime.fromisoformat(str(answers.get(key, "")))
    except ValueError:
        return None


def _record(row: Any, answers: Mapping[str, Any], about: About, is_root: bool) -> Record:
    timing: InterviewTiming | None = getattr(row.submission, "timing", None) if is_root else None
    return Record(
        id=row.submission.instance_id,
        answers=answers,
        row="" if is_root else row.row_id,
        collector=about.collector,
        place=about.place,
        started=about.started,
        ended=about.ended,
        timing=Timing(timing.active_s, timing.seconds) if timing else None,
    )

"""A real survey from raw to clean: its records, the log of its field officers, and the clean data they published."""

import csv
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from pamoja.apps.forms.models import AnswerRow, CleaningLine, Form, QualityFlag
from pamoja.apps.forms.quality.checking import check_form
from pamoja.apps.forms.quality.clean import Cleaning
from pamoja.apps.forms.quality.decisions import lines_of_batch, withdraw
from pamoja.apps.forms.quality.logs import take_log
from pamoja.apps.forms.quality.plans import begin_plan, change_plan
from pamoja.apps.forms.quality.tables import FormTables
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.core.permissions import Actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.engines.quality import as_text
from pamoja.formats import xlsform
from pamoja.formats.xform import Field, FormSchema

FORMS = Path(os.environ.get("PAMOJA_CONFORMANCE", Path(__file__).parents[7] / "shared" / "conformance")) / "forms"
SURVEY = FORMS / "survey_data" / "impact_cleaningtools"
# eight answers of the published clean data differ from raw ones without a line of the log
NOT_IN_THE_LOG = {"spend_tap"}
# columns of the table that are no questions of the published form
NO_QUESTIONS = {"socio_eco_division", "water_sector"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SURVEY.is_dir(), reason="the survey is not here"),
]


def rows(name: str) -> list[dict[str, str]]:
    with (SURVEY / name).open(encoding="utf-8-sig", newline="") as lines:
        return [{key.replace("X.U.FEFF.", ""): value for key, value in row.items()} for row in csv.DictReader(lines)]


def record_xml(schema: FormSchema, row: Mapping[str, str]) -> bytes:
    """A record of the table as a device would have sent it."""
    meta = f"<meta><instanceID>uuid:{row['X_uuid']}</instanceID></meta>"
    inside = "".join(_elements(schema.children, row))
    return f'<{schema.root} id="{schema.form_id}" version="{schema.version}">{inside}{meta}</{schema.root}>'.encode()


def _elements(fields: Iterable[Field], row: Mapping[str, str]) -> Iterable[str]:
    for field in fields:
        if field.name == "meta":
            continue
        inside = "".join(_elements(field.children, row)) if field.children else escape(row.get(field.name, ""))
        yield f"<{field.name}>{inside}</{field.name}>"


def make_survey(amina: Actor) -> Form:
    content = (FORMS / "xlsforms" / "impact_cleaningtools_household.xlsx").read_bytes()
    xml = xlsform.convert(content, "household.xlsx").xml.encode()
    form = create_form(amina, create_project(amina, "Water"), xml)
    version = publish_draft(amina, form)
    for row in rows("raw_data.csv"):
        receive_submission(amina, form.project_id, record_xml(schema_of(version), row))
    return Form.objects.select_related("published", "draft").get(pk=form.pk)


def clean_answers(form: Form) -> dict[str, dict[str, str]]:
    """The clean answers by record and by the question's own name."""
    tables, cleaning = FormTables(form), Cleaning(form)
    table = tables.tables[0]
    found = AnswerRow.objects.filter(form=form, table=table.name).select_related("submission")
    return {
        row.submission.instance_id.removeprefix("uuid:"): {
            key.rpartition("/")[2]: as_text(value)
            for key, value in cleaning.answers(table, row, row.answers).items()
            if value is not None
        }
        for row in found
        if cleaning.keeps(row)
    }


def plain(text: str) -> str:
    """Numbers and texts alike however a table writes them."""
    try:
        return f"{float(text):g}"
    except ValueError:
        return " ".join(text.split())


def differing(clean: Mapping[str, Mapping[str, str]], published: Iterable[Mapping[str, str]]) -> Counter[str]:
    """How many answers differ, by question."""
    wrong: Counter[str] = Counter()
    for row in published:
        ours = clean[row["X_uuid"]]
        wrong.update(
            name
            for name, value in row.items()
            if "." not in name and not name.startswith("X_") and name not in {*NO_QUESTIONS, "start", "end"}
            if plain(ours.get(name, "")) != plain(value)
        )
    return wrong


def test_raw_data_and_the_log_give_the_published_clean_data_and_undoing_gives_the_raw(cast: Cast) -> None:
    amina: Any = cast.actor("amina")
    with workspace_active(cast.river):
        form = make_survey(amina)
        raw, published = clean_answers(form), rows("clean_data.csv")
        assert len(raw) == 632
        assert sum(differing(raw, published).values()) > 40

        report = take_log(amina, form, (SURVEY / "cleaning_log.csv").read_bytes())

        assert clean_answers(form).keys() == {row["X_uuid"] for row in published}
        assert differing(clean_answers(form), published).keys() <= NOT_IN_THE_LOG
        assert report.lines[0].batch
        withdraw(amina, form, lines_of_batch(form, report.lines[0].batch))
        assert clean_answers(form) == raw
        assert CleaningLine.objects.filter(withdrawn_at=None).count() == 0


def test_a_check_of_the_stored_records_flags_what_the_engine_flags(cast: Cast) -> None:
    from pamoja.engines.quality import run_checks
    from tests.conformance.quality import dataset

    amina: Any = cast.actor("amina")
    with workspace_active(cast.river):
        form = make_survey(amina)
        plan = begin_plan(amina, form)
        assert plan.collector_path == "/enumerator_num"
        check_form(change_plan(amina, plan, {"place_path": "/neighbourhood"}, plan.version).row)
        stored = Counter(QualityFlag.objects.filter(subject="record").values_list("check_name", flat=True))

    found = [each for each in run_checks(dataset(SURVEY), {}) if each.subject == "record"]
    assert stored == Counter(each.check for each in found)

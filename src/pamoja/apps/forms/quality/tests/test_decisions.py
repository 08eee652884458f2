"""Deciding on flags, undoing it, and the clean data that come of it."""

import pytest

from pamoja.apps.forms.models import AnswerRow, CleaningLine, Form, QualityFlag, SubmissionVersion
from pamoja.apps.forms.problems import DECIDED, VALUE_UNFIT, WITHDRAWN
from pamoja.apps.forms.protecting.hiding import Hidden
from pamoja.apps.forms.quality.clean import Cleaning
from pamoja.apps.forms.quality.decisions import decide, decisions_on, lines_of_batch, withdraw
from pamoja.apps.forms.quality.tables import FormTables
from pamoja.apps.forms.quality.tests.survey import ODD, SOURCE, SPENT, WRITTEN, edited_xml
from pamoja.apps.forms.services import receive_submission
from pamoja.core.audit.models import AuditEntry
from pamoja.core.events.models import Event
from pamoja.core.problems import NOT_ALLOWED, NOT_FOUND, Problem
from pamoja.core.testing.cast import Cast

Flags = dict[tuple[str, str], QualityFlag]
Change = CleaningLine.Change


def clean(form: Form, instance_id: str) -> dict[str, object] | None:
    """The clean answers of a record, or None when it is left out."""
    row = AnswerRow.objects.get(submission__instance_id=instance_id, table="Submissions")
    cleaning = Cleaning(form)
    return dict(cleaning.answers(FormTables(form).tables[0], row, row.answers)) if cleaning.keeps(row) else None


def settle(
    cast: Cast, form: Form, flag: QualityFlag, change: str, value: str = "", who: str = "amina"
) -> list[CleaningLine]:
    tables = FormTables(form)
    return decide(cast.actor(who), form, tables, decisions_on(tables, [flag], change, value, "asked again"))


def test_a_changed_answer_is_clean_and_the_raw_one_stays(cast: Cast, form: Form, flags: Flags) -> None:
    bytes_before = bytes(SubmissionVersion.objects.get(instance_id=ODD).xml)

    line = settle(cast, form, flags[ODD, SPENT], Change.CHANGE, "990")[0]

    assert clean(form, ODD)[SPENT] == 990
    assert AnswerRow.objects.get(submission__instance_id=ODD).answers[SPENT] == 99000
    assert bytes(SubmissionVersion.objects.get(instance_id=ODD).xml) == bytes_before
    assert (line.old_value, line.new_value, line.comment, line.created_by) == (
        "99000",
        "990",
        "asked again",
        cast.amina,
    )
    assert (line.code, line.facts["value"], line.issue) == ("value-high", "99000", "")
    assert QualityFlag.objects.get(pk=flags[ODD, SPENT].pk).decision == line


def test_withdrawing_brings_the_raw_answer_and_the_flag_back(cast: Cast, form: Form, flags: Flags) -> None:
    lines = settle(cast, form, flags[ODD, SPENT], Change.BLANK)
    assert clean(form, ODD)[SPENT] is None

    assert withdraw(cast.actor("amina"), form, lines) == 1

    assert clean(form, ODD)[SPENT] == 99000
    assert QualityFlag.objects.get(pk=flags[ODD, SPENT].pk).decision is None
    with pytest.raises(Problem) as refused:
        withdraw(cast.actor("amina"), form, lines)
    assert refused.value.kind == WITHDRAWN
    settle(cast, form, flags[ODD, SPENT], Change.CHANGE, "1")


def test_a_recoded_answer_becomes_the_choice_that_was_meant(cast: Cast, form: Form, flags: Flags) -> None:
    lines = settle(cast, form, flags[ODD, WRITTEN], "recode")

    assert clean(form, ODD)[SOURCE] == "well"
    assert clean(form, ODD)[WRITTEN] is None
    assert len(lines) == 2
    assert lines[0].batch == lines[1].batch is not None
    withdraw(cast.actor("amina"), form, lines_of_batch(form, lines[0].batch))
    assert clean(form, ODD)[WRITTEN] == "a protected well"


def test_nothing_is_recoded_without_a_proposal(cast: Cast, form: Form, flags: Flags, tables: FormTables) -> None:
    assert decisions_on(tables, [flags["uuid:lorry", WRITTEN]], "recode") == []


def test_a_record_can_be_left_out_and_a_flag_kept(cast: Cast, form: Form, flags: Flags) -> None:
    settle(cast, form, flags[ODD, SPENT], Change.REMOVE)
    settle(cast, form, flags["uuid:lorry", WRITTEN], Change.KEEP)

    assert clean(form, ODD) is None
    assert clean(form, "uuid:lorry")[WRITTEN] == "a lorry"
    assert not QualityFlag.objects.filter(subject="record", decision=None).exclude(question=WRITTEN).exists()


def test_an_answer_is_decided_once(cast: Cast, form: Form, flags: Flags) -> None:
    settle(cast, form, flags[ODD, SPENT], Change.CHANGE, "990")
    with pytest.raises(Problem) as refused:
        settle(cast, form, flags[ODD, SPENT], Change.BLANK)
    assert refused.value.kind == DECIDED


@pytest.mark.parametrize(("question", "value"), [(SPENT, "much"), (WRITTEN, "")])
def test_a_value_that_is_no_answer_is_refused(cast: Cast, form: Form, flags: Flags, question: str, value: str) -> None:
    with pytest.raises(Problem):
        settle(cast, form, flags[ODD, question], Change.CHANGE, value)
    assert not CleaningLine.objects.exists()


def test_a_choice_that_is_none_is_refused(cast: Cast, form: Form, flags: Flags) -> None:
    flag = flags[ODD, SPENT]
    flag.question = SOURCE
    with pytest.raises(Problem) as refused:
        settle(cast, form, flag, Change.CHANGE, "lake")
    assert refused.value.kind == VALUE_UNFIT


def test_a_line_has_no_effect_on_an_answer_that_was_edited_since(cast: Cast, form: Form, flags: Flags) -> None:
    settle(cast, form, flags[ODD, SPENT], Change.CHANGE, "990")
    receive_submission(cast.actor("dina"), form.project_id, edited_xml(450))

    assert clean(form, ODD)[SPENT] == 450


@pytest.mark.parametrize(("who", "kind"), [("ben", NOT_ALLOWED), ("dina", NOT_ALLOWED), ("token", NOT_ALLOWED)])
def test_who_may_only_look_decides_nothing(cast: Cast, form: Form, flags: Flags, who: str, kind: object) -> None:
    with pytest.raises(Problem) as refused:
        settle(cast, form, flags[ODD, SPENT], Change.KEEP, who=who)
    assert refused.value.kind == kind
    assert not CleaningLine.objects.exists()
    lines = settle(cast, form, flags[ODD, SPENT], Change.KEEP)
    with pytest.raises(Problem) as refused:
        withdraw(cast.actor(who), form, lines)
    assert refused.value.kind in (kind, NOT_FOUND)


def test_decisions_leave_a_trace_without_answers(cast: Cast, form: Form, flags: Flags) -> None:
    withdraw(cast.actor("amina"), form, settle(cast, form, flags[ODD, SPENT], Change.CHANGE, "990"))

    acts = AuditEntry.objects.filter(kind="forms.cleaning").order_by("sequence")
    assert [(each.verb, each.detail) for each in acts] == [
        ("decide", {"change": "change_response"}),
        ("withdraw", {"change": "change_response"}),
    ]
    names = Event.objects.filter(kind="forms.cleaning").values_list("name", flat=True)
    assert list(names) == ["cleaning.decided", "cleaning.withdrawn"]


def test_a_hidden_choice_is_neither_told_nor_taken(cast: Cast, form: Form, flags: Flags) -> None:
    hidden = Hidden({"Submissions": frozenset({SOURCE})}, {"Submissions": frozenset({WRITTEN, SPENT})})
    assert not decisions_on(FormTables(form, hidden), [flags[ODD, WRITTEN]], "recode")
    assert len(decisions_on(FormTables(form), [flags[ODD, WRITTEN]], "recode")) == 2
